import { gather, type Matrix } from '../vectors/matrix.js';
import { centresOf, scoreError, type Centres } from '../vectors/scores.js';
import { squaredApart, type Space } from './space.js';

/** Scores of points that wait to join the tree, float32. */
const WAITING = 2 ** 22;
/** Share of them that one batch takes. */
const BATCH = 1 / 16;
/** Rows below which a matrix product is not worth its preparation. */
const LEAST_ROWS = 16;

/** Scores of some points against those that were outside of the tree when they were made. */
interface Batch {
  outside: Int32Array;
  scores: Float32Array;
  /** Points of the batch that still wait. */
  left: number;
}

/**
 * What Prim's algorithm knows of the points outside of its tree. Their scores are made in batches, of the point
 * that joins and of those that are nearest to the tree, which are likely to be next.
 */
export class Frontier {
  /** Squared mutual reachability to the tree, n; NaN in the tree. */
  readonly reach: Float64Array;
  private readonly space: Space;
  private readonly core: Float64Array;
  private readonly outside: Outside;
  /** Where the scores of a point are, for points that wait. */
  private readonly waiting = new Map<number, { batch: Batch; at: number }>();
  /** Numbers in all batches of points that wait. */
  private held = 0;

  /** `core`: squared core distances, n. */
  constructor(space: Space, core: Float64Array) {
    this.space = space;
    this.core = core;
    this.reach = new Float64Array(core.length).fill(Infinity);
    this.outside = new Outside(space.data);
  }

  /** Takes `point` into the tree; returns the point outside that is nearest to the tree now. */
  async join(point: number): Promise<number> {
    if (!this.waiting.has(point)) await this.fetch(point);
    const { batch, at } = this.waiting.get(point)!;
    this.waiting.delete(point);
    batch.left--;
    if (batch.left === 0) this.held -= batch.scores.length;
    this.reach[point] = NaN;
    return this.relax(point, batch, at * batch.outside.length);
  }

  private relax(point: number, { outside, scores }: Batch, start: number): number {
    const { core, reach } = this;
    const square = this.space.squares[point]!;
    const own = core[point]!;
    const error = scoreError(this.outside.centres, Math.sqrt(square));
    const all = error === Infinity;
    const bound = error - square / 2;
    let nearest = -1;
    let least = Infinity;
    for (let at = 0; at < outside.length; at++) {
      const j = outside[at]!;
      let known = reach[j]!;
      // NaN, of points that joined, is neither less nor equal to itself.
      if (scores[start + at]! < known / 2 + bound || (all && known === known)) {
        const floor = Math.max(own, core[j]!);
        if (floor < known) {
          const candidate = Math.max(floor, squaredApart(this.space, point, j));
          if (candidate < known) reach[j] = known = candidate;
        }
      }
      if (known < least) [nearest, least] = [j, known];
    }
    return nearest;
  }

  private async fetch(point: number): Promise<void> {
    const { space, waiting } = this;
    space.signal?.throwIfAborted();
    this.outside.drop(this.reach);
    const outside = this.outside.points.slice(0, this.outside.count);
    const rows = [point, ...this.likely(point, outside)];
    const scores = new Float32Array(rows.length * outside.length);
    await space.kernel.score(gather(space.data, rows), this.outside.rows(), scores);
    const batch = { outside, scores, left: rows.length };
    rows.forEach((row, at) => waiting.set(row, { batch, at }));
    this.held += scores.length;
  }

  /** The points nearest to the tree that have no scores yet, as many as there is room for. */
  private likely(point: number, outside: Int32Array): Int32Array {
    const { reach, waiting } = this;
    const room = () => Math.min(WAITING - this.held, WAITING * BATCH) / outside.length;
    if (room() < LEAST_ROWS) {
      waiting.clear();
      this.held = 0;
    }
    const count = Math.max(LEAST_ROWS, Math.floor(room())) - 1;
    const open = outside.filter((j) => j !== point && reach[j]! < Infinity && !waiting.has(j));
    const limit = Float64Array.from(open, (j) => reach[j]!).sort()[count - 1] ?? Infinity;
    return open.filter((j) => reach[j]! <= limit).subarray(0, count);
  }
}

/** The vectors outside of the tree, kept close together: products with the others would be of no use. */
class Outside {
  count: number;
  /** Which points the rows are: the first `count`, in ascending order. */
  readonly points: Int32Array;
  readonly centres: Centres;

  constructor(data: Matrix) {
    this.count = data.rows;
    this.points = Int32Array.from({ length: data.rows }, (_, i) => i);
    this.centres = centresOf({ ...data, data: data.data.slice() });
  }

  rows(): Centres {
    return {
      ...this.centres,
      rows: this.count,
      data: this.centres.data.subarray(0, this.count * this.centres.cols),
      half: this.centres.half.subarray(0, this.count),
    };
  }

  drop(reach: Float64Array): void {
    const { points, centres } = this;
    const { data, half, cols } = centres;
    let kept = 0;
    for (let at = 0; at < this.count; at++) {
      if (Number.isNaN(reach[points[at]!]!)) continue;
      points[kept] = points[at]!;
      half[kept] = half[at]!;
      if (kept < at) data.copyWithin(kept * cols, at * cols, (at + 1) * cols);
      kept++;
    }
    this.count = kept;
  }
}
