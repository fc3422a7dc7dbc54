import { solvePositive } from '../calibration/cholesky.js';

/** What is known of the reward of one arm: ridge regression on what it was chosen for (d features). */
export interface Arm {
  /** d × d, row-major: ridge · I + Σ x xᵀ. */
  design: Float64Array;
  /** d: Σ reward · x. */
  response: Float64Array;
  /** Rewards it was learnt from. */
  count: number;
}

/** The reward that an arm promises for some features. */
export interface Estimate {
  mean: number;
  /** Standard deviation of the mean for noise of deviation 1; it shrinks with what was learnt. */
  deviation: number;
}

/** An arm of which nothing is known. @param ridge strength of the pull towards no reward, > 0 */
export function newArm(features: number, ridge = 1): Arm {
  const design = new Float64Array(features * features);
  for (let i = 0; i < features; i++) design[i * features + i] = ridge;
  return { design, response: new Float64Array(features), count: 0 };
}

/** The arm with one more reward. The order of rewards does not matter, but for rounding. */
export function learn(arm: Arm, features: readonly number[], reward: number): Arm {
  const d = features.length;
  const design = Float64Array.from(arm.design);
  const response = Float64Array.from(arm.response);
  for (let i = 0; i < d; i++) {
    response[i]! += reward * features[i]!;
    for (let j = 0; j < d; j++) design[i * d + j]! += features[i]! * features[j]!;
  }
  return { design, response, count: arm.count + 1 };
}

/** xᵀ A⁻¹ b and √(xᵀ A⁻¹ x): Li, Chu, Langford & Schapire 2010, algorithm 1. */
export function estimate(arm: Arm, features: readonly number[]): Estimate {
  const solved = solvePositive(arm.design, Float64Array.from(features));
  if (!solved) throw new RangeError('the design of an arm is not positive definite');
  const mean = dot(solved, arm.response);
  return { mean, deviation: Math.sqrt(Math.max(0, dot(solved, features))) };
}

/** Coefficients of the regression (d). */
export function coefficients({ design, response }: Arm): Float64Array {
  const solved = solvePositive(design, Float64Array.from(response));
  if (!solved) throw new RangeError('the design of an arm is not positive definite');
  return solved;
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
