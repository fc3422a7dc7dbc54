/** Vectors, each in its space: of pages and passages, of what users asked, of curated questions. */
import type { CuratedAnswer } from '../../domain/curated.js';
import type { EmbeddedPage, PageVector, Passage } from '../../domain/page.js';
import type { EmbeddedQuery } from '../../domain/query.js';
import type { Hash, Space } from '../../domain/values.js';
import type { ScanOptions, Split } from './documents.js';

export interface VectorStore {
  splits(): Promise<Split[]>;
  scan(space: Space, options?: ScanOptions): AsyncIterable<PageVector[]>;
  /** The content hash that each page's vector was made from; pages without a vector are absent. */
  hashes(space: Space, ids: readonly string[]): Promise<Map<string, Hash>>;
  /** In reading order; empty when the page has none. */
  passages(space: Space, pageId: string): Promise<Passage[]>;
  /**
   * Replaces vector and passages of each page together, unless the store holds those of a newer version.
   * @throws VECTOR_INVALID wrong dimension, NaN or infinity; nothing of the call is stored then.
   */
  put(space: Space, rows: readonly EmbeddedPage[]): Promise<void>;
  delete(space: Space, ids: readonly string[]): Promise<void>;
  /** Removes every vector and passage of a space, given its id; idempotent. */
  drop(space: string): Promise<void>;
  count(space: Space): Promise<{ pages: number; passages: number }>;
}

/** What users asked, masked and embedded. */
export interface QueryStore {
  /**
   * Inserts or replaces. What other spaces have of another text of the same utterance goes: it may have been masked less.
   * @throws VECTOR_INVALID as `VectorStore.put`
   */
  put(space: Space, queries: readonly EmbeddedQuery[]): Promise<void>;
  /** Content hashes of those that exist. */
  hashes(space: Space, ids: readonly string[]): Promise<Map<string, Hash>>;
  /** Those that exist, in the order asked for. */
  get(space: Space, ids: readonly string[]): Promise<EmbeddedQuery[]>;
  /** Those created in `from` ≤ t < `to` (epoch ms), in batches, in an order of the store's own. */
  between(space: Space, from: number, to: number): AsyncIterable<EmbeddedQuery[]>;
  delete(space: Space, ids: readonly string[]): Promise<void>;
}

/** Answers that people wrote, and the vectors of their questions, by hash of the text. */
export interface CuratedStore {
  /** Inserts or replaces. */
  put(answers: readonly CuratedAnswer[]): Promise<void>;
  /** By id, bytewise. */
  list(): Promise<CuratedAnswer[]>;
  /** False when there is none of that id. */
  delete(id: string): Promise<boolean>;
  /** Those that exist. */
  vectors(space: Space, hashes: readonly Hash[]): Promise<Map<Hash, Float32Array>>;
  /**
   * Inserts or replaces.
   * @throws VECTOR_INVALID as `VectorStore.put`
   */
  putVectors(space: Space, vectors: ReadonlyMap<Hash, Float32Array>): Promise<void>;
  /** Removes the vectors of all other texts in that space. */
  keepVectors(space: Space, hashes: ReadonlySet<Hash>): Promise<void>;
  /** Removes every vector of a space, given its id; idempotent. */
  dropVectors(space: string): Promise<void>;
}
