import { solvePositive } from './cholesky.js';
import { sigmoid } from './logistic.js';
import type { Outcome } from './shift.js';

const MOST_STEPS = 50;
const TOLERANCE = 1e-7;

/**
 * What to add to the logits of outcomes, as a function of where they lie: f = K α that minimises Σ weight ·
 * log-loss(logit + f) + ½ αᵀ K α, the mode of a Gaussian process with that covariance. Newton's method on the dual
 * (Rasmussen & Williams 2006, "Gaussian processes for machine learning", algorithm 3.1) with halved steps; K need not
 * be of full rank. At any other point f is the sum of its kernel with each of the n, times α.
 * @param kernel K, n × n, row-major, symmetric, positive semidefinite
 * @returns α, n
 */
export function kernelLogistic(outcomes: readonly Outcome[], kernel: Float64Array): Float64Array {
  let at = stateOf(outcomes, kernel, new Float64Array(outcomes.length));
  for (let step = 0; step < MOST_STEPS; step++) {
    const goal = newtonStep(outcomes, kernel, at.field);
    const next = goal && descend(outcomes, kernel, at, goal);
    if (!next) break;
    const gain = at.loss - next.loss;
    at = next;
    if (gain <= TOLERANCE * at.loss) break;
  }
  return at.alpha;
}

interface State {
  alpha: Float64Array;
  /** K α */
  field: Float64Array;
  loss: number;
}

function stateOf(
  outcomes: readonly Outcome[],
  kernel: Float64Array,
  alpha: Float64Array,
  field = product(kernel, alpha),
): State {
  let loss = 0;
  outcomes.forEach(({ logit, right, weight = 1 }, i) => {
    const margin = (right ? 1 : -1) * (logit + field[i]!);
    // log(1 + e^−m), without overflow
    loss += weight * (Math.max(0, -margin) + Math.log1p(Math.exp(-Math.abs(margin))));
    loss += (alpha[i]! * field[i]!) / 2;
  });
  return { alpha, field, loss };
}

/** The α that Newton's method goes to; null where a number is broken. */
function newtonStep(outcomes: readonly Outcome[], kernel: Float64Array, field: Float64Array) {
  const n = outcomes.length;
  const roots = new Float64Array(n);
  const pull = new Float64Array(n);
  outcomes.forEach(({ logit, right, weight = 1 }, i) => {
    const p = sigmoid(logit + field[i]!);
    const curve = weight * p * (1 - p);
    roots[i] = Math.sqrt(curve);
    pull[i] = curve * field[i]! + weight * ((right ? 1 : 0) - p);
  });
  const system = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) system[i * n + j] = roots[i]! * kernel[i * n + j]! * roots[j]!;
    system[i * n + i]! += 1;
  }
  const sides = product(kernel, pull).map((value, i) => roots[i]! * value);
  const solved = solvePositive(system, sides);
  return solved && pull.map((value, i) => value - roots[i]! * solved[i]!);
}

function descend(
  outcomes: readonly Outcome[],
  kernel: Float64Array,
  from: State,
  goal: Float64Array,
): State | null {
  const reached = product(kernel, goal);
  for (let share = 1; share > 1e-6; share /= 2) {
    const between = (a: Float64Array, b: Float64Array) =>
      a.map((value, i) => value + share * (b[i]! - value));
    const alpha = between(from.alpha, goal);
    const state = stateOf(outcomes, kernel, alpha, between(from.field, reached));
    if (state.loss < from.loss) return state;
  }
  return null;
}

function product(matrix: Float64Array, vector: Float64Array): Float64Array {
  const n = vector.length;
  return vector.map((_, i) => {
    let sum = 0;
    for (let j = 0; j < n; j++) sum += matrix[i * n + j]! * vector[j]!;
    return sum;
  });
}
