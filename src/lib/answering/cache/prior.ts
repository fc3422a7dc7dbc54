import type { ScoreModel } from './score.js';

/** Fitted on the stored questions of an open set of bank customers' questions; see docs/decisions/0021. */
export const PRIOR_SCORE: ScoreModel = {
  weights: [3.5, 4.5, 0.5, 1.5, 0.3],
  intercept: -2.2,
  shifts: [0, 0, 0, 0, 0, 0],
};

/** In logits: stricter than any threshold that was calibrated in the trials. */
export const PRIOR_THRESHOLD = 5;
