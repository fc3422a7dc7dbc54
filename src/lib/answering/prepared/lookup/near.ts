import type { Neighbourhood } from '../index/question-index.js';
import type { Shelf } from '../index/snapshot.js';

/** A stored question that is near to the one asked. */
export interface Near {
  question: string;
  answerId: string;
  /** Null for a curated answer that no cluster asks. */
  clusterId: number | null;
  /** Cosine, −1…1. */
  similarity: number;
}

const SHOWN = 5;

/** The nearest stored questions, nearest first. */
export function nearOf({ neighbours }: Neighbourhood, { answers }: Pick<Shelf, 'answers'>): Near[] {
  return neighbours.slice(0, SHOWN).map(({ text, answerId, similarity }) => {
    const clusterId = answers.get(answerId)?.clusterId ?? null;
    return { question: text, answerId, clusterId, similarity };
  });
}
