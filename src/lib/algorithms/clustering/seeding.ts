import type { Matrix } from '../vectors/matrix.js';
import { rowOf } from '../vectors/matrix.js';
import { squaredDistance } from '../vectors/dot.js';

/**
 * Start centres by k-means++ (Arthur & Vassilvitskii 2007) in its greedy form: of 2 + ⌊ln k⌋ candidates
 * drawn with probability ∝ squared distance to the nearest centre, the one that lowers the sum most.
 * `first` centres (k′ × d) are kept and added to. Fewer than k come back when every row is a centre already.
 * @returns k × d
 */
export function plusPlus(data: Matrix, k: number, random: () => number, first?: Matrix): Matrix {
  const trials = 2 + Math.floor(Math.log(k));
  const chosen = first ? rowsOf(first) : [rowOf(data, Math.floor(random() * data.rows))];
  let nearest = new Float64Array(data.rows).fill(Infinity);
  for (const centre of chosen) nearest = nearer(data, centre, nearest);
  while (chosen.length < k) {
    const total = sumOf(nearest);
    if (!(total > 0)) break;
    let best: { row: number; nearest: Float64Array<ArrayBuffer>; sum: number } | null = null;
    for (let trial = 0; trial < trials; trial++) {
      const row = draw(nearest, random() * total);
      const candidate = nearer(data, rowOf(data, row), nearest);
      const sum = sumOf(candidate);
      if (best === null || sum < best.sum) best = { row, nearest: candidate, sum };
    }
    if (best === null) break;
    chosen.push(rowOf(data, best.row));
    nearest = best.nearest;
  }
  const centres = new Float32Array(chosen.length * data.cols);
  chosen.forEach((row, at) => centres.set(row, at * data.cols));
  return { data: centres, rows: chosen.length, cols: data.cols };
}

function rowsOf(matrix: Matrix): Float32Array[] {
  return Array.from({ length: matrix.rows }, (_, i) => rowOf(matrix, i));
}

function nearer(data: Matrix, centre: Float32Array, nearest: Float64Array) {
  return Float64Array.from(nearest, (known, i) =>
    Math.min(known, squaredDistance(rowOf(data, i), centre)),
  );
}

function sumOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}

/** The first row at which the running sum of weights passes `at`; never one of weight 0. */
function draw(weights: Float64Array, at: number): number {
  let sum = 0;
  let last = 0;
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i] as number;
    if (weight === 0) continue;
    sum += weight;
    last = i;
    if (sum > at) return i;
  }
  return last;
}
