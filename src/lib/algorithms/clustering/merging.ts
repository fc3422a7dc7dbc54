import { emptyMatrix, rowOf, type Matrix } from '../vectors/matrix.js';
import { MergeQueue } from './graph-queue.js';

/** Sums and sizes of two clusters → what their union costs. */
export type MergeCost = (a: ClusterSum, b: ClusterSum) => number;

interface ClusterSum {
  sum: Float64Array;
  size: number;
}

/** How much the inertia rises (Ward 1963). */
export const wardCost: MergeCost = (a, b) => {
  let squared = 0;
  for (let j = 0; j < a.sum.length; j++) {
    squared += (a.sum[j]! / a.size - b.sum[j]! / b.size) ** 2;
  }
  return ((a.size * b.size) / (a.size + b.size)) * squared;
};

/** Mean cosine distance between members (Sokal & Michener 1958), for unit vectors: their sums hold it all. */
export const averageCost: MergeCost = (a, b) => {
  let product = 0;
  for (let j = 0; j < a.sum.length; j++) product += a.sum[j]! * b.sum[j]!;
  return 1 - product / (a.size * b.size);
};

/**
 * Agglomerative clustering among neighbours: the cheapest union of adjacent clusters comes first. Clusters are
 * in slots, and the union of two takes the lower one's. Float64, without chance.
 */
export class Merging {
  alive: number;
  private readonly sums: Float64Array;
  private readonly sizes: Int32Array;
  /** Grows with every union, so that costs of before are known to be old. */
  private readonly versions: Int32Array;
  private readonly adjacent: Set<number>[];
  private readonly queue = new MergeQueue();
  private readonly cols: number;
  private readonly costOf: MergeCost;
  /** Slot that a point's own slot was merged into, or itself. */
  private readonly parents: Int32Array;

  constructor(data: Matrix, costOf: MergeCost) {
    this.alive = data.rows;
    this.cols = data.cols;
    this.costOf = costOf;
    this.parents = Int32Array.from({ length: data.rows }, (_, row) => row);
    this.sums = Float64Array.from(data.data);
    this.sizes = new Int32Array(data.rows).fill(1);
    this.versions = new Int32Array(data.rows);
    this.adjacent = Array.from({ length: data.rows }, () => new Set());
  }

  link(a: number, b: number): void {
    if (a === b || this.adjacent[a]!.has(b)) return;
    this.adjacent[a]!.add(b);
    this.adjacent[b]!.add(a);
    const [low, high] = a < b ? [a, b] : [b, a];
    const version = this.versions[low]! + this.versions[high]!;
    this.queue.push({ cost: this.cost(low, high), low, high, version });
  }

  /** @param neighbours n × count: each row is adjacent to those of its row */
  linkAll(neighbours: Int32Array): void {
    const count = this.parents.length === 0 ? 0 : neighbours.length / this.parents.length;
    neighbours.forEach((to, at) => this.link(Math.floor(at / count), to));
  }

  /** Until `k` clusters are left, or none are adjacent. */
  mergeTo(k: number, signal?: AbortSignal): void {
    while (this.alive > k && this.mergeNext(Infinity, signal));
  }

  /** Until no union costs `most` or less. */
  mergeWithin(most: number, signal?: AbortSignal): void {
    while (this.mergeNext(most, signal));
  }

  private mergeNext(most: number, signal?: AbortSignal): boolean {
    for (let next = this.queue.pop(); next !== null; next = this.queue.pop()) {
      const { low, high, version, cost } = next;
      if (this.sizes[low] === 0 || this.sizes[high] === 0) continue;
      if (this.versions[low]! + this.versions[high]! !== version) continue;
      if (cost > most) return false;
      signal?.throwIfAborted();
      this.merge(low, high);
      return true;
    }
    return false;
  }

  /** The slot of every point. */
  slots(): Int32Array {
    // A slot is merged into a lower one, whose own way is known by then.
    const slots = Int32Array.from(this.parents);
    for (let row = 0; row < slots.length; row++) slots[row] = slots[slots[row]!]!;
    return slots;
  }

  centres(): { centres: Matrix; slots: number[] } {
    const slots = [...this.sizes.keys()].filter((slot) => this.sizes[slot] !== 0);
    const centres = emptyMatrix(slots.length, this.cols);
    slots.forEach((slot, at) => {
      const size = this.sizes[slot]!;
      rowOf(centres, at).forEach((_, j, row) => {
        row[j] = this.sums[slot * this.cols + j]! / size;
      });
    });
    return { centres, slots };
  }

  private merge(low: number, high: number): void {
    for (let j = 0; j < this.cols; j++) {
      this.sums[low * this.cols + j]! += this.sums[high * this.cols + j]!;
    }
    this.sizes[low]! += this.sizes[high]!;
    this.sizes[high] = 0;
    this.parents[high] = low;
    this.versions[low]!++;
    this.alive--;
    const around = new Set([...this.adjacent[low]!, ...this.adjacent[high]!]);
    for (const other of around) {
      this.adjacent[other]!.delete(low);
      this.adjacent[other]!.delete(high);
    }
    this.adjacent[low] = new Set();
    this.adjacent[high] = new Set();
    for (const other of around) if (other !== low && other !== high) this.link(low, other);
  }

  private cost(a: number, b: number): number {
    return this.costOf(this.cluster(a), this.cluster(b));
  }

  private cluster(slot: number): ClusterSum {
    const sum = this.sums.subarray(slot * this.cols, (slot + 1) * this.cols);
    return { sum, size: this.sizes[slot]! };
  }
}
