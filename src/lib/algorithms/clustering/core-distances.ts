import { rowsOf } from '../vectors/matrix.js';
import { centresOf, scoreError, type Centres } from '../vectors/scores.js';
import { NearestSoFar } from './nearest-so-far.js';
import { squaredApart, type Space } from './space.js';

/** Vectors on each side of a tile of products. */
const TILE = 512;
/** Scores of points against all others held at once, float32. */
const SCORES = 2 ** 20;
/** Candidates that all points together may remember while tiles are gone through. */
const REMEMBERED = 2 ** 21;

export interface CoreDistances {
  /** Squared distance of each point to its k-th nearest, itself the first, n. */
  squared: Float64Array;
  /** Points that are about as near to a point as its k-th nearest; none where they were not kept. */
  near: (point: number) => Int32Array;
}

/** Core distances of n points; k is at most n. */
export async function coreDistances(space: Space, k: number): Promise<CoreDistances> {
  const { rows } = space.data;
  const squared = new Float64Array(rows).fill(NaN);
  const centres = centresOf(space.data);
  let near: CoreDistances['near'] = () => new Int32Array(0);
  if (rows * NearestSoFar.room(k) <= REMEMBERED) {
    const nearest = await halfOfPairs(space, centres, k);
    near = (point) => nearest.candidates(point);
    for (let i = 0; i < rows; i++) squared[i] = kthOf(space, i, near(i), k);
  }
  await fromRows(space, centres, k, squared);
  return { squared, near };
}

/** Half of the products: a score serves both of its points. */
async function halfOfPairs(space: Space, centres: Centres, k: number): Promise<NearestSoFar> {
  const { data, kernel, signal } = space;
  const nearest = new NearestSoFar(data.rows, k, scoreError(centres, centres.longest));
  const scores = new Float32Array(Math.min(TILE, data.rows) ** 2);
  for (let top = 0; top < data.rows; top += TILE) {
    const tile = { top, bottom: Math.min(top + TILE, data.rows), left: 0, right: 0 };
    for (let left = top; left < data.rows; left += TILE) {
      signal?.throwIfAborted();
      [tile.left, tile.right] = [left, Math.min(left + TILE, data.rows)];
      const block = rowsOf(data, tile.top, tile.bottom);
      await kernel.score(block, part(centres, tile.left, tile.right), scores);
      offerPairs(space, nearest, tile, scores);
    }
  }
  nearest.finish();
  return nearest;
}

interface Tile {
  top: number;
  bottom: number;
  left: number;
  right: number;
}

/** Every pair of a tile once, a point with itself included. */
function offerPairs(
  { squares }: Space,
  nearest: NearestSoFar,
  { top, bottom, left, right }: Tile,
  scores: Float32Array,
): void {
  const { limits } = nearest;
  for (let i = top; i < bottom; i++) {
    const half = squares[i]! / 2;
    const start = (i - top) * (right - left) - left;
    if (top === left && limits[i]! >= 0) nearest.offer(i, i, 0);
    for (let j = Math.max(i + 1, left); j < right; j++) {
      const apart = scores[start + j]! + half;
      // Not `<=`: what overflowed to NaN is ruled out by nothing.
      if (!(apart > limits[i]!)) nearest.offer(i, j, apart);
      if (!(apart > limits[j]!)) nearest.offer(j, i, apart);
    }
  }
}

/** All products of the points whose distance is not known yet. */
async function fromRows(
  space: Space,
  centres: Centres,
  k: number,
  core: Float64Array,
): Promise<void> {
  const { data, squares, kernel, signal } = space;
  const n = data.rows;
  const side = Math.max(1, Math.min(n, Math.floor(SCORES / n)));
  let scores = new Float32Array(0);
  for (let from = 0; from < n; from += side) {
    signal?.throwIfAborted();
    const to = Math.min(from + side, n);
    if (!core.subarray(from, to).some(Number.isNaN)) continue;
    if (scores.length === 0) scores = new Float32Array(side * n);
    await kernel.score(rowsOf(data, from, to), centres, scores);
    for (let i = from; i < to; i++) {
      if (!Number.isNaN(core[i]!)) continue;
      const row = scores.subarray((i - from) * n, (i - from + 1) * n);
      const limit = kthLeast(row, k) + 2 * scoreError(centres, Math.sqrt(squares[i]!));
      const near = [...row.keys()].filter((j) => !(row[j]! > limit));
      core[i] = kthOf(space, i, near, k);
    }
  }
}

/** The k-th least distance to `near`, in float64; NaN when there are not so many. */
function kthOf(space: Space, i: number, near: ArrayLike<number>, k: number): number {
  const apart = new Float64Array(near.length);
  let equal = 0;
  for (let at = 0; at < near.length; at++) {
    apart[at] = squaredApart(space, i, near[at]!);
    if (apart[at] === 0 && ++equal === k) return 0;
  }
  return apart.sort()[k - 1] ?? NaN;
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

function part(centres: Centres, from: number, to: number): Centres {
  const { half, longest } = centres;
  return { ...rowsOf(centres, from, to), half: half.subarray(from, to), longest };
}
