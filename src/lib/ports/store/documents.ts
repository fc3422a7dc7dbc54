/** Documents as they lie in the store: pages, what was said, and how a table is scanned. */
import type { Classification } from '../../domain/classification.js';
import type { Utterance } from '../../domain/conversation.js';
import type { Page, StoredPage } from '../../domain/page.js';

/** One part of a table that can be scanned on its own; opaque, made and understood by one adapter. */
export type Split = string & { readonly __split: unique symbol };

export interface ScanOptions {
  split?: Split;
  /** Go on behind this id, in the order of an earlier scan of the same split. */
  after?: string;
  /** Rows a batch, default 500. */
  batch?: number;
}

/**
 * Scans yield batches in an order of the store's own (callers that need an order sort bytewise by id), in
 * bounded memory, and see every row that existed throughout. A row written meanwhile may or may not appear.
 */
export interface PageStore {
  splits(): Promise<Split[]>;
  scan(options?: ScanOptions): AsyncIterable<StoredPage[]>;
  /** Those that exist, in the order asked for. */
  get(ids: readonly string[]): Promise<StoredPage[]>;
  /** The page at a place in the reading order, the first by id where several are there; no scan. */
  at(position: number): Promise<StoredPage | null>;
  /** Inserts or replaces; the later call wins. */
  put(pages: readonly Page[]): Promise<void>;
  /** Removes pages with their vectors in every space. */
  delete(ids: readonly string[]): Promise<void>;
  count(): Promise<number>;
}

export interface ConversationStore {
  /**
   * Inserts or replaces by id.
   * @throws BAD_INPUT nothing of the call is stored then
   */
  put(utterances: readonly Utterance[]): Promise<void>;
  /** Those that exist, in the order asked for. */
  get(ids: readonly string[]): Promise<Utterance[]>;
  /** The newest `limit` of one user's session, oldest first, ties by id. */
  session(userId: string, sessionId: string, limit: number): Promise<Utterance[]>;
  /** Those created in `from` ≤ t < `to` (epoch ms), in batches, in an order of the store's own. */
  between(from: number, to: number): AsyncIterable<Utterance[]>;
  count(): Promise<number>;
  /** How many were created before that day (whole days since 1970, UTC). */
  countBefore(day: number): Promise<number>;
  /**
   * Removes those, with what was made of each: queries in every space, and its label.
   * @returns how many utterances it removed
   */
  prune(day: number): Promise<number>;
  /**
   * Removes what a user said and was told, with what was made of each, as `prune` does.
   * @returns how many utterances it removed
   */
  eraseUser(userId: string): Promise<number>;
}

export interface ClassificationStore {
  /** Inserts or replaces by collection and id. */
  put(classifications: readonly Classification[]): Promise<void>;
  /** Those that exist, in the order asked for. */
  get(collection: string, ids: readonly string[]): Promise<Classification[]>;
  /** Items of each label, the most first, ties by label. */
  counts(collection: string): Promise<{ label: string; count: number }[]>;
}
