import { nthLeast } from './smallest.js';

/**
 * Of a stream of pairs, for each of n points those that may be among its k nearest, given that each value is off
 * by at most `error`. A point that more than `room` others are equally near to is given up.
 */
export class NearestSoFar {
  /** n: values above it are of no use to a point. */
  readonly limits: Float64Array;
  private readonly k: number;
  private readonly error: number;
  private readonly room: number;
  private readonly counts: Int32Array;
  /** n × room. */
  private readonly others: Int32Array;
  private readonly values: Float64Array;

  constructor(n: number, k: number, error: number) {
    this.k = k;
    this.error = error;
    this.room = NearestSoFar.room(k);
    this.limits = new Float64Array(n).fill(Infinity);
    this.counts = new Int32Array(n);
    this.others = new Int32Array(n * this.room);
    this.values = new Float64Array(n * this.room);
  }

  /** Candidates that a point remembers. */
  static room(k: number): number {
    return 2 * k + 16;
  }

  /** Takes a pair whose value is not above the limit of `i`. */
  offer(i: number, other: number, value: number): void {
    const at = i * this.room + this.counts[i]!;
    this.others[at] = other;
    this.values[at] = value;
    this.counts[i]! += 1;
    if (this.counts[i] === this.room) this.prune(i);
  }

  /** Forgets what proved too far away, once all pairs were offered. */
  finish(): void {
    for (let i = 0; i < this.counts.length; i++) if (this.counts[i]! > this.k) this.prune(i);
  }

  /** None for a point that was given up. */
  candidates(i: number): Int32Array {
    return this.others.subarray(i * this.room, i * this.room + this.counts[i]!);
  }

  private prune(i: number): void {
    const { others, values } = this;
    const start = i * this.room;
    const end = start + this.counts[i]!;
    const limit = nthLeast(values.slice(start, end), this.k - 1) + 2 * this.error;
    let kept = start;
    for (let at = start; at < end; at++) {
      if (values[at]! > limit) continue;
      others[kept] = others[at]!;
      values[kept++] = values[at]!;
    }
    this.counts[i] = kept - start;
    this.limits[i] = limit;
    if (kept - start < this.room) return;
    this.counts[i] = 0;
    this.limits[i] = -Infinity;
  }
}
