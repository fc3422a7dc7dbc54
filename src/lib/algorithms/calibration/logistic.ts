import { solvePositive } from './cholesky.js';

export interface LogisticOptions {
  /** Weight of each row; default 1. */
  weights?: readonly number[];
  /** Coefficients that the fit is drawn to where rows say little; default 0. */
  prior?: readonly number[];
  /** Strength of that pull on each coefficient, > 0 where rows may not determine it. */
  ridge: readonly number[];
}

const MOST_STEPS = 100;
const TOLERANCE = 1e-10;

/**
 * Coefficients (d) of P(label) = σ(row · coefficients), rows n × d with a column of ones where an intercept is
 * wanted: minimum of Σ weight · log-loss + ½ Σ ridge · (coefficient − prior)², by Newton's method (iteratively
 * reweighted least squares) with halved steps. Deterministic.
 */
export function fitLogistic(
  rows: readonly (readonly number[])[],
  labels: readonly boolean[],
  { weights, prior, ridge }: LogisticOptions,
): number[] {
  const problem = { rows, labels, weights, prior: prior ?? ridge.map(() => 0), ridge };
  let at = [...problem.prior];
  let loss = lossAt(problem, at);
  for (let step = 0; step < MOST_STEPS; step++) {
    const move = newtonStep(problem, at);
    const next = move && descend(problem, at, loss, move);
    if (!next) break;
    const gain = loss - next.loss;
    ({ at, loss } = next);
    if (gain <= TOLERANCE * Math.abs(loss)) break;
  }
  return at;
}

/** σ(x), without overflow. */
export function sigmoid(x: number): number {
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const e = Math.exp(x);
  return e / (1 + e);
}

interface Problem {
  rows: readonly (readonly number[])[];
  labels: readonly boolean[];
  weights: readonly number[] | undefined;
  prior: readonly number[];
  ridge: readonly number[];
}

function newtonStep({ rows, labels, weights, prior, ridge }: Problem, at: readonly number[]) {
  const d = at.length;
  const hessian = new Float64Array(d * d);
  const gradient = Float64Array.from(at, (value, j) => ridge[j]! * (value - prior[j]!));
  at.forEach((_, j) => (hessian[j * d + j] = ridge[j]!));
  rows.forEach((row, i) => {
    const p = sigmoid(product(row, at));
    const weight = weights?.[i] ?? 1;
    const error = weight * (p - (labels[i] ? 1 : 0));
    const curve = weight * p * (1 - p);
    for (let j = 0; j < d; j++) {
      gradient[j]! += error * row[j]!;
      for (let k = 0; k <= j; k++) hessian[j * d + k]! += curve * row[j]! * row[k]!;
    }
  });
  return solvePositive(hessian, gradient);
}

function descend(problem: Problem, from: readonly number[], loss: number, move: Float64Array) {
  for (let share = 1; share > 1e-6; share /= 2) {
    const at = from.map((value, j) => value - share * move[j]!);
    const reached = lossAt(problem, at);
    if (reached < loss) return { at, loss: reached };
  }
  return null;
}

function lossAt({ rows, labels, weights, prior, ridge }: Problem, at: readonly number[]): number {
  let sum = 0;
  at.forEach((value, j) => (sum += (ridge[j]! * (value - prior[j]!) ** 2) / 2));
  rows.forEach((row, i) => {
    const margin = (labels[i] ? 1 : -1) * product(row, at);
    // log(1 + e^−m), without overflow
    sum += (weights?.[i] ?? 1) * (Math.max(0, -margin) + Math.log1p(Math.exp(-Math.abs(margin))));
  });
  return sum;
}

function product(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j]! * b[j]!;
  return sum;
}
