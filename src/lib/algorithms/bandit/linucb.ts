import type { Estimate } from './arm.js';

/** Upper confidence bound of each option: Li, Chu, Langford & Schapire 2010, algorithm 1 (disjoint). */
export const upperBounds = (estimates: readonly Estimate[], alpha: number): number[] =>
  estimates.map(({ mean, deviation }) => mean + alpha * deviation);

/** The share of each option: all for the greatest upper bound, or equal parts for those that tie. */
export function linUcb(estimates: readonly Estimate[], alpha: number): number[] {
  const bounds = upperBounds(estimates, alpha);
  const most = Math.max(...bounds);
  const ties = bounds.filter((bound) => bound === most).length;
  return bounds.map((bound) => (bound === most ? 1 / ties : 0));
}
