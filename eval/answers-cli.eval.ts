/**
 * The answer cache as a team would use it: a FAQ is imported, labelled questions set the threshold, and other
 * questions are looked up, all by the built command line. What it answers is held against the same look-ups by the
 * library.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  calibrate,
  learnFromStored,
  pairOf,
} from '../src/lib/answering/prepared/calibration/calibration.js';
import { decide } from '../src/lib/answering/prepared/lookup/decide.js';
import { GoldenIndex } from '../src/lib/answering/prepared/index/question-index.js';
import { labelled, shuffled, type LabelledQuestion } from './answer-sets.js';
import type { DataFolder, Evaluation, Figure } from './harness.js';

const BIN = join(import.meta.dirname, '../bin/run.js');
const EACH = 20;
const LIMIT_MS = 1_200_000;
/** Labels for the threshold; the rest of the look-ups is asked. */
const LABELS = 0.75;
const run = promisify(execFile);

export default {
  name: 'answers-cli',
  needs: ['banking77', 'clinc150'].flatMap((set) => [
    `${set}_cached.jsonl`,
    `${set}_lookups.jsonl`,
  ]),
  run: async (data) => [
    ...(await figuresOf('banking77', data)),
    ...(await figuresOf('clinc150', data)),
  ],
} satisfies Evaluation;

async function figuresOf(set: string, data: DataFolder): Promise<Figure[]> {
  const faq = byAnswer(await labelled(data, `${set}_cached.jsonl`));
  const mixed = shuffled(await labelled(data, `${set}_lookups.jsonl`), 1);
  const at = Math.floor(LABELS * mixed.length);
  const [labels, asked] = [mixed.slice(0, at), mixed.slice(at)];
  const byCommand = await commandLine(faq, labels, asked);
  const byLibrary = library(faq, labels, asked);
  const [command, inLibrary] = [tally(asked, byCommand.answers), tally(asked, byLibrary)];
  const same = asked.filter((_, i) => byCommand.answers[i] === byLibrary[i]).length / asked.length;
  return [
    { what: `${set}: ${asked.length} look-ups, answered`, value: command.answered },
    { what: `${set}: wrong, of look-ups`, value: command.wrong },
    { what: `${set}: answered by the library`, value: inLibrary.answered },
    { what: `${set}: wrong by the library`, value: inLibrary.wrong },
    { what: `${set}: the same answer by both`, value: same, atLeast: 0.99 },
    { what: `${set}: ms a look-up, start of the command included`, value: byCommand.ms },
  ];
}

function byAnswer(stored: readonly LabelledQuestion[]): Map<string, LabelledQuestion[]> {
  const faq = new Map<string, LabelledQuestion[]>();
  for (const question of stored) {
    const questions = faq.get(question.answerId!) ?? [];
    const isNew = questions.every(({ text }) => text !== question.text);
    if (isNew && questions.length < EACH) questions.push(question);
    faq.set(question.answerId!, questions);
  }
  return faq;
}

async function commandLine(
  faq: ReadonlyMap<string, readonly LabelledQuestion[]>,
  labels: readonly LabelledQuestion[],
  asked: readonly LabelledQuestion[],
) {
  const cwd = await mkdtemp(join(tmpdir(), 'gibsey-answers-'));
  const write = (name: string, rows: readonly object[]) =>
    writeFile(join(cwd, name), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  const gibsey = (...args: string[]) =>
    run(process.execPath, [BIN, 'golden-answers', ...args], {
      ...{ cwd, timeout: LIMIT_MS, maxBuffer: 1 << 28 },
      env: { ...process.env, GIBSEY_STORE: 'sqlite:./gibsey.db' },
    });
  try {
    const answers = [...faq].map(([id, [first, ...rest]]) => ({
      ...{ id, question: first!.text, answer: `The answer to ${id}.` },
      variants: rest.map(({ text }) => text),
    }));
    await write('faq.jsonl', answers);
    const label = ({ text, answerId }: LabelledQuestion) => ({
      question: text,
      answer_id: answerId,
    });
    await write('labels.jsonl', labels.map(label));
    await write(
      'questions.jsonl',
      asked.map(({ text }) => ({ question: text })),
    );
    await gibsey('import', 'faq.jsonl');
    await gibsey('calibrate', '--labels', 'labels.jsonl');
    const start = performance.now();
    const { stdout } = await gibsey('lookup', '--file', 'questions.jsonl', '--json');
    const ms = (performance.now() - start) / asked.length;
    const rows = stdout.trimEnd().split('\n');
    const found = rows.map((row) => (JSON.parse(row) as { answer_id: string | null }).answer_id);
    return { answers: found, ms };
  } finally {
    await rm(cwd, { recursive: true, force: true });
  }
}

/** The ids of the answers that are served, null where none is. */
function library(
  faq: ReadonlyMap<string, readonly LabelledQuestion[]>,
  labels: readonly LabelledQuestion[],
  asked: readonly LabelledQuestion[],
): (string | null)[] {
  const index = new GoldenIndex(asked[0]!.vector.length);
  for (const [answerId, questions] of faq) index.put({ answerId, questions });
  const pairs = labels.map((question) => pairOf(index, question, question.answerId)!);
  const calibration = calibrate(pairs, { kind: 'labelled', ...learnFromStored(index) });
  return asked.map((question) => decide(index.search(question), calibration).answerId);
}

function tally(asked: readonly LabelledQuestion[], answers: readonly (string | null)[]) {
  const served = asked.filter((_, i) => answers[i] !== null).length;
  const wrong = asked.filter(({ answerId }, i) => {
    return answers[i] !== null && answers[i] !== answerId;
  }).length;
  return { answered: served / asked.length, wrong: wrong / asked.length };
}
