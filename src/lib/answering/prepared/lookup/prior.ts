import { PRIOR_LOGIT } from '../../../algorithms/calibration/least-score.js';
import type { ScoreModel } from './score.js';

/** Between the fits on three caches of labelled questions, rounded; see docs/decisions/0021. */
export const PRIOR_SCORE: ScoreModel = {
  weights: [3.5, 4.5, 0.5, 1.5, 0.3],
  intercept: -2.2,
  shifts: [0, 0, 0, 0, 0, 0],
};

/** In logits: stricter than the thresholds that were calibrated for 1 % of look-ups on those caches. */
export const PRIOR_THRESHOLD = PRIOR_LOGIT;
