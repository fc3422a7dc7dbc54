import type { Matrix } from './matrix.js';
import { rowOf } from './matrix.js';

/** Inner product of two vectors of equal length, summed in float64 from the first dimension to the last. */
export function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += (a[j] as number) * (b[j] as number);
  return sum;
}

/** Squared Euclidean distance, summed in float64 from the first dimension to the last. */
export function squaredDistance(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) {
    const difference = (a[j] as number) - (b[j] as number);
    sum += difference * difference;
  }
  return sum;
}

/** Euclidean length. */
export function norm(a: Float32Array): number {
  return Math.sqrt(dot(a, a));
}

/** Cosine of the angle, −1…1; 0 when either vector is zero. */
export function cosine(a: Float32Array, b: Float32Array): number {
  const lengths = norm(a) * norm(b);
  return lengths === 0 ? 0 : Math.max(-1, Math.min(1, dot(a, b) / lengths));
}

/** The vector at unit length, as a copy; a zero vector stays zero. */
export function normalise(a: Float32Array): Float32Array {
  const length = norm(a);
  return length === 0 ? a.slice() : a.map((value) => value / length);
}

/** Mean of the rows (d), float64 sums in the order of the rows; NaN for a matrix without rows. */
export function meanRow(matrix: Matrix): Float32Array {
  const sums = new Float64Array(matrix.cols);
  for (let i = 0; i < matrix.rows; i++) {
    const row = rowOf(matrix, i);
    for (let j = 0; j < row.length; j++) sums[j] = (sums[j] as number) + (row[j] as number);
  }
  return Float32Array.from(sums, (sum) => sum / matrix.rows);
}
