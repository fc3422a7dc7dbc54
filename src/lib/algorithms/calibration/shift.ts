import { sigmoid } from './logistic.js';

export interface Outcome {
  /** What is known of its log-odds already. */
  logit: number;
  right: boolean;
  /** Default 1. */
  weight?: number;
}

const MOST_STEPS = 60;
const TOLERANCE = 1e-9;

/**
 * What to add to the logits of all outcomes: minimum over u of Σ weight · log-loss(logit + u) + ½ ridge · u², a random
 * intercept drawn to 0 (Gelman & Hill 2007, §14). Newton's method kept in a bracket (rtsafe: Press et al., Numerical
 * Recipes, §9.4): where a step would leave it, or the slope does not halve, the bracket is halved. 0 without outcomes.
 * @param ridge > 0
 */
export function fitShift(outcomes: readonly Outcome[], ridge: number): number {
  // At the minimum |u| = |Σ weight · error| / ridge, and no error is above 1.
  const reach = outcomes.reduce((sum, { weight = 1 }) => sum + weight, 0) / ridge;
  let [low, high, at, last] = [-reach, reach, 0, Infinity];
  for (let step = 0; step < MOST_STEPS; step++) {
    const { slope, curve } = derivatives(outcomes, ridge, at);
    if (slope > 0) high = at;
    else low = at;
    const next = at - slope / curve;
    // On the flat side of a sigmoid Newton's steps can go to and fro for ever.
    const newton = next >= low && next <= high && Math.abs(slope) <= last / 2;
    const moved = newton ? next : (low + high) / 2;
    if (Math.abs(moved - at) <= TOLERANCE) return moved;
    [at, last] = [moved, Math.abs(slope)];
  }
  return at;
}

function derivatives(outcomes: readonly Outcome[], ridge: number, at: number) {
  let [slope, curve] = [ridge * at, ridge];
  for (const { logit, right, weight = 1 } of outcomes) {
    const p = sigmoid(logit + at);
    slope += weight * (p - (right ? 1 : 0));
    curve += weight * p * (1 - p);
  }
  return { slope, curve };
}
