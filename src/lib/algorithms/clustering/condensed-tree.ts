import type { Walk } from './mutual-reachability.js';

/**
 * Which clusters of at least `minClusterSize` points there are at any level (Campello, Moulavi & Sander 2013;
 * McInnes & Healy 2017). Levels are λ = 1 / distance. Cluster 0 holds all points; parents come before children.
 */
export interface CondensedTree {
  clusters: CondensedCluster[];
  /** The last cluster each point is in, n. */
  lastCluster: Int32Array;
  /** λ at which each point leaves it, n; Infinity for points that lie on each other. */
  leaves: Float64Array;
}

export interface CondensedCluster {
  parent: number;
  /** Two, or none. */
  children: number[];
  /** λ at which it parts from its parent; 0 for cluster 0. */
  birth: number;
  /** The greatest λ at which a point or a child leaves it. */
  death: number;
  /** Sum over its points of how much λ they spend in it. */
  stability: number;
}

/** A cluster of a level: places from…to − 1 of the walk, which part at `gap`. */
interface Range {
  from: number;
  to: number;
  gap: number;
}

export function condense(walk: Walk, minClusterSize: number): CondensedTree {
  const n = walk.order.length;
  const builder = new Builder(walk, minClusterSize);
  const stack = [{ cluster: builder.add(-1, 0), from: 0, to: n, gap: builder.top }];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { cluster } = next;
    for (const part of builder.follow(cluster, next)) {
      stack.push({ ...part, cluster: builder.add(cluster, builder.clusters[cluster]!.death) });
    }
  }
  return builder;
}

class Builder implements CondensedTree {
  readonly clusters: CondensedCluster[] = [];
  readonly lastCluster: Int32Array;
  readonly leaves: Float64Array;
  /** The widest gap of all. */
  readonly top: number;
  private readonly walk: Walk;
  private readonly minClusterSize: number;
  private readonly widest: Widest;

  constructor(walk: Walk, minClusterSize: number) {
    this.walk = walk;
    this.minClusterSize = minClusterSize;
    this.lastCluster = new Int32Array(walk.order.length);
    this.leaves = new Float64Array(walk.order.length);
    this.widest = widestGaps(walk.gaps);
    this.top = this.widest.top;
  }

  add(parent: number, birth: number): number {
    const cluster = this.clusters.length;
    this.clusters.push({ parent, children: [], birth, death: birth, stability: 0 });
    this.clusters[parent]?.children.push(cluster);
    return cluster;
  }

  /** Follows a cluster while it only loses points; returns the two it falls into, or none. */
  follow(cluster: number, { from, to, gap }: Range): Range[] {
    const { walk, widest, minClusterSize } = this;
    for (;;) {
      const width = walk.gaps[gap] ?? 0;
      // Points that lie on each other are never parted.
      if (width === 0) return this.leave(cluster, Infinity, from, to);
      const level = 1 / width;
      const left = { from, to: gap + 1, gap: widest.left[gap]! };
      const right = { from: gap + 1, to, gap: widest.right[gap]! };
      const [stays, goes] = left.to - from >= minClusterSize ? [left, right] : [right, left];
      if (stays.to - stays.from < minClusterSize) return this.leave(cluster, level, from, to);
      if (goes.to - goes.from >= minClusterSize) {
        this.count(cluster, level, to - from);
        return [left, right];
      }
      this.leave(cluster, level, goes.from, goes.to);
      ({ from, to, gap } = stays);
    }
  }

  private leave(cluster: number, level: number, from: number, to: number): [] {
    for (let at = from; at < to; at++) {
      const point = this.walk.order[at]!;
      this.lastCluster[point] = cluster;
      this.leaves[point] = level;
    }
    this.count(cluster, level, to - from);
    return [];
  }

  private count(cluster: number, level: number, points: number): void {
    const each = this.clusters[cluster]!;
    each.death = level;
    each.stability += (level - each.birth) * points;
  }
}

interface Widest {
  /** The widest gap of all; of equal ones the last. −1 where there is none. */
  top: number;
  /** For each gap, the widest of the part to the left of it, up to a wider one; −1 where there is none. */
  left: Int32Array;
  right: Int32Array;
}

/** The Cartesian tree of the gaps (Vuillemin 1980), in one pass. */
function widestGaps(gaps: Float64Array): Widest {
  const left = new Int32Array(gaps.length).fill(-1);
  const right = new Int32Array(gaps.length).fill(-1);
  const spine: number[] = [];
  for (let gap = 0; gap < gaps.length; gap++) {
    while (spine.length > 0 && gaps[spine.at(-1)!]! <= gaps[gap]!) left[gap] = spine.pop()!;
    if (spine.length > 0) right[spine.at(-1)!] = gap;
    spine.push(gap);
  }
  return { top: spine[0] ?? -1, left, right };
}
