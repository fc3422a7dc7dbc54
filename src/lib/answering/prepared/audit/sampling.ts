import { hashParts } from '../../../algorithms/text/hashing.js';
import type { Decision } from '../lookup/decide.js';

/**
 * Logits below the threshold down to which a miss is a near one. All thresholds that labels chose for 1 % of
 * look-ups lie less than that below the conservative default (docs/decisions/0029).
 */
export const NEAR_LOGITS = 3;

/**
 * Where a look-up falls among all that could be, 0…1: it is drawn at every rate above that. It hangs on the id alone,
 * so a sample can be drawn again, and the one at a lower rate is a part of the one at a higher rate.
 */
export function lotOf(lookupId: string): number {
  return parseInt(hashParts(['audit', lookupId]).slice(0, 12), 16) / 2 ** 48;
}

/** Hits, and misses that were nearly hits: for want of a little score, or for a veto alone. */
export function isAuditable({ outcome, candidate, score, threshold }: Decision): boolean {
  if (candidate === null) return false;
  return outcome !== 'miss' || isNear(score, threshold);
}

/** Whether a score, 0…1, is so little below a threshold that a miss is a near one. */
export function isNear(score: number, threshold: number): boolean {
  return logit(threshold) - logit(score) <= NEAR_LOGITS;
}

/** ln(p ÷ (1 − p)); infinite at 0 and 1, and at what is above. */
export function logit(p: number): number {
  if (p >= 1) return Infinity;
  return Math.log(p / (1 - p));
}
