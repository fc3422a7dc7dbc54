/**
 * Retrieval misses on the question sets of the samples: the share of questions none of whose first five pages
 * holds an answer. The stores are kept in .cache/eval, so that only the first run embeds.
 */
import { join } from 'node:path';
import type { Retriever } from '../src/lib/answering/retrieval/retriever.js';
import { openApp, type App } from '../src/lib/app/app.js';
import { loadConfig } from '../src/lib/config/load.js';
import {
  isAnsweredBy,
  parseQuestions,
  type KnownQuestion,
} from '../src/actions/smoke/questions.js';
import type { Store } from '../src/lib/ports/index.js';
import { fillWithSample } from '../src/actions/samples/store.js';
import { readSample, type SampleName } from '../src/actions/samples/samples.js';
import type { Evaluation, Figure } from './harness.js';

const CACHE = join(import.meta.dirname, '../.cache/eval');
const LIMIT = 5;
const { signal } = new AbortController();

/** With the share of misses that is allowed: more where words of the book are avoided on purpose. */
const SETS = [
  ['moby-dick', 'questions.jsonl', 0.09],
  ['moby-dick', 'questions-in-other-words.jsonl', 0.35],
  ['entrance-way', 'questions.jsonl', 0.08],
] as const;

interface Ranked {
  question: KnownQuestion;
  /** Of the first page that answers, from 1; infinite when none of the first does. */
  rank: number;
  /** Whether its quote holds one of the sentences that answer. */
  quoted: boolean;
}

export default {
  name: 'questions',
  needs: [],
  run: async () => {
    const figures: Figure[] = [];
    for (const [name, file, atMost] of SETS) figures.push(...(await figuresOf(name, file, atMost)));
    return figures;
  },
} satisfies Evaluation;

async function figuresOf(name: SampleName, file: string, atMost: number): Promise<Figure[]> {
  const app = await openSample(name);
  try {
    const retriever = await app.retriever();
    const questions = parseQuestions(readSample(name, file), file);
    const ranked: Ranked[] = [];
    for (const question of questions) ranked.push(await rank(question, retriever, app.store));
    for (const { question, rank } of ranked) {
      if (rank > LIMIT) console.log(`${name}/${file}: missed ${question.id}: ${question.question}`);
    }
    return summary(`${name}/${file}`, ranked, atMost);
  } finally {
    await app.close();
  }
}

/** The sample's pages with their vectors. */
export async function openSample(name: SampleName): Promise<App> {
  const flags = { 'store.url': `sqlite:${join(CACHE, `${name}.db`)}`, 'llm.provider': 'none' };
  const loaded = loadConfig({ file: undefined, cwd: CACHE, env: {}, flags });
  const app = await openApp({ loaded, signal, report: () => undefined, readonly: false });
  await fillWithSample(app, name, CACHE);
  return app;
}

async function rank(
  question: KnownQuestion,
  retriever: Retriever,
  { pages }: Store,
): Promise<Ranked> {
  const found = await retriever.retrieve({ text: question.question, limit: LIMIT }, signal);
  const bodies = await pages.get(found.pages.map(({ pageId }) => pageId));
  const at = bodies.findIndex((page) => isAnsweredBy(question, page));
  const said = found.pages.map(({ quote }) => quote.text);
  const quoted = question.answers.some(({ quote }) => said.some((text) => text.includes(quote)));
  return { question, rank: at < 0 ? Infinity : at + 1, quoted };
}

function summary(name: string, ranked: readonly Ranked[], atMost: number): Figure[] {
  const share = (holds: (each: Ranked) => boolean) => ranked.filter(holds).length / ranked.length;
  const reciprocal = ranked.reduce((sum, { rank }) => sum + 1 / rank, 0);
  return [
    { what: `${name}: questions`, value: ranked.length, atLeast: 25 },
    {
      what: `${name}: no answer in the first 5`,
      value: share((r) => r.rank > LIMIT),
      atMost,
    },
    { what: `${name}: R@1`, value: share((r) => r.rank === 1) },
    { what: `${name}: R@5`, value: share((r) => r.rank <= LIMIT) },
    { what: `${name}: MRR@5`, value: reciprocal / ranked.length },
    { what: `${name}: the very sentence quoted`, value: share((r) => r.quoted) },
  ];
}
