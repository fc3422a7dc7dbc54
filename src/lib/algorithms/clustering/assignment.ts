import { squaredDistanceAt } from '../vectors/dot.js';
import { gather, rowsOf, type Matrix } from '../vectors/matrix.js';
import { scoreError, type Centres } from '../vectors/scores.js';
import { BLOCK, scoreBlock, type Points } from './points.js';

/** Share of a block that must be open before the block is scored where it lies, without gathering. */
const DENSE = 0.8;
/** Widens bounds by more than float64 can lose in an iteration or a thousand. */
const SLACK = 1e-9;

/**
 * The nearest centre of each point, kept from one set of centres to the next. A point whose bounds show that
 * its centre is still the nearest is not looked at (Hamerly 2010); the others are scored in blocks by a
 * float32 kernel; where scores are nearer to each other than their possible error, distances are compared in
 * float64, equal ones going to the lower index. Labels are therefore those of an exact comparison, whatever
 * the kernel.
 */
export class Assignment {
  /** n; −1 before the first `update`. */
  readonly labels: Int32Array;
  /** No less than the distance to the point's own centre, n. */
  private readonly upper: Float64Array;
  /** No more than the distance to any other centre, n. */
  private readonly lower: Float64Array;
  /** The second nearest when the point was last looked at, n. */
  private readonly second: Int32Array;
  private readonly points: Points;
  private readonly pool: Pool;

  constructor(points: Points) {
    const { rows } = points.data;
    this.second = new Int32Array(rows).fill(1);
    this.points = points;
    this.labels = new Int32Array(rows).fill(-1);
    this.upper = new Float64Array(rows).fill(Infinity);
    this.lower = new Float64Array(rows);
    this.pool = new Pool(points.data);
  }

  /** Moves labels to the nearest of `centres`, which lie `shifts` (k) away from those of the last call. */
  async update(centres: Centres, shifts: Float64Array): Promise<void> {
    this.loosen(shifts);
    const { data } = this.points;
    for (let from = 0; from < data.rows; from += BLOCK) {
      const to = Math.min(from + BLOCK, data.rows);
      const open = this.open(from, to);
      if (open.length >= DENSE * (to - from)) {
        await this.settle(range(from, to), rowsOf(data, from, to), centres);
      } else if (this.pool.add(open)) {
        await this.settle(...this.pool.take(), centres);
      }
    }
    while (this.pool.count > 0) await this.settle(...this.pool.take(), centres);
  }

  /** Gives a point to another cluster than its own; its bounds start anew. */
  reassign(i: number, label: number): void {
    this.second[i] = this.labels[i]!;
    this.labels[i] = label;
    this.upper[i] = Infinity;
  }

  private loosen(shifts: Float64Array): void {
    const { labels, upper, lower } = this;
    const [most, second, which] = twoGreatest(shifts);
    for (let i = 0; i < labels.length; i++) {
      const label = labels[i]!;
      if (label === -1) return;
      upper[i]! += shifts[label]!;
      lower[i]! -= label === which ? second : most;
    }
  }

  /** Rows of `from` to `to` whose bounds leave open which centre is the nearest. */
  private open(from: number, to: number): Int32Array {
    const { upper, lower } = this;
    const open = new Int32Array(to - from);
    let count = 0;
    // Not `>=`: bounds that overflowed to NaN are open.
    for (let i = from; i < to; i++) if (!(upper[i]! < lower[i]!)) open[count++] = i;
    return open.subarray(0, count);
  }

  /** Labels and bounds of `rows`, whose vectors stand in `block`. */
  private async settle(rows: Int32Array, block: Matrix, centres: Centres): Promise<void> {
    const scores = await scoreBlock(this.points, block, centres);
    const { squares } = this.points;
    const k = centres.rows;
    const top = { best: 0, second: 0, least: 0, next: 0 };
    for (let at = 0; at < rows.length; at++) {
      const i = rows[at]!;
      const square = squares[i]!;
      const error = scoreError(centres, Math.sqrt(square));
      [top.best, top.second] = [Math.max(0, this.labels[i]!), this.second[i]!];
      twoLeast(scores, at * k, k, top);
      this.second[i] = top.second;
      if (top.next - top.least > 2 * error) {
        this.labels[i] = top.best;
        this.upper[i] = distance(square, top.least + error) * (1 + SLACK);
        this.lower[i] = distance(square, top.next - error) * (1 - SLACK);
      } else {
        const label = this.exact(i, centres, scores.subarray(at * k, at * k + k), error);
        if (label !== top.best) this.second[i] = top.best;
        this.labels[i] = label;
        this.upper[i] = Infinity;
      }
    }
  }

  /** The nearest centre of row `i` by float64 among those whose scores are within error of the least. */
  private exact(i: number, centres: Centres, scores: Float32Array, error: number): number {
    const { data, cols } = centres;
    const least = scores.reduce((a, b) => Math.min(a, b));
    let best = 0;
    let shortest = Infinity;
    for (let c = 0; c < centres.rows; c++) {
      if (scores[c]! - least > 2 * error) continue;
      const candidate = squaredDistanceAt(this.points.data.data, i * cols, data, c * cols, cols);
      if (candidate < shortest) [best, shortest] = [c, candidate];
    }
    return best;
  }
}

/** Rows waiting to be scored together, at most two blocks of them. */
class Pool {
  count = 0;
  private readonly rows = new Int32Array(2 * BLOCK);
  private readonly data: Matrix;
  private vectors: Float32Array | null = null;

  constructor(data: Matrix) {
    this.data = data;
  }

  /** True when a block is full. */
  add(rows: Int32Array): boolean {
    this.rows.set(rows, this.count);
    this.count += rows.length;
    return this.count >= BLOCK;
  }

  take(): [rows: Int32Array, block: Matrix] {
    const rows = this.rows.slice(0, Math.min(BLOCK, this.count));
    this.rows.copyWithin(0, rows.length, this.count);
    this.count -= rows.length;
    this.vectors ??= new Float32Array(Math.min(BLOCK, this.data.rows) * this.data.cols);
    return [rows, gather(this.data, rows, this.vectors)];
  }
}

interface Top {
  best: number;
  second: number;
  least: number;
  next: number;
}

/**
 * Finds the two least of k scores from `start` on. It begins with the pair that `top` names (two different
 * centres, or 0 and 1 where k = 1): where they are right, as they mostly are, no branch is mispredicted.
 */
function twoLeast(scores: Float32Array, start: number, k: number, top: Top): void {
  const [first, other] = [top.best, top.second];
  let best = first;
  let second = other;
  let least = scores[start + first]!;
  let next = k > 1 ? scores[start + other]! : Infinity;
  if (next < least) {
    [best, second] = [other, first];
    [least, next] = [next, least];
  }
  for (let c = 0; c < k; c++) {
    const score = scores[start + c]!;
    if (score >= next || c === first || c === other) continue;
    if (score < least) {
      second = best;
      next = least;
      best = c;
      least = score;
    } else {
      second = c;
      next = score;
    }
  }
  top.best = best;
  top.second = second;
  top.least = least;
  top.next = next;
}

function twoGreatest(values: Float64Array): [most: number, second: number, which: number] {
  let [most, second, which] = [0, 0, -1];
  values.forEach((value, at) => {
    if (value > most) [most, second, which] = [value, most, at];
    else if (value > second) second = value;
  });
  return [most, second, which];
}

/** From |x|² and a score to the distance. */
function distance(square: number, score: number): number {
  return Math.sqrt(Math.max(0, square + 2 * score));
}

function range(from: number, to: number): Int32Array {
  const rows = new Int32Array(to - from);
  for (let i = from; i < to; i++) rows[i - from] = i;
  return rows;
}
