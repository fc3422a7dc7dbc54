import type { Neighbourhood } from '../index/question-index.js';
import type { Shelf } from '../index/snapshot.js';

/** A stored question that is near to the one asked. */
export interface Near {
  /** As people may read it: the canonical question, where too few have asked in its own words. */
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
  return neighbours.slice(0, SHOWN).map(({ text, shownAs, answerId, similarity }) => {
    const clusterId = answers.get(answerId)?.clusterId ?? null;
    return { question: shownAs ?? text, answerId, clusterId, similarity };
  });
}
