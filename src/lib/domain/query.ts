import type { Hash } from './values.js';

/** A question that a user asked, as it may be learnt from. */
export interface Query {
  /** Id of the utterance. */
  id: string;
  userId: string;
  /** Personal data masked. */
  text: string;
  /** Something was masked: the query counts, but is never shown as the question of an answer. */
  personal: boolean;
  /** ISO 639-1, null when unknown. */
  language: string | null;
  /** Epoch ms. */
  createdAt: number;
  /** Of the masked text. */
  contentHash: Hash;
}

export interface EmbeddedQuery extends Query {
  /** Unit length. */
  vector: Float32Array;
}
