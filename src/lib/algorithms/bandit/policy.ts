import type { Estimate } from './arm.js';
import { linUcb } from './linucb.js';
import { thompson } from './thompson.js';

/**
 * Chooses between options by what their arms promise. Arms are disjoint: what is learnt of one says nothing of another,
 * so that no two options may share an arm.
 */
export interface Policy {
  readonly name: PolicyName;
  /** Probability of each option: all above 0, together 1. Throws RangeError when there is none. */
  propensities(estimates: readonly Estimate[]): number[];
}

export const POLICIES = ['linucb', 'thompson', 'uniform'] as const;
export type PolicyName = (typeof POLICIES)[number];

export interface PolicyOptions {
  /** How much uncertainty counts: deviations added (LinUCB), or scale of the draws (Thompson). */
  alpha: number;
  /** Share of choices that are made by lot, 0…1, above 0: no option's probability is below its part of it. */
  explore: number;
}

export function policyOf(name: PolicyName, { alpha, explore }: PolicyOptions): Policy {
  const greedy = {
    linucb: (estimates: readonly Estimate[]) => linUcb(estimates, alpha),
    thompson: (estimates: readonly Estimate[]) => thompson(estimates, alpha),
    uniform: (estimates: readonly Estimate[]) => estimates.map(() => 1 / estimates.length),
  }[name];
  return { name, propensities: (estimates) => explored(greedy(estimates), explore) };
}

/** Mixed with the lot, and brought to a sum of 1. */
function explored(shares: readonly number[], explore: number): number[] {
  if (shares.length === 0) throw new RangeError('there is no option');
  if (!(explore > 0 && explore <= 1)) throw new RangeError('explore must be above 0, at most 1');
  const mixed = shares.map((share) => (1 - explore) * share + explore / shares.length);
  const sum = mixed.reduce((a, b) => a + b, 0);
  return mixed.map((share) => share / sum);
}

/** The option that a uniform number in [0, 1) stands for. */
export function drawn(propensities: readonly number[], uniform: number): number {
  let below = 0;
  for (const [at, propensity] of propensities.entries()) {
    below += propensity;
    if (uniform < below) return at;
  }
  return propensities.length - 1;
}
