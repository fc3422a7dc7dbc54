import { NOISE, type DensityLabelling } from './labelling.js';
import { UnionFind } from './union-find.js';

/**
 * Core points and their connected components from a stream of neighbouring pairs, in n · minSamples integers:
 * each point remembers neighbours only until they make it a core point, and a pair of points that are core
 * already is joined at once.
 */
export class DensityGraph {
  private readonly minSamples: number;
  /** Neighbours seen, the point included, at most minSamples; n. */
  private readonly seen: Int32Array;
  /** The first neighbours of each point, n × (minSamples − 1). */
  private readonly first: Int32Array;
  private readonly components: UnionFind;

  constructor(n: number, minSamples: number) {
    this.minSamples = minSamples;
    this.seen = new Int32Array(n).fill(1);
    this.first = new Int32Array(n * (minSamples - 1));
    this.components = new UnionFind(n);
  }

  /** Takes a pair of neighbours, i ≠ j, each pair once. */
  join(i: number, j: number): void {
    const [known, other] = [this.note(i, j), this.note(j, i)];
    if (known && other) this.components.union(i, j);
  }

  label(): DensityLabelling {
    const n = this.seen.length;
    const core = Uint8Array.from(this.seen, (count) => (count >= this.minSamples ? 1 : 0));
    this.joinRemembered(core);
    const labels = new Int32Array(n).fill(NOISE);
    let clusters = 0;
    for (let i = 0; i < n; i++) {
      if (core[i] === 0) continue;
      const least = this.components.find(i);
      labels[i] = least === i ? clusters++ : labels[least]!;
    }
    for (let i = 0; i < n; i++) if (core[i] === 0) labels[i] = this.borderLabel(i, core, labels);
    return { labels, core, clusters };
  }

  /** True when `i` was a core point before. */
  private note(i: number, neighbour: number): boolean {
    const { seen, minSamples } = this;
    if (seen[i]! >= minSamples) return true;
    this.first[i * (minSamples - 1) + seen[i]! - 1] = neighbour;
    seen[i]! += 1;
    return false;
  }

  private neighbours(i: number): Int32Array {
    const from = i * (this.minSamples - 1);
    return this.first.subarray(from, from + this.seen[i]! - 1);
  }

  private joinRemembered(core: Uint8Array): void {
    for (let i = 0; i < core.length; i++) {
      if (core[i] === 0) continue;
      for (const j of this.neighbours(i)) if (core[j] === 1) this.components.union(i, j);
    }
  }

  private borderLabel(i: number, core: Uint8Array, labels: Int32Array): number {
    let least = NOISE;
    for (const j of this.neighbours(i)) {
      if (core[j] === 1 && (least === NOISE || labels[j]! < least)) least = labels[j]!;
    }
    return least;
  }
}
