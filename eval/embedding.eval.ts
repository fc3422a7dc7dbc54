/**
 * What the vectors of the shipped model are worth, by plain cosine: the paragraph that answers a question
 * (SQuAD), and the intent of the nearest stored question (Banking77). The bounds lie a little below what the model
 * reached when it was chosen (docs/decisions/0008-embedding-model.md): they catch a wrong tokenizer, pooling or file.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hasPython, PYTHON } from '../bench/harness.js';
import { SPACE } from '../src/lib/adapters/embedding/minilm/config.js';
import { WordPiece } from '../src/lib/algorithms/text/wordpiece.js';
import { embedded, MODEL_DIR } from './embedded.js';
import type { DataFolder, Evaluation, Figure } from './harness.js';

const PARAGRAPHS = 'squad_paragraphs.jsonl';
const QUESTIONS = 'squad_questions.jsonl';
const STORED = 'banking77_cached.jsonl';
const LOOKUPS = 'banking77_lookups.jsonl';

/** Stands for a vector that is not there: every product with it is NaN. */
const NOTHING = new Float32Array(SPACE.dimensions).fill(NaN);

export default {
  name: 'embedding',
  needs: [PARAGRAPHS, QUESTIONS, STORED, LOOKUPS],
  run: async (data) => [
    ...(await retrieval(data)),
    ...(await intents(data)),
    ...(await tokenIds(data)),
  ],
} satisfies Evaluation;

async function retrieval(data: DataFolder): Promise<Figure[]> {
  const paragraphs = await all<{ id: string; text: string }>(data, PARAGRAPHS);
  const questions = await all<{ paragraph: string; question: string }>(data, QUESTIONS);
  const documents = await embedded(paragraphs.map(({ text }) => text));
  const queries = await embedded(questions.map(({ question }) => question));
  const index = new Map(paragraphs.map(({ id }, i) => [id, i]));
  const ranks = questions.map(({ paragraph }, i) =>
    rankOf(index.get(paragraph), queries[i] ?? NOTHING, documents),
  );
  const share = (hit: (rank: number) => number) =>
    ranks.reduce((sum, rank) => sum + hit(rank), 0) / ranks.length;
  return [
    { what: 'SQuAD, recall@1', value: share((r) => +(r <= 1)), atLeast: 0.625 },
    { what: 'SQuAD, recall@5', value: share((r) => +(r <= 5)), atLeast: 0.858 },
    { what: 'SQuAD, MRR@10', value: share((r) => (r <= 10 ? 1 / r : 0)), atLeast: 0.725 },
  ];
}

async function intents(data: DataFolder): Promise<Figure[]> {
  const stored = await all<{ text: string; intent: string }>(data, STORED);
  const lookups = await all<{ text: string; intent: string }>(data, LOOKUPS);
  const known = await embedded(stored.map(({ text }) => text));
  const asked = await embedded(lookups.map(({ text }) => text));
  const right = lookups.filter(
    ({ intent }, i) => stored[nearest(asked[i] ?? NOTHING, known)]?.intent === intent,
  );
  const value = right.length / lookups.length;
  return [{ what: 'Banking77, intent of the nearest question', value, atLeast: 0.885 }];
}

/** Where the reference tokenizer is at hand, ids are compared text by text. */
async function tokenIds(data: DataFolder): Promise<Figure[]> {
  if (!hasPython()) return [];
  const texts = [];
  for (const file of [PARAGRAPHS, QUESTIONS, STORED, LOOKUPS]) {
    for await (const row of data.rows<{ text?: string; question?: string }>(file)) {
      texts.push(row.text ?? row.question ?? '');
    }
  }
  const vocabulary = join(MODEL_DIR, 'vocab.txt');
  const script = join(import.meta.dirname, '../bench/python/token_ids.py');
  const child = spawnSync(PYTHON, [script, vocabulary], {
    input: JSON.stringify(texts),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (child.status !== 0) throw new Error(`token_ids.py: ${child.stderr}`);
  const reference = JSON.parse(child.stdout) as number[][];
  const tokenizer = new WordPiece(readFileSync(vocabulary, 'utf8').trimEnd().split('\n'));
  const differing = texts.filter(
    (text, i) => tokenizer.encode(text, Infinity).join() !== reference[i]?.join(),
  );
  return [
    { what: 'texts compared with the reference tokenizer', value: texts.length },
    { what: 'texts with other token ids', value: differing.length, atMost: 0 },
  ];
}

async function all<T>(data: DataFolder, file: string): Promise<T[]> {
  const rows: T[] = [];
  for await (const row of data.rows<T>(file)) rows.push(row);
  return rows;
}

/** 1 for the best; ties count against. */
function rankOf(
  target: number | undefined,
  query: Float32Array,
  documents: readonly Float32Array[],
): number {
  if (target === undefined) return Infinity;
  const own = dot(query, documents[target] ?? NOTHING);
  return documents.filter((other) => dot(query, other) >= own).length;
}

function nearest(query: Float32Array, known: readonly Float32Array[]): number {
  const scores = known.map((each) => dot(query, each));
  return scores.indexOf(Math.max(...scores));
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? NaN) * (b[i] ?? NaN);
  return sum;
}
