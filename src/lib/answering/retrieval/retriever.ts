import type { Retrieved, RetrievalQuery } from '../../domain/quote.js';
import type { Clock, Embedder, Store } from '../../ports.js';
import { openIndex } from './index-of-store.js';
import { answerQuery } from './query.js';

/** Answers questions from the pages of a store as they stand, and from the summaries of its published night. */
export interface Retriever {
  /**
   * Never fails on what was asked, be it empty or endless.
   * @throws INTERRUPTED when `signal` aborts, and what the store or the embedder throws
   */
  retrieve(query: RetrievalQuery, signal: AbortSignal): Promise<Retrieved>;
  /** Takes up now what has changed in the store: the number of pages whose text or vectors did. */
  refresh(signal: AbortSignal): Promise<{ changed: number }>;
  stats(): RetrieverStats;
  /** Stops following the store. */
  close(): Promise<void>;
}

export interface RetrieverStats {
  pages: number;
  /** Pages whose vectors are of their present text; the others are found by their words alone. */
  embedded: number;
  passages: number;
  /** Last change of the store that was taken up; null where the store has no feed to read. */
  sequence: number | null;
  /** Wall clock, epoch ms, of the last look at the store that succeeded. */
  refreshedAt: number;
}

export interface RetrieverDeps {
  store: Store;
  /** Null: pages are found by their words alone. */
  embedder: Embedder | null;
  clock: Clock;
  /** Rest between two looks at the change feed, ms; default 200. 0: only `refresh` looks. */
  pollMs?: number;
  /** Told once when following the store fails, and again after it has recovered. */
  warn?: (message: string) => void;
}

/** Reads the whole store, then follows its changes until `close`. */
export async function openRetriever(deps: RetrieverDeps, signal: AbortSignal): Promise<Retriever> {
  const index = await openIndex(deps, signal);
  return {
    retrieve: (query, aborted) => answerQuery(index, deps, query, aborted),
    refresh: (aborted) => index.refresh(aborted),
    stats: () => index.stats(),
    close: () => index.close(),
  };
}
