import type { Matrix } from '../vectors/matrix.js';
import { emptyMatrix, rowOf } from '../vectors/matrix.js';
import { meanRow } from '../vectors/dot.js';
import type { Affinity, Edges } from './graph-edges.js';

/** Weight of a point itself beside that of all its neighbours together. */
const OWN = 0.5;

/** Cosine of unit rows, 0 where they are at a right angle or turn away: strangers do not pull at each other. */
export function cosineAffinity({ data, cols }: Matrix): Affinity {
  return (from, to) => {
    let cosine = 0;
    for (let j = 0; j < cols; j++) cosine += data[from * cols + j]! * data[to * cols + j]!;
    return Math.max(0, cosine);
  };
}

/**
 * Directions from the mean of all rows, or from a share of it, unit length; zero for a row at that point.
 * @param share 0…1: below 1 where there are too few rows to tell a common mean from one topic
 */
export function centred(data: Matrix, share = 1): Matrix {
  const mean = meanRow(data).map((value) => value * share);
  const out = emptyMatrix(data.rows, data.cols);
  for (let i = 0; i < data.rows; i++) {
    const row = rowOf(data, i);
    setDirection(
      rowOf(out, i),
      Float64Array.from(row, (value, j) => value - mean[j]!),
    );
  }
  return out;
}

/**
 * Moves each vector towards the weighted mean of its neighbours, `steps` times: a diffusion on the
 * nearest-neighbour graph that pulls what shares neighbours together and leaves what does not apart.
 */
export function smoothed(data: Matrix, edges: Edges, steps: number): Matrix {
  let now = data;
  for (let step = 0; step < steps; step++) {
    const next = emptyMatrix(data.rows, data.cols);
    for (let i = 0; i < data.rows; i++) setDirection(rowOf(next, i), pulled(now, i, edges));
    now = next;
  }
  return now;
}

function pulled(data: Matrix, i: number, { offsets, to, weights }: Edges): Float64Array {
  const [from, end] = [offsets[i]!, offsets[i + 1]!];
  let total = 0;
  for (let at = from; at < end; at++) total += weights[at]!;
  const sum = new Float64Array(data.cols);
  for (let j = 0, own = i * data.cols; j < sum.length; j++) sum[j] = OWN * data.data[own + j]!;
  for (let at = from; at < end; at++) {
    const share = weights[at]! / total;
    const row = to[at]! * data.cols;
    for (let j = 0; j < sum.length; j++) sum[j]! += share * data.data[row + j]!;
  }
  return sum;
}

function setDirection(target: Float32Array, vector: Float64Array): void {
  let square = 0;
  for (let j = 0; j < vector.length; j++) square += vector[j]! * vector[j]!;
  const length = Math.sqrt(square);
  if (length > 0) for (let j = 0; j < vector.length; j++) target[j] = vector[j]! / length;
}
