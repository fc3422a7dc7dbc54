import { GibseyError } from '../../domain/errors.js';
import { distancesByLabel } from './labelled.js';
import type { Matrix } from './matrix.js';
import { rowOf } from './matrix.js';

/** Inner product of two vectors of equal length: float64, four running sums in an order that never varies. */
export function dot(a: Float32Array, b: Float32Array): number {
  return dotAt(a, 0, b, 0, a.length);
}

/** `dot` of the d numbers at `i` in `a` and at `j` in `b`. */
export function dotAt(a: Float32Array, i: number, b: Float32Array, j: number, d: number): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let at = 0;
  for (; at + 3 < d; at += 4) {
    s0 += a[i + at]! * b[j + at]!;
    s1 += a[i + at + 1]! * b[j + at + 1]!;
    s2 += a[i + at + 2]! * b[j + at + 2]!;
    s3 += a[i + at + 3]! * b[j + at + 3]!;
  }
  for (; at < d; at++) s0 += a[i + at]! * b[j + at]!;
  return s0 + s1 + (s2 + s3);
}

/** Squared Euclidean distance: float64, four running sums in an order that never varies. */
export function squaredDistance(a: Float32Array, b: Float32Array): number {
  return squaredDistanceAt(a, 0, b, 0, a.length);
}

/** `squaredDistance` of the d numbers at `i` in `a` and at `j` in `b`. */
export function squaredDistanceAt(
  a: Float32Array,
  i: number,
  b: Float32Array,
  j: number,
  d: number,
): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let at = 0;
  for (; at + 3 < d; at += 4) {
    const e0 = a[i + at]! - b[j + at]!;
    const e1 = a[i + at + 1]! - b[j + at + 1]!;
    const e2 = a[i + at + 2]! - b[j + at + 2]!;
    const e3 = a[i + at + 3]! - b[j + at + 3]!;
    s0 += e0 * e0;
    s1 += e1 * e1;
    s2 += e2 * e2;
    s3 += e3 * e3;
  }
  for (; at < d; at++) s0 += (a[i + at]! - b[j + at]!) ** 2;
  return s0 + s1 + (s2 + s3);
}

/** Euclidean length. */
export function norm(a: Float32Array): number {
  return Math.sqrt(dot(a, a));
}

/**
 * Squared Euclidean length of each row (n).
 * @throws VECTOR_INVALID naming the first row that holds NaN or an infinity.
 */
export function squaredNorms(matrix: Matrix): Float64Array {
  const { rows, cols } = matrix;
  const origin = { data: new Float32Array(cols), rows: 1, cols };
  const squares = distancesByLabel(matrix, new Int32Array(rows), origin);
  const bad = squares.findIndex((square) => !Number.isFinite(square));
  if (bad === -1) return squares;
  throw new GibseyError('VECTOR_INVALID', `Vector ${bad} holds a value that is not a number.`);
}

/** Cosine of the angle, −1…1; 0 when either vector is zero. */
export function cosine(a: Float32Array, b: Float32Array): number {
  const lengths = norm(a) * norm(b);
  return lengths === 0 ? 0 : Math.max(-1, Math.min(1, dot(a, b) / lengths));
}

/** Mean of the rows (d), float64 sums in the order of the rows; NaN for a matrix without rows. */
export function meanRow(matrix: Matrix): Float32Array {
  const sums = new Float64Array(matrix.cols);
  for (let i = 0; i < matrix.rows; i++) {
    const row = rowOf(matrix, i);
    for (let j = 0; j < row.length; j++) sums[j]! += row[j]!;
  }
  return Float32Array.from(sums, (sum) => sum / matrix.rows);
}
