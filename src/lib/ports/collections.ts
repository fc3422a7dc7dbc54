/** What the generic stages need of a collection: small ports, so that a new collection is one file. */
import type { Hash, Space } from '../domain/values.js';
import type { Embedder, EmbeddingPurpose } from './models.js';

/**
 * A collection whose documents get vectors. `D` is a document as it is read, `R` the row that holds its vectors.
 * Vectors of a document count as made when the hash they were made from is that of its present content.
 */
export interface Embeddable<D, R> {
  /** For people and for `--collection`. */
  readonly name: string;
  readonly purpose: EmbeddingPurpose;
  /** Raise it when the vectors of an unchanged document come out differently. */
  readonly version: number;
  /** Rows stored together: a killed night loses at most the work on these. */
  readonly batch: number;
  /** Why a unit runs, in the words of the collection. */
  readonly reasons: { changed: string; gone: string };
  /**
   * All documents, or those of its window, in bounded memory; beyond it those whose vectors in that space may have
   * been made from another content than theirs is now.
   */
  scan(space: Space): AsyncIterable<D[]>;
  /** Those that exist, in the order asked for. */
  get(keys: readonly string[]): Promise<D[]>;
  key(document: D): string;
  hash(document: D): Hash;
  /** The texts to embed, and how their vectors (in order) become the row. Pure. */
  prepare(
    document: D,
    embedder: Pick<Embedder, 'countTokens' | 'window'>,
  ): { texts: string[]; finish(vectors: Float32Array[]): R };
  /** The hash that each key's vectors were made from; keys without vectors are absent. */
  made(space: Space, keys: readonly string[]): Promise<Map<string, Hash>>;
  put(space: Space, rows: readonly R[]): Promise<void>;
  /** Rows whose document is gone, where the collection does not drop them with it. */
  orphans?(space: Space, present: ReadonlySet<string>): AsyncIterable<string[]>;
  /** Drops rows that `orphans` named. */
  remove?(space: Space, keys: readonly string[]): Promise<void>;
  /** Clears up behind the last unit. */
  finish?(space: Space): Promise<void>;
  /** Keeps what `scan` has found out; behind a pass that left no vectors of another content. */
  remember?(space: Space): Promise<void>;
}

/** One vector of a collection, as it is clustered. */
export interface Point {
  id: string;
  contentHash: Hash;
  /** Unit length. */
  vector: Float32Array;
}

/** The vectors that are clustered together; a window is bound outside. */
export interface Points {
  /** In batches, in an order of the store's own. */
  scan(space: Space): AsyncIterable<readonly Point[]>;
}
