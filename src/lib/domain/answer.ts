import type { Quote } from './quote.js';
import type { Hash } from './values.js';

/** A page that an answer was made from, as it was then. */
export interface AnswerSource extends Quote {
  /** Of the page's body: when it differs now, the answer is stale. */
  contentHash: Hash;
}

/** What readers see in place of a call to a model: an immutable artefact, keyed by the hash of its input. */
export interface GoldenAnswer {
  clusterId: number;
  /** Asked by a user, in words that hold nothing personal. */
  question: string;
  answer: string;
  sources: AnswerSource[];
  /** ISO 639-1 of the question, null when unknown. */
  language: string | null;
  /** `extractive`, or the name of the language model. */
  model: string;
  /** Prompt and reply together. */
  tokens: number;
  generationMs: number;
  /** Mean cosine of the cluster's questions to their centre. */
  quality: number;
  /** Questions and distinct users that the answer was made for. */
  queries: number;
  users: number;
  /** Epoch ms. */
  updatedAt: number;
}
