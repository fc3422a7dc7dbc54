/**
 * One sentence out of a scientific abstract against short reference summaries (SciTLDR, Cachola et al. 2020):
 * ROUGE F1 × 100 with stems, mean over the references of an abstract, then over abstracts. What was chosen on
 * data was chosen on one half of the abstracts; bounds hold for the other, by a hash of the id.
 */
import { extractiveSummary } from '../src/lib/algorithms/text/extractive.js';
import type { DataFolder, Evaluation, Figure } from './harness.js';
import { rouge, rougeWords, type Rouge } from './rouge.js';

interface Row {
  id: string;
  sentences: string[];
  references: string[];
}

interface Half {
  ours: Rouge[];
  /** The same for the abstract as one document. */
  whole: Rouge[];
  lead: Rouge[];
  /** Abstracts whose sentence changes when their sentences come in another order. */
  changed: number;
}

/** The split by which the weights were chosen; not to be changed. */
function isTest({ id }: Row): boolean {
  let hash = 0;
  for (const sign of id) hash = (hash * 31 + sign.charCodeAt(0)) >>> 0;
  return (hash >>> 3) % 2 === 1;
}

/** Each sentence as a document of its own, with an id by its place: nothing but the text can tell. */
function summarise(sentences: readonly string[]): string {
  const documents = sentences.map((text, i) => ({ id: String(i).padStart(4, '0'), text }));
  return extractiveSummary(documents, { maxWords: 250, maxSentences: 1 }).text;
}

/** The abstract as one document. */
function summariseWhole(sentences: readonly string[]): string {
  const documents = [{ id: '0', text: sentences.join(' ') }];
  return extractiveSummary(documents, { maxWords: 250, maxSentences: 1 }).text;
}

function score(summary: string, references: readonly string[]): Rouge {
  const words = rougeWords(summary, true);
  return mean(references.map((reference) => rouge(words, rougeWords(reference, true))));
}

function mean(scores: readonly Rouge[]): Rouge {
  const of = (key: keyof Rouge) => scores.reduce((sum, each) => sum + each[key], 0) / scores.length;
  return { one: of('one'), two: of('two'), longest: of('longest') };
}

async function measure(data: DataFolder, half: (row: Row) => boolean): Promise<Half> {
  const result: Half = { ours: [], whole: [], lead: [], changed: 0 };
  for await (const row of data.rows<Row>('scitldr.jsonl')) {
    if (!half(row)) continue;
    const summary = summarise(row.sentences);
    result.ours.push(score(summary, row.references));
    result.whole.push(score(summariseWhole(row.sentences), row.references));
    result.lead.push(score(row.sentences[0] ?? '', row.references));
    if (summary !== summarise([...row.sentences].reverse())) result.changed++;
  }
  return result;
}

const NAMES = { one: 'ROUGE-1', two: 'ROUGE-2', longest: 'ROUGE-L' } as const;

function figures(what: string, scores: Rouge, bounds?: Rouge): Figure[] {
  return (['one', 'two', 'longest'] as const).map((key) => ({
    what: `${NAMES[key]}, ${what}`,
    value: 100 * scores[key],
    ...(bounds && { atLeast: bounds[key] }),
  }));
}

const evaluation: Evaluation = {
  name: 'extractive summary, 1 sentence',
  needs: ['scitldr.jsonl'],
  async run(data) {
    const development = await measure(data, (row) => !isTest(row));
    const test = await measure(data, isTest);
    return [
      ...figures(`test half (${test.ours.length})`, mean(test.ours), {
        one: 28.5,
        two: 7.8,
        longest: 20,
      }),
      ...figures('test half, abstract as one document', mean(test.whole)),
      ...figures('test half, first sentence', mean(test.lead)),
      ...figures(`half that was tuned on (${development.ours.length})`, mean(development.ours)),
      {
        what: 'summaries that change with the order of the input',
        value: development.changed + test.changed,
        atMost: 0,
      },
    ];
  },
};

export default evaluation;
