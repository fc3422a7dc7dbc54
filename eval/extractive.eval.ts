/**
 * One sentence out of a scientific abstract against short reference summaries (SciTLDR, Cachola et al. 2020):
 * ROUGE F1 × 100 with stems, mean over the references of an abstract, then over abstracts. What was chosen on
 * data was chosen on one half of the abstracts; bounds hold for the other. sumy runs beside it when
 * bench/python/setup.sh has installed it.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { hasPython, PYTHON } from '../bench/harness.js';
import { extractiveSummary } from '../src/lib/algorithms/text/extractive.js';
import { lexrank } from '../src/lib/algorithms/text/lexrank.js';
import { terms } from '../src/lib/algorithms/text/tokens.js';
import { DATA, type Evaluation, type Figure } from './harness.js';
import { rouge, rougeWords, type Rouge } from './rouge.js';

const FILE = 'scitldr.jsonl';

interface Row {
  id: string;
  sentences: string[];
  references: string[];
}

/** The split by which the weights were chosen; not to be changed. */
function isTest({ id }: Row): boolean {
  let hash = 0;
  for (const sign of id) hash = (hash * 31 + sign.charCodeAt(0)) >>> 0;
  return (hash >>> 3) % 2 === 1;
}

type Summarise = (row: Row) => string;

const ONE = { maxWords: 250, maxSentences: 1 };

/** Each sentence as a document of its own, with an id by its place: nothing but the text can tell. */
function bySentences(sentences: readonly string[]): string {
  const documents = sentences.map((text, i) => ({ id: String(i).padStart(4, '0'), text }));
  return extractiveSummary(documents, ONE).text;
}

const OURS: Summarise = ({ sentences }) => bySentences(sentences);
const WAYS: readonly (readonly [name: string, summarise: Summarise])[] = [
  [
    'the abstract as one document',
    ({ sentences }) => extractiveSummary([{ id: '0', text: sentences.join(' ') }], ONE).text,
  ],
  ['continuous LexRank alone', ({ sentences }) => mostCentral(sentences)],
  ['first sentence', ({ sentences }) => sentences[0] ?? ''],
];

function mostCentral(sentences: readonly string[]): string {
  const scores = lexrank(sentences.map((sentence) => terms(sentence)));
  return sentences[scores.indexOf(Math.max(...scores))] ?? '';
}

/** sumy's LexRank and TextRank, where they are installed. */
function peers(): [string, Summarise][] {
  const script = join(import.meta.dirname, '../bench/python/extract.py');
  if (!hasPython() || !existsSync(script)) return [];
  const child = spawnSync(PYTHON, [script, join(DATA, FILE)], { encoding: 'utf8' });
  if (child.status !== 0) {
    console.log('sumy: skipped, run bench/python/setup.sh');
    return [];
  }
  const lines = child.stdout.trim().split('\n');
  const rows = lines.map(
    (line) => JSON.parse(line) as Record<'id' | 'lexrank' | 'textrank', string>,
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  return [
    ['sumy LexRank', ({ id }) => byId.get(id)?.lexrank ?? ''],
    ['sumy TextRank', ({ id }) => byId.get(id)?.textrank ?? ''],
  ];
}

function score(summary: string, references: readonly string[]): Rouge {
  const words = rougeWords(summary, true);
  return mean(references.map((reference) => rouge(words, rougeWords(reference, true))));
}

function mean(scores: readonly Rouge[]): Rouge {
  const of = (key: keyof Rouge) => scores.reduce((sum, each) => sum + each[key], 0) / scores.length;
  return { one: of('one'), two: of('two'), longest: of('longest') };
}

const NAMES = { one: 'ROUGE-1', two: 'ROUGE-2', longest: 'ROUGE-L' } as const;

function figures(what: string, rows: readonly Row[], way: Summarise, bounds?: Rouge): Figure[] {
  const scores = mean(rows.map((row) => score(way(row), row.references)));
  return (['one', 'two', 'longest'] as const).map((key) => ({
    what: `${NAMES[key]}, ${what}`,
    value: 100 * scores[key],
    ...(bounds && { atLeast: bounds[key] }),
  }));
}

/** Abstracts whose sentence changes when their sentences come in another order. */
function changed(rows: readonly Row[]): number {
  const moves = ({ sentences }: Row) =>
    bySentences([...sentences].reverse()) !== bySentences(sentences);
  return rows.filter(moves).length;
}

const evaluation: Evaluation = {
  name: 'extractive summary, 1 sentence',
  needs: [FILE],
  async run(data) {
    const rows: Row[] = [];
    for await (const row of data.rows<Row>(FILE)) rows.push(row);
    const test = rows.filter(isTest);
    const development = rows.filter((row) => !isTest(row));
    return [
      ...figures('test half', test, OURS, { one: 28.5, two: 7.8, longest: 20 }),
      ...[...WAYS, ...peers()].flatMap(([name, way]) => figures(`test half, ${name}`, test, way)),
      ...figures('half that was tuned on', development, OURS),
      {
        what: 'summaries that change with the order of the input',
        value: changed(rows),
        atMost: 0,
      },
    ];
  },
};

export default evaluation;
