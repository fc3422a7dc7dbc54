import { gather } from '../vectors/matrix.js';
import { bisect } from './bisect.js';
import type { Partition } from './partition.js';
import { allowanceLeft, LEAST_GAIN } from './settle.js';
import type { Effort, Loyalty } from './settle.js';

interface Split {
  cluster: number;
  /** The points that would leave. */
  part: number[];
  /** Fall of the inertia. */
  gain: number;
  /** How many more points would be away from home. */
  cost: number;
}

interface Merge {
  keep: number;
  drop: number;
  /** Rise of the inertia. */
  loss: number;
  cost: number;
}

/** How many merges and splits are weighed against each other: the best of each. */
const CANDIDATES = 256;

/**
 * Changes which clusters there are: splits, merges, and both at once, which carries a centre from where it is
 * of little use to where the error is great and leaves the rest alone (Ismkhan 2018, "I-k-means−+: An
 * iterative clustering algorithm based on an enhanced version of the k-means", Pattern Recognition 79).
 */
export class Reshaper {
  private readonly partition: Partition;
  private readonly loyalty: Loyalty;
  private readonly effort: Effort;
  /** The split of a cluster, good while the cluster's version stands. */
  private readonly splits = new Map<number, { version: number; split: Split | null }>();

  constructor(partition: Partition, loyalty: Loyalty, effort: Effort) {
    this.partition = partition;
    this.loyalty = loyalty;
    this.effort = effort;
  }

  /** Merges the nearest or splits the widest, whatever the allowance, until there are k clusters. */
  resize(k: number): void {
    while (this.occupied().length > k) this.merge(this.bestMerges()[0]!);
    while (this.occupied().length < k) {
      const split = this.bestSplits()[0];
      if (split === undefined) return;
      this.split(split, this.partition.sizes.indexOf(0));
    }
  }

  /**
   * One centre moves: that which lowers the inertia most for each point that leaves home, within the
   * allowance. False when none lowers it.
   */
  relocate(): boolean {
    if (this.effort.left <= 0) return false;
    const best = this.bestRelocation(allowanceLeft(this.partition, this.loyalty));
    if (best === null) return false;
    this.merge(best.merge);
    this.split(best.split, best.merge.drop);
    return true;
  }

  private bestRelocation(allowed: number): { merge: Merge; split: Split } | null {
    const merges = this.bestMerges();
    let best: { merge: Merge; split: Split } | null = null;
    let most = 0;
    for (const split of this.bestSplits()) {
      for (const merge of merges) {
        const gain = split.gain - merge.loss;
        if (gain <= LEAST_GAIN) break;
        if (split.cluster === merge.keep || split.cluster === merge.drop) continue;
        const cost = Math.max(0, split.cost + merge.cost);
        if (cost > Math.max(0, allowed) || gain / (1 + cost) <= most) continue;
        [best, most] = [{ merge, split }, gain / (1 + cost)];
      }
    }
    return best;
  }

  private merge({ keep, drop }: Merge): void {
    for (const point of this.partition.members(drop)) this.partition.move(point, keep);
  }

  private split({ part }: Split, into: number): void {
    for (const point of part) this.partition.move(point, into);
  }

  private occupied(): number[] {
    const { sizes } = this.partition;
    return [...sizes.keys()].filter((cluster) => sizes[cluster] !== 0);
  }

  /** Least loss first. The cluster with more points at home is kept. */
  private bestMerges(): Merge[] {
    const clusters = this.occupied();
    const fromTo = this.migration();
    const { capacity, points } = this.partition;
    const merges: Merge[] = [];
    clusters.forEach((a, i) => {
      for (const b of clusters.slice(i + 1)) {
        const atHome = (cluster: number) => fromTo[cluster * capacity + cluster]!;
        const [keep, drop] = atHome(a) >= atHome(b) ? [a, b] : [b, a];
        const cost = atHome(drop) - fromTo[keep * capacity + drop]!;
        merges.push({ keep, drop, loss: this.partition.merging(a, b), cost });
      }
    });
    this.effort.left -= merges.length * points.cols;
    return merges
      .sort((x, y) => x.loss - y.loss || x.keep - y.keep || x.drop - y.drop)
      .slice(0, CANDIDATES);
  }

  /** capacity × capacity: points by home and by present cluster. */
  private migration(): Int32Array {
    const { labels, capacity } = this.partition;
    const fromTo = new Int32Array(capacity * capacity);
    this.loyalty.home.forEach((home, point) => {
      if (home !== -1) fromTo[home * capacity + labels[point]!]!++;
    });
    return fromTo;
  }

  /** Greatest gain first. */
  private bestSplits(): Split[] {
    return this.occupied()
      .map((cluster) => this.splitOf(cluster))
      .filter((split) => split !== null)
      .sort((x, y) => y.gain - x.gain || x.cluster - y.cluster)
      .slice(0, CANDIDATES);
  }

  private splitOf(cluster: number): Split | null {
    const version = this.partition.versions[cluster]!;
    const known = this.splits.get(cluster);
    if (known?.version === version) return known.split;
    const split = this.newSplit(cluster);
    this.splits.set(cluster, { version, split });
    return split;
  }

  /** The part with fewer points at home leaves; of equal ones, the smaller. */
  private newSplit(cluster: number): Split | null {
    const members = this.partition.members(cluster);
    const halves = bisect(gather(this.partition.points, members), this.effort);
    if (halves === null) return null;
    const { home } = this.loyalty;
    const [leaving] = [0, 1]
      .map((side) => members.filter((_, i) => halves.labels[i] === side))
      .map((part) => ({ part, cost: part.filter((point) => home[point] === cluster).length }))
      .sort((x, y) => x.cost - y.cost || x.part.length - y.part.length);
    return { cluster, gain: halves.gain, ...leaving! };
  }
}
