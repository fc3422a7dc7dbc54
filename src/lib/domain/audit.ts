import type { Hash } from './values.js';

/** What a reader is given, or would have been: enough to judge it without the store that it came from. */
export interface Offer {
  /** The question that the answer was prepared for. */
  question: string;
  answer: string;
  /** What the answer was made from, word for word. */
  quotes: string[];
}

/** A look-up that was drawn at random, with the words that it takes to judge it. */
export interface Audit {
  /** Of the look-up. */
  id: string;
  /** Of the masked question, as the look-up has it. */
  queryHash: Hash;
  /** Personal data masked. */
  question: string;
  /** The answer that fitted best, served or not. */
  answerId: string;
  offer: Offer;
  /** What retrieval and the writer say to the question, masked; null when they said nothing, or were not asked. */
  fresh: string | null;
  /** The answer was served; else it nearly was. */
  hit: boolean;
  /** A veto speaks against the answer, whatever its score. */
  vetoed: boolean;
  /** Density group of the answer. */
  group: number;
  /** As the look-up has them. */
  score: number;
  threshold: number;
  /** Probability with which it was drawn, 0…1. */
  propensity: number;
  /** Epoch ms. */
  createdAt: number;
}
