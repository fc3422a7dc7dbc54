import { rowsOf } from '../vectors/matrix.js';
import { centresOf, scoreError } from '../vectors/scores.js';
import { squaredApart, type Space } from './space.js';

/** Scores held at once while core distances are found, float32. */
const SCORES = 2 ** 20;

/** Squared distance of each point to its k-th nearest, itself the first (n); k is at most n. */
export async function coreDistances(space: Space, k: number): Promise<Float64Array> {
  const { data, squares, kernel, signal } = space;
  const n = data.rows;
  const centres = centresOf(data);
  const side = Math.max(1, Math.min(n, Math.floor(SCORES / n)));
  const scores = new Float32Array(side * n);
  const core = new Float64Array(n);
  for (let from = 0; from < n; from += side) {
    signal?.throwIfAborted();
    const to = Math.min(from + side, n);
    await kernel.score(rowsOf(data, from, to), centres, scores);
    for (let i = from; i < to; i++) {
      const row = scores.subarray((i - from) * n, (i - from + 1) * n);
      const error = scoreError(centres, Math.sqrt(squares[i]!));
      core[i] = kthNearest(space, { i, row, error }, k);
    }
  }
  return core;
}

interface Row {
  i: number;
  /** Scores of all points, n. */
  row: Float32Array;
  error: number;
}

/** Scores rule out; what can be among the k nearest is measured in float64. */
function kthNearest(space: Space, { i, row, error }: Row, k: number): number {
  const limit = kthLeast(row, k) + 2 * error;
  const near: number[] = [];
  let equal = 0;
  for (let j = 0; j < row.length; j++) {
    if (row[j]! > limit) continue; // not where either is NaN: float32 overflowed
    const apart = squaredApart(space, i, j);
    near.push(apart);
    if (apart === 0 && ++equal === k) return 0;
  }
  return Float64Array.from(near).sort()[k - 1]!;
}

function kthLeast(values: Float32Array, k: number): number {
  const least = values.slice(0, k).sort();
  let limit = least[k - 1]!;
  for (let j = k; j < values.length; j++) {
    const value = values[j]!;
    if (value >= limit) continue;
    let at = k - 1;
    for (; at > 0 && least[at - 1]! > value; at--) least[at] = least[at - 1]!;
    least[at] = value;
    limit = least[k - 1]!;
  }
  return limit;
}
