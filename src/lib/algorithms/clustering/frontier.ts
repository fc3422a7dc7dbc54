import { gather, type Matrix } from '../vectors/matrix.js';
import { centresOf, scoreError, type Centres } from '../vectors/scores.js';
import type { CoreDistances } from './core-distances.js';
import { smallest } from './smallest.js';
import { squaredApart, type Space } from './space.js';

/** Scores of points that wait to join the tree, float32. */
const WAITING = 2 ** 21;
/** Share of them that one batch takes. */
const BATCH = 1 / 8;
/** Rows below which a matrix product is not worth its preparation. */
const LEAST_ROWS = 32;
/** Share of the vectors kept together that may be in the tree before they are brought together anew. */
const STALE = 1 / 16;

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
  private readonly near: (point: number) => Int32Array;
  private readonly outside: Outside;
  /** Where the scores of a point are, for points that wait, n. */
  private readonly batches: (Batch | undefined)[];
  private readonly places: Int32Array;
  private waiting = new Set<Batch>();
  /** Numbers in all batches of points that wait. */
  private held = 0;
  /** Buffers of batches of which no point waits any more. */
  private readonly spare: Float32Array[] = [];

  /** @param near some of the nearest neighbours of a point, itself included perhaps. */
  constructor(space: Space, { squared: core, near }: CoreDistances) {
    this.space = space;
    this.near = near;
    this.core = core;
    this.reach = new Float64Array(core.length).fill(Infinity);
    this.outside = new Outside(space.data);
    this.batches = new Array<Batch | undefined>(core.length).fill(undefined);
    this.places = new Int32Array(core.length);
  }

  /** Takes `point` into the tree; returns the point outside that is nearest to the tree now. */
  async join(point: number): Promise<number> {
    const batch = this.batches[point] ?? (await this.fetch(point));
    this.batches[point] = undefined;
    this.reach[point] = NaN;
    const nearest = this.relax(point, batch, this.places[point]! * batch.outside.length);
    if (--batch.left === 0) this.release(batch);
    return nearest;
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

  private async fetch(point: number): Promise<Batch> {
    const { space } = this;
    space.signal?.throwIfAborted();
    this.outside.drop(this.reach);
    const outside = this.outside.points;
    const rows = [point, ...this.likely(point, outside)];
    const scores = this.buffer(rows.length * outside.length);
    await space.kernel.score(gather(space.data, rows), this.outside.centres, scores);
    const batch = { outside, scores, left: rows.length };
    rows.forEach((row, at) => {
      this.batches[row] = batch;
      this.places[row] = at;
    });
    this.waiting.add(batch);
    this.held += scores.length;
    return batch;
  }

  /**
   * Points that have no scores yet, as many as there is room for: neighbours of the point and theirs, since the
   * walk goes through a dense part before it leaves it; else those nearest to the tree.
   */
  private likely(point: number, outside: Int32Array): number[] {
    const { reach, batches } = this;
    const room = () => Math.min(WAITING - this.held, WAITING * BATCH) / outside.length;
    if (room() < LEAST_ROWS) this.forget();
    const chosen = this.around(point, Math.max(LEAST_ROWS, Math.floor(room())) - 1);
    const missing = LEAST_ROWS - 1 - chosen.size;
    if (missing <= 0) return [...chosen];
    const open = outside.filter(
      (j) => reach[j]! < Infinity && batches[j] === undefined && j !== point && !chosen.has(j),
    );
    return [...chosen, ...smallest(open, reach, missing)];
  }

  /** Points without scores that are reached from neighbour to neighbour outside of the tree, nearest first. */
  private around(point: number, count: number): Set<number> {
    const seen = new Set([point]);
    const found = new Set<number>();
    for (const i of seen) {
      for (const j of this.near(i)) {
        if (seen.has(j) || Number.isNaN(this.reach[j]!)) continue;
        seen.add(j);
        if (this.batches[j] === undefined) found.add(j);
        if (found.size >= count) return found;
      }
    }
    return found;
  }

  private forget(): void {
    this.batches.fill(undefined);
    for (const batch of this.waiting) this.release(batch);
  }

  private release(batch: Batch): void {
    this.waiting.delete(batch);
    this.held -= batch.scores.length;
    this.spare.push(batch.scores);
  }

  private buffer(length: number): Float32Array {
    const spare = this.spare.pop();
    if (spare !== undefined && spare.length >= length) return spare;
    return new Float32Array(Math.max(length, WAITING * BATCH));
  }
}

/** The vectors outside of the tree, kept close together: products with the others would be of little use. */
class Outside {
  /** Which points the rows are, in ascending order; some may have joined since. */
  points: Int32Array;
  centres: Centres;

  constructor(data: Matrix) {
    this.points = Int32Array.from({ length: data.rows }, (_, i) => i);
    this.centres = centresOf({ ...data, data: data.data.slice() });
  }

  drop(reach: Float64Array): void {
    const { points } = this;
    const kept = points.filter((j) => !Number.isNaN(reach[j]!));
    if (points.length - kept.length < STALE * points.length) return;
    const { data, half, cols, longest } = this.centres;
    for (let at = 0, from = 0; at < kept.length; at++, from++) {
      while (points[from] !== kept[at]) from++;
      half[at] = half[from]!;
      if (at < from) data.copyWithin(at * cols, from * cols, (from + 1) * cols);
    }
    const rows = kept.length;
    this.points = kept;
    this.centres = {
      ...{ data: data.subarray(0, rows * cols), half: half.subarray(0, rows) },
      ...{ rows, cols, longest },
    };
  }
}
