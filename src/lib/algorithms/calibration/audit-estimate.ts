import { lowerBound, upperBound } from './binomial.js';

/** One of a sample that each was drawn for with its own probability. */
export interface Drawn {
  wrong: boolean;
  /** Probability that it was drawn with, 0…1. */
  propensity: number;
}

/** A share of wrong ones, with one-sided limits. */
export interface ShareEstimate {
  /** Drawn ones that it is estimated from. */
  n: number;
  /** Null while there is none. */
  share: number | null;
  lower: number;
  upper: number;
}

/**
 * Share of wrong ones in the population that the sample was drawn from: each counts by the inverse of its propensity
 * (Hájek's estimator). The limits are exact binomial ones for the size of an evenly drawn sample that would be as
 * precise, n_eff = (Σw)² ÷ Σw² (Korn & Graubard 1998, "Confidence intervals for proportions with small expected
 * number of positive counts estimated from survey data"), with counts rounded to the safe side.
 * @param delta Chance that a limit is passed, each, e.g. 0.05.
 */
export function estimateShare(sample: readonly Drawn[], delta: number): ShareEstimate {
  if (sample.length === 0) return { n: 0, share: null, lower: 0, upper: 1 };
  const weights = sample.map(({ propensity }) => 1 / propensity);
  const total = sum(weights);
  const wrong = sum(weights.filter((_, i) => sample[i]!.wrong));
  const size = total ** 2 / sum(weights.map((weight) => weight ** 2));
  const share = wrong / total;
  const count = share * size;
  return {
    n: sample.length,
    share,
    lower: lowerBound(Math.floor(count + SLACK), Math.ceil(size - SLACK), delta),
    upper: upperBound(Math.ceil(count - SLACK), Math.floor(size + SLACK), delta),
  };
}

/** Of sums of floating-point numbers that should be whole. */
const SLACK = 1e-6;

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

/**
 * The true share, when whoever looked called a wrong one right at the rate `falseAccepts`: what was called wrong is
 * what is left of it. At most 1.
 */
export function corrected(share: number, falseAccepts: number): number {
  return Math.min(1, share / (1 - falseAccepts));
}

/** Whether a sample of that size could show that the share is at most alpha: none of it being wrong would. */
export function couldShow(n: number, alpha: number, delta: number): boolean {
  return n > 0 && upperBound(0, n, delta) <= alpha;
}
