import type { AnswerSource } from '../../../domain/answer.js';
import type { GoldenEntry } from '../index/question-index.js';

/** An answer that waits for its question. */
export interface Prepared {
  /** Of this very text: an answer that the night writes anew is another one. A curated one keeps its own. */
  answerId: string;
  /** The cluster of questions that it was prepared for; null for a curated one that no cluster asks. */
  clusterId: number | null;
  /** The canonical question. */
  question: string;
  answer: string;
  /** Quotes that it was made from; none for a curated one. */
  sources: AnswerSource[];
  /** Of a curated one: ids of pages, or addresses, as they were given. */
  references: string[];
  /** Epoch ms; complaints of earlier times were about another text. */
  updatedAt: number;
}

/** An answer with the questions that are known to ask for it, the canonical one first. */
export interface Stocked {
  prepared: Prepared;
  questions: GoldenEntry['questions'];
}
