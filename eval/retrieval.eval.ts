/**
 * Retrieval of the paragraph that holds the answer (SQuAD 1.1 dev, Rajpurkar et al. 2016). Weights were chosen on the
 * questions of every second article; the bounds are held on the others, whose paragraphs stand in one pool with all.
 */
import { openEmbeddedChanges } from '../src/lib/adapters/changes/embedded/factory.js';
import { systemClock } from '../src/lib/adapters/clock/system.js';
import { openMiniLm } from '../src/lib/adapters/embedding/minilm/factory.js';
import { openSqliteStore } from '../src/lib/adapters/store/sqlite/factory.js';
import { topK } from '../src/lib/algorithms/vectors/top-k.js';
import { Library } from '../src/lib/answering/retrieval/library.js';
import { readQuestion } from '../src/lib/answering/retrieval/question.js';
import { openRetriever } from '../src/lib/answering/retrieval/retriever.js';
import type { Quote } from '../src/lib/domain/quote.js';
import type { Embedder, Store } from '../src/lib/ports/index.js';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MODEL_DIR } from './embedded.js';
import type { DataFolder, Evaluation, Figure } from './harness.js';
import { fillWithSquad, knowing, readSquad, SQUAD, type SquadQuestion } from './squad.js';

/** Ids of pages, best first, for one question. */
type Ranking = (at: number) => readonly string[];

const evaluation: Evaluation = {
  name: 'retrieval',
  needs: SQUAD,
  async run(data) {
    const folder = mkdtempSync(join(tmpdir(), 'gibsey-eval-'));
    const store = await openSqliteStore({ path: join(folder, 'eval.db'), clock: systemClock });
    const embedder = await openMiniLm({ modelDir: MODEL_DIR });
    try {
      return await figures(data, store, embedder);
    } finally {
      await embedder.close();
      await store.close();
      rmSync(folder, { recursive: true });
    }
  },
};
export default evaluation;

async function figures(data: DataFolder, store: Store, embedder: Embedder): Promise<Figure[]> {
  const bodies = await fillWithSquad(data, store);
  const { questions, vectors, tuned } = await readSquad(data);
  const rest = questions.flatMap(({ article }, i) => (tuned(article) ? [] : [i]));
  const all = questions.map((_, i) => i);

  const { dense, words, rrf } = await baselines(store, embedder, questions, vectors);
  const texts = questions.map(({ question }) => question);
  const known = knowing(embedder, texts, vectors);
  const { quotes, times } = await ask(store, known, questions);
  const fused: Ranking = (i) => quotes[i]!.map(({ pageId }) => pageId);

  const share = (of: readonly number[], holds: (i: number) => boolean) =>
    of.filter(holds).length / of.length;
  const top = (i: number) => quotes[i]!.slice(0, 5);
  const has = (i: number, text: string) =>
    questions[i]!.answers.some((each) => text.includes(each));
  const misses = (of: readonly number[], text: (quote: Quote) => string) =>
    share(of, (i) => !top(i).some((quote) => has(i, text(quote))));
  const whole = ({ text, context }: Quote) => context.before + text + context.after;
  return [
    ...ranks('dense, nearest passage', questions, rest, dense),
    ...ranks('BM25', questions, rest, words),
    ...ranks('reciprocal rank fusion of these two, k 10', questions, rest, rrf),
    ...ranks('gibsey', questions, rest, fused, [0.84, 0.97, 0.9]),
    ...ranks('gibsey, all questions', questions, all, fused, [0.84, 0.96, 0.9]),
    {
      what: 'no page with the answer among five',
      value: misses(all, ({ pageId }) => bodies.get(pageId) ?? ''),
      atMost: 0.03,
    },
    {
      what: 'no quote with the answer among five',
      value: misses(all, ({ text }) => text),
      atMost: 0.045,
    },
    {
      what: 'the same, with what stands before and after',
      value: misses(all, whole),
      atMost: 0.04,
    },
    {
      what: 'quotes that stand in their page as they are given',
      value: share(all, (i) =>
        quotes[i]!.every(
          ({ pageId, start, end, text }) => bodies.get(pageId)?.slice(start, end) === text,
        ),
      ),
      atLeast: 1,
    },
    { what: 'ms a question without embedding it, median', value: times[times.length >> 1]! },
    {
      what: 'ms a question without embedding it, 95th',
      value: times[Math.floor(times.length * 0.95)]!,
    },
  ];
}

const DEPTH = 100;

async function baselines(
  store: Store,
  { space }: Embedder,
  questions: readonly SquadQuestion[],
  vectors: readonly Float32Array[],
) {
  const library = new Library(space.dimensions);
  for await (const batch of store.pages.scan()) {
    for (const page of batch) {
      library.put(page);
      library.embed(page.id, page.contentHash, await store.vectors.passages(space, page.id));
    }
  }
  const best = (scores: ArrayLike<number>) =>
    topK(scores, DEPTH).map((slot) => library.page(slot)!.id);
  const dense: Ranking = (i) => best(library.dense.scores(vectors[i]!, library.slots, null).best);
  const words: Ranking = (i) => {
    const { terms } = readQuestion(questions[i]!.question, library.lexical, library.find);
    const exact = terms.map((each) => ({
      ...each,
      variants: new Map([...each.variants].filter(([term]) => term === each.term)),
    }));
    return best(library.lexical.scores(exact, library.slots));
  };
  const rrf: Ranking = (i) => {
    const scores = new Map<string, number>();
    for (const ranking of [dense(i), words(i)]) {
      ranking.forEach((id, rank) => scores.set(id, (scores.get(id) ?? 0) + 1 / (10 + rank + 1)));
    }
    return [...scores].sort(([, a], [, b]) => b - a).map(([id]) => id);
  };
  return { dense, words, rrf };
}

async function ask(store: Store, embedder: Embedder, questions: readonly SquadQuestion[]) {
  const { signal } = new AbortController();
  const retriever = await openRetriever(
    { store, source: openEmbeddedChanges(store), embedder, clock: systemClock, pollMs: 0 },
    signal,
  );
  const quotes: Quote[][] = [];
  const times: number[] = [];
  for (const { question: text } of questions) {
    const start = performance.now();
    const { pages } = await retriever.retrieve({ text, limit: 10 }, signal);
    times.push(performance.now() - start);
    quotes.push(pages.map(({ quote }) => quote));
  }
  await retriever.close();
  return { quotes, times: times.sort((a, b) => a - b) };
}

function ranks(
  what: string,
  questions: readonly SquadQuestion[],
  of: readonly number[],
  ranking: Ranking,
  bounds: readonly number[] = [],
): Figure[] {
  const places = of.map((i) => ranking(i).indexOf(questions[i]!.paragraph));
  const within = (k: number) => places.filter((at) => at >= 0 && at < k).length / of.length;
  const mrr =
    places.reduce((sum, at) => sum + (at >= 0 && at < 10 ? 1 / (at + 1) : 0), 0) / of.length;
  const values = { 'recall@1': within(1), 'recall@5': within(5), 'MRR@10': mrr };
  return Object.entries(values).map(([name, value], i) => ({
    what: `${what}: ${name}`,
    value,
    ...(bounds[i] === undefined ? {} : { atLeast: bounds[i] }),
  }));
}
