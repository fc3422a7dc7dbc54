import { asGibseyError } from '../../domain/errors.js';
import type { RankedPage, Retrieved, RetrievalQuery } from '../../domain/quote.js';
import type { Space } from '../../domain/values.js';
import { contentsOf, type Contents } from './contents.js';
import { duplicateFilter } from './duplicates.js';
import { Keeper, type RetrieverDeps, type RetrieverStats } from './keeper.js';
import type { Library } from './library.js';
import { readQuestion } from './question.js';
import { bestAnswers, bestQuote, type FoundPage } from './quotes.js';
import { rankPages, type Candidate } from './rank.js';
import { sureness } from './sureness.js';
import { currentShelf, rankSummaries, type SummaryShelf } from './summaries.js';

/** Answers questions from the pages of a store as they stand, and from the summaries of its published night. */
export interface Retriever {
  /**
   * Never fails on what was asked, be it empty or endless.
   * @throws INTERRUPTED when `signal` aborts, and what the store or the embedder throws; pages are found by their
   * words alone while the host of the embedder does not answer, unless the query is strict
   */
  retrieve(query: RetrievalQuery, signal: AbortSignal): Promise<Retrieved>;
  /** Takes up now what has changed in the store: the number of pages whose text or vectors did. */
  refresh(signal: AbortSignal): Promise<{ changed: number }>;
  /**
   * Vectors of texts as questions have them, and the space that they are in; null while nothing can be embedded.
   * @throws what the embedder throws
   */
  embed(texts: readonly string[], signal: AbortSignal): Promise<Embedded | null>;
  /** The book as it stands in the index; the same object while nothing has changed. */
  contents(): Contents;
  stats(): RetrieverStats;
  /** Stops following the store. */
  close(): Promise<void>;
}

export interface Embedded {
  space: Space;
  vectors: Float32Array[];
  /** Of all texts together. */
  tokens: number;
}

const DEFAULT_LIMIT = 5;
/** What is read of a question, characters: about what fits the window of an embedder. */
const MOST_READ = 2_000;

/** Reads the whole store, then follows its changes until `close`. */
export async function openRetriever(deps: RetrieverDeps, signal: AbortSignal): Promise<Retriever> {
  const keeper = await Keeper.open(deps, signal);
  let shelf: SummaryShelf | null = null;
  let read: { revision: number; contents: Contents } | null = null;
  return {
    async retrieve(query, aborted) {
      aborted.throwIfAborted();
      const { library } = keeper;
      const text = query.text.slice(0, MOST_READ);
      const vector = await embedQuestion(keeper, { ...query, text }, aborted);
      shelf = await currentShelf(deps.store, shelf, library.find);
      aborted.throwIfAborted();
      return answer(library, shelf, { ...query, text }, vector); // in one synchronous step: of one state
    },
    refresh: (aborted) => keeper.refresh(aborted),
    async embed(texts, aborted) {
      const { embedder } = keeper;
      if (!embedder) return null;
      const vectors = await embedder.embed(texts, { purpose: 'query', signal: aborted });
      const tokens = texts.reduce((sum, text) => sum + embedder.countTokens(text), 0);
      return { space: embedder.space, vectors, tokens };
    },
    contents() {
      const { library } = keeper;
      const { revision } = library;
      if (read?.revision !== revision) read = { revision, contents: contentsOf(library) };
      return read.contents;
    },
    stats: () => keeper.stats(),
    close: () => keeper.close(),
  };
}

type QueryVector = { values: Float32Array; space: string } | null;

async function embedQuestion(
  keeper: Keeper,
  { text, strict = false }: RetrievalQuery,
  signal: AbortSignal,
): Promise<QueryVector> {
  const { embedder, library } = keeper;
  if (!embedder || library.dense.pages === 0 || text.trim() === '') return null;
  try {
    const [values] = await embedder.embed([text], { purpose: 'query', signal });
    keeper.heard(null);
    return values ? { values, space: embedder.space.id } : null;
  } catch (thrown) {
    const error = asGibseyError(thrown);
    if (strict || error.code !== 'SERVICE_UNREACHABLE') throw thrown;
    keeper.heard(error);
    return null;
  }
}

/** Pages that an answer may be cut from. */
const ANSWERING = 5;

function answer(
  library: Library,
  shelf: SummaryShelf,
  query: RetrievalQuery,
  vector: QueryVector,
): Retrieved {
  const sought = readQuestion(query.text, library.lexical, library.find);
  const generation = shelf.generation?.id ?? null;
  const nothing = { pages: [], answers: [], answered: false, summaries: [], generation };
  if (sought.terms.length === 0) return nothing;
  const { limit = DEFAULT_LIMIT } = query;
  const ranked = rankPages(library, sought, vector?.values ?? null, library.allowed(query));
  const found = [...distinct(library, ranked, vector, Math.max(limit, ANSWERING))];
  const first = found.slice(0, ANSWERING);
  const space = vector?.space ?? null;
  return {
    pages: found.slice(0, limit).flatMap(quoted),
    answers: bestAnswers(first),
    answered: first.some((each) => sureness(library, sought, each, space) >= 0),
    summaries: rankSummaries(shelf, sought, vector),
    generation,
  };
}

/** The best pages, each of near-duplicates once. */
function* distinct(
  library: Library,
  ranked: readonly Candidate[],
  vector: QueryVector,
  most: number,
): Generator<FoundPage> {
  const repeats = duplicateFilter();
  let left = most;
  for (const candidate of ranked) {
    if (left === 0) return;
    const { slot } = candidate;
    const page = library.page(slot);
    if (!page || repeats(library.text(slot)) || library.text(slot).sentences.length === 0) continue;
    left--;
    yield { page, candidate, passages: vector ? library.dense.nearest(vector.values, slot) : [] };
  }
}

function quoted(found: FoundPage): RankedPage[] {
  const best = bestQuote(found);
  return best ? [{ pageId: found.page.id, score: found.candidate.score, ...best }] : [];
}
