import { squaredDistanceAt } from '../vectors/dot.js';
import { gather, rowsOf, type Matrix } from '../vectors/matrix.js';
import { centresOf, scoreError, type Centres } from '../vectors/scores.js';
import { BLOCK, scoreBlock, type Points } from './points.js';

/** Rows scored at once: candidates are few, so that a product of one BLOCK takes less than calling for it. */
const ROWS = 8 * BLOCK;

export interface SeedingOptions {
  k: number;
  random: () => number;
  /** k′ × d centres that are kept and added to. */
  first?: Matrix | undefined;
  signal?: AbortSignal | undefined;
}

/** The rows that come nearer to a centre when a candidate is added, and by how much in all. */
interface Gain {
  rows: number[];
  /** Their squared distances to the candidate. */
  distances: number[];
  total: number;
}

/**
 * Start centres by k-means++ (Arthur & Vassilvitskii 2007) in its greedy form, as in scikit-learn: of
 * 2 + ⌊ln k⌋ candidates drawn with probability ∝ squared distance to the nearest centre, the one that lowers
 * the sum of those distances most. Fewer than k come back when every vector is a centre already. Float32
 * scores only rule out rows that a candidate cannot serve; the distances are float64.
 * @returns k × d
 */
export async function plusPlus(points: Points, options: SeedingOptions): Promise<Matrix> {
  const { k, random, first } = options;
  const { data } = points;
  if (first && first.rows >= k) return first;
  const trials = 2 + Math.floor(Math.log(k));
  const nearest = new Float64Array(data.rows).fill(Infinity);
  const start = first ?? gather(data, [Math.floor(random() * data.rows)]);
  for (let c = 0; c < start.rows; c++) nearer(data, start, c, nearest);
  const chosen: number[] = [];
  while (start.rows + chosen.length < k) {
    options.signal?.throwIfAborted();
    const total = nearest.reduce((sum, distance) => sum + distance, 0);
    if (total === 0) break;
    const drawn = Array.from({ length: trials }, () => random() * total);
    const candidates = draw(nearest, drawn);
    const gains = await gainsOf(points, centresOf(gather(data, candidates)), nearest);
    const best = gains.reduce((a, gain, at) => (gain.total > gains[a]!.total ? at : a), 0);
    const { rows, distances } = gains[best]!;
    rows.forEach((row, at) => (nearest[row] = distances[at]!));
    chosen.push(candidates[best]!);
  }
  return stack(start, gather(data, chosen));
}

function nearer(data: Matrix, centres: Matrix, c: number, nearest: Float64Array): void {
  const { cols } = data;
  for (let i = 0; i < data.rows; i++) {
    const distance = squaredDistanceAt(data.data, i * cols, centres.data, c * cols, cols);
    if (distance < nearest[i]!) nearest[i] = distance;
  }
}

/** What each candidate (t × d) would gain over the squared distances known so far (n). */
async function gainsOf(
  points: Points,
  candidates: Centres,
  nearest: Float64Array,
): Promise<Gain[]> {
  const { data } = points;
  const gains = Array.from({ length: candidates.rows }, (): Gain => ({
    rows: [],
    distances: [],
    total: 0,
  }));
  for (let from = 0; from < data.rows; from += ROWS) {
    const to = Math.min(from + ROWS, data.rows);
    const scores = await scoreBlock(points, rowsOf(data, from, to), candidates);
    for (let i = from; i < to; i++) {
      const square = points.squares[i]!;
      const known = nearest[i]!;
      // The squared distance is square + 2 × score. Not `<`: scores that overflowed to NaN rule nothing out.
      const enough = (known - square) / 2 + scoreError(candidates, Math.sqrt(square));
      for (let c = 0; c < candidates.rows; c++) {
        if (scores[(i - from) * candidates.rows + c]! > enough) continue;
        count(gains[c]!, i, known, exact(data, i, candidates, c));
      }
    }
  }
  return gains;
}

function exact({ data, cols }: Matrix, i: number, centres: Matrix, c: number): number {
  return squaredDistanceAt(data, i * cols, centres.data, c * cols, cols);
}

function count(gain: Gain, row: number, known: number, distance: number): void {
  if (distance >= known) return;
  gain.rows.push(row);
  gain.distances.push(distance);
  gain.total += known - distance;
}

/** For each mark the first row at which the running sum of weights passes it; never a row of weight 0. */
function draw(weights: Float64Array, marks: readonly number[]): number[] {
  const order = [...marks.keys()].sort((a, b) => marks[a]! - marks[b]!);
  const rows = marks.map(() => 0);
  let sum = 0;
  let at = 0;
  let last = 0;
  for (let i = 0; i < weights.length && at < order.length; i++) {
    if (weights[i] === 0) continue;
    sum += weights[i]!;
    last = i;
    while (at < order.length && sum > marks[order[at]!]!) rows[order[at++]!] = i;
  }
  for (; at < order.length; at++) rows[order[at]!] = last; // rounding: a mark at the very end
  return rows;
}

function stack(a: Matrix, b: Matrix): Matrix {
  const data = new Float32Array((a.rows + b.rows) * a.cols);
  data.set(a.data);
  data.set(b.data, a.data.length);
  return { data, rows: a.rows + b.rows, cols: a.cols };
}
