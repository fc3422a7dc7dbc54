import { explain, type Explanation } from '../lookup/decide.js';
import type { Calibration, CalibrationPair } from './calibration.js';
import type { Neighbourhood } from '../index/question-index.js';
import { logit } from '../audit/sampling.js';

/** A calibration, and how many of its labelled look-ups fell to each answer. */
export type CalibrationWithCounts = Calibration & { lookups?: Record<string, number> };

/** What the history of an answer adds to the score of a question that falls to it (docs/decisions/0033). */
export interface History {
  /** In logits. */
  shift: number;
  /** What the score were without it, 0…1. */
  scoreWithout: number;
  /** Labelled look-ups that fell to the answer; null where the calibration has not counted them. */
  lookups: number | null;
}

/** How many of the pairs fell to each answer. */
export function lookupsByAnswer(pairs: readonly CalibrationPair[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const { answerId = '' } of pairs) counts.set(answerId, (counts.get(answerId) ?? 0) + 1);
  return Object.fromEntries(counts);
}

/** Null where the calibration knows no history of the answer. */
export function historyOf(
  hood: Neighbourhood,
  calibration: CalibrationWithCounts,
  { candidate, score }: Pick<Explanation, 'candidate' | 'score'>,
): History | null {
  const { weights, intercept, shifts, answers = {} } = calibration.score;
  if (candidate === null || !Object.hasOwn(answers, candidate)) return null;
  const without = explain(hood, { ...calibration, score: { weights, intercept, shifts } }).score;
  const { lookups } = calibration;
  const count = lookups && Object.hasOwn(lookups, candidate) ? lookups[candidate]! : 0;
  return {
    shift: logit(score) - logit(without),
    scoreWithout: without,
    lookups: lookups ? count : null,
  };
}
