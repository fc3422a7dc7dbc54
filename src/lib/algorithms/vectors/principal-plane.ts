import { seededRandom } from '../random.js';
import { dot } from './dot.js';

/** The two directions in which weighted points differ most, and where their mean lies. */
export interface Plane {
  mean: Float32Array;
  /** Unit length and at right angles; zeros where the points do not differ in so many directions. */
  axes: readonly [Float32Array, Float32Array];
}

const ROUNDS = 100;
/** Shares of the scatter below this are rounding. */
const NOTHING = 1e-6;

/**
 * First two principal components by power iteration with deflation (Golub & Van Loan, §8.2), without the matrix of
 * covariances: O(rounds · n · d). The same points give the same plane.
 */
export function principalPlane(points: readonly Float32Array[], weights: ArrayLike<number>): Plane {
  const mean = weightedMean(points, weights);
  const centred = points.map((point, i) => {
    const root = Math.sqrt(weights[i]!);
    return point.map((value, at) => (value - mean[at]!) * root);
  });
  const scatter = centred.reduce((sum, row) => sum + dot(row, row), 0);
  const first = component(centred, scatter, []);
  return { mean, axes: [first, component(centred, scatter, [first])] };
}

/** Where a point falls on the plane. */
export const projected = ({ mean, axes }: Plane, point: Float32Array): [number, number] => [
  dot(point, axes[0]) - dot(mean, axes[0]),
  dot(point, axes[1]) - dot(mean, axes[1]),
];

function component(
  rows: readonly Float32Array[],
  scatter: number,
  before: readonly Float32Array[],
): Float32Array {
  const size = rows[0]?.length ?? 0;
  const random = seededRandom(1 + before.length);
  let axis = Float32Array.from({ length: size }, () => random() - 0.5);
  let length = normalised(apart(axis, before));
  for (let round = 0; round < ROUNDS; round++) {
    const next = new Float32Array(size);
    for (const row of rows) add(next, row, dot(row, axis));
    length = normalised(apart(next, before));
    axis = next;
  }
  return length > NOTHING * scatter ? axis : new Float32Array(size);
}

/** Takes out what lies along axes that are there already. */
function apart(vector: Float32Array, axes: readonly Float32Array[]): Float32Array {
  for (const axis of axes) add(vector, axis, -dot(vector, axis));
  return vector;
}

/** To unit length, in place. @returns its length before */
function normalised(vector: Float32Array): number {
  const length = Math.sqrt(dot(vector, vector));
  if (length > 0) for (let at = 0; at < vector.length; at++) vector[at]! /= length;
  return length;
}

function add(into: Float32Array, vector: Float32Array, times: number): void {
  for (let at = 0; at < into.length; at++) into[at]! += vector[at]! * times;
}

function weightedMean(points: readonly Float32Array[], weights: ArrayLike<number>): Float32Array {
  const mean = new Float32Array(points[0]?.length ?? 0);
  const total = points.reduce((sum, _, i) => sum + weights[i]!, 0);
  points.forEach((point, i) => add(mean, point, weights[i]! / (total || 1)));
  return mean;
}
