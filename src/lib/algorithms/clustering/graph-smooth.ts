import type { Matrix } from '../vectors/matrix.js';
import { emptyMatrix, rowOf } from '../vectors/matrix.js';
import { meanRow } from '../vectors/dot.js';

/** Weight of a point itself beside that of all its neighbours together. */
const OWN = 0.5;

/** How much two rows have to say to each other, ≥ 0: a factor of the weight of their edge. */
export type Affinity = (from: number, to: number) => number;

/** Cosine of unit rows, 0 where they are at a right angle or turn away: strangers do not pull at each other. */
export function cosineAffinity({ data, cols }: Matrix): Affinity {
  return (from, to) => {
    let cosine = 0;
    for (let j = 0; j < cols; j++) cosine += data[from * cols + j]! * data[to * cols + j]!;
    return Math.max(0, cosine);
  };
}

/** A weighted neighbour of a point. */
interface Edge {
  to: number;
  weight: number;
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
 * nearest-neighbour graph that pulls what shares neighbours together and leaves what does not apart. Weights
 * fall linearly with rank; an edge counts from both of its ends.
 * @param neighbours n × count, nearest first
 */
export function smoothed(
  data: Matrix,
  neighbours: Int32Array,
  steps: number,
  affinity: Affinity = () => 1,
): Matrix {
  const edges = edgesOf(neighbours, data.rows, affinity);
  let now = data;
  for (let step = 0; step < steps; step++) {
    const next = emptyMatrix(data.rows, data.cols);
    edges.forEach((list, i) => setDirection(rowOf(next, i), pulled(now, i, list)));
    now = next;
  }
  return now;
}

function edgesOf(neighbours: Int32Array, rows: number, affinity: Affinity): Edge[][] {
  const edges: Edge[][] = Array.from({ length: rows }, () => []);
  const count = rows === 0 ? 0 : neighbours.length / rows;
  neighbours.forEach((to, at) => {
    const from = Math.floor(at / count);
    const weight = (1 - (at % count) / count) * affinity(from, to);
    if (weight === 0) return;
    edges[from]!.push({ to, weight });
    edges[to]!.push({ to: from, weight });
  });
  return edges;
}

function pulled(data: Matrix, i: number, edges: readonly Edge[]): Float64Array {
  const total = edges.reduce((sum, { weight }) => sum + weight, 0);
  const sum = Float64Array.from(rowOf(data, i), (value) => OWN * value);
  for (const { to, weight } of edges) {
    const at = to * data.cols;
    for (let j = 0; j < sum.length; j++) sum[j]! += (weight / total) * data.data[at + j]!;
  }
  return sum;
}

function setDirection(target: Float32Array, vector: Float64Array): void {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  if (length > 0) vector.forEach((value, j) => (target[j] = value / length));
}
