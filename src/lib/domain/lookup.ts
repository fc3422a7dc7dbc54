import type { Hash } from './values.js';

/** One question put to the golden answers, and what came of it. */
export interface Lookup {
  /** Unique; recorded twice it counts once. */
  id: string;
  /** Of the masked question. */
  queryHash: Hash;
  /** Id of the stored utterance; null when none is kept. */
  queryId: string | null;
  /** The golden answer that fitted best, served or not; null when nothing is stored. */
  answerId: string | null;
  /** Its cluster; null for a curated answer. */
  clusterId: number | null;
  /** Density group of the answer; null when nothing is stored, or it was not written down. */
  group: number | null;
  /** The answer was served. */
  hit: boolean;
  /** Cosine of the question to the nearest stored one, −1…1. */
  similarity: number;
  /** How likely the answer is right by the model, 0…1. */
  score: number;
  /** Least score that was served then; above 1 when none was. */
  threshold: number;
  /** Why the answer was not taken whatever its score; null when nothing spoke against it. */
  veto: string | null;
  /** Probability with which this look-up was drawn for the audit, 0…1; null when it was not drawn. */
  audit: number | null;
  latencyMs: number;
  /** Epoch ms. */
  createdAt: number;
}

/** What a person says of an answer that was served. */
export interface Feedback {
  /** Unique; given twice the later one counts. */
  id: string;
  answerId: string;
  /** The look-up that it was served by, null when unknown. */
  lookupId: string | null;
  /** Account or user; null when unknown. */
  userId: string | null;
  helpful: boolean;
  comment: string | null;
  /** Epoch ms. */
  createdAt: number;
}

/** What the golden answers have spared so far. */
export interface Savings {
  lookups: number;
  hits: number;
  /** What the hits spared, less what all look-ups took; below 0 while they cost more than they spare. */
  savedMs: number;
  savedUsd: number;
}
