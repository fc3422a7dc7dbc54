import { densityGroup } from './density-groups.js';
import { sigmoid } from './logistic.js';

/** The part of a stored calibration that thresholds hang on, in logits; JSON. */
interface Thresholds {
  threshold: number | null;
  raises?: readonly number[];
  score: { shifts: readonly number[] };
}

/** That of look-ups while nothing is known of the traffic, in logits. */
export const PRIOR_LOGIT = 4.5;
/** Above every score: nothing is served. */
const NEVER = 2;

/** Least score, 0…1, at which an answer with so many stored questions is served; of the prior without a calibration. */
export function leastScore(calibration: Thresholds | null, questions: number): number {
  if (calibration === null) return sigmoid(PRIOR_LOGIT);
  const { threshold, raises, score } = calibration;
  const group = densityGroup(questions);
  if (threshold === null) return NEVER;
  return sigmoid(threshold + (raises?.[group] ?? 0) - (score.shifts[group] ?? 0));
}
