import { emptyMatrix, rowOf, type Matrix } from '../vectors/matrix.js';
import type { ScoreKernel } from '../vectors/scores.js';
import { MergeQueue } from './graph-queue.js';
import { nearestNeighbours } from './graph-neighbours.js';

/**
 * Ward's method (1963) among neighbours: again and again the two adjacent clusters become one whose union
 * raises the inertia least, until k are left. Where the graph falls apart into more, their centres are
 * linked to the nearest ones anew. Float64, without chance.
 * @param neighbours n × count: what is adjacent at the start
 * @returns k × d: the centres
 */
export async function wardCentres(
  data: Matrix,
  neighbours: Int32Array,
  { k, kernel, signal }: { k: number; kernel: ScoreKernel; signal?: AbortSignal | undefined },
): Promise<Matrix> {
  const merging = new Merging(data);
  const count = data.rows === 0 ? 0 : neighbours.length / data.rows;
  neighbours.forEach((to, at) => merging.link(Math.floor(at / count), to));
  merging.mergeTo(k, signal);
  while (merging.alive > k) {
    const { centres, slots } = merging.centres();
    const near = await nearestNeighbours(centres, 1, { kernel, signal });
    near.forEach((to, from) => merging.link(slots[from]!, slots[to]!));
    merging.mergeTo(k, signal);
  }
  return merging.centres().centres;
}

/** Clusters in slots: the union of two takes the lower one's. */
class Merging {
  alive: number;
  private readonly sums: Float64Array;
  private readonly sizes: Int32Array;
  /** Grows with every union, so that costs of before are known to be old. */
  private readonly versions: Int32Array;
  private readonly adjacent: Set<number>[];
  private readonly queue = new MergeQueue();
  private readonly cols: number;

  constructor(data: Matrix) {
    this.alive = data.rows;
    this.cols = data.cols;
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

  mergeTo(k: number, signal?: AbortSignal): void {
    while (this.alive > k) {
      const next = this.queue.pop();
      if (next === null) return;
      const { low, high, version } = next;
      if (this.sizes[low] === 0 || this.sizes[high] === 0) continue;
      if (this.versions[low]! + this.versions[high]! !== version) continue;
      signal?.throwIfAborted();
      this.merge(low, high);
    }
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

  /** How much the inertia rises. */
  private cost(a: number, b: number): number {
    const { sums, cols } = this;
    const [m, n] = [this.sizes[a]!, this.sizes[b]!];
    let squared = 0;
    for (let j = 0; j < cols; j++) {
      squared += (sums[a * cols + j]! / m - sums[b * cols + j]! / n) ** 2;
    }
    return ((m * n) / (m + n)) * squared;
  }
}
