import type { Partition } from './partition.js';

/** How far tonight's clusters may depart from last night's. */
export interface Loyalty {
  /** n: the cluster that each point was in last night; −1 for points that may go anywhere. */
  home: Int32Array;
  /** How many of the points with a home may end up elsewhere. */
  allowance: number;
}

/** Multiply-adds that a search may still take. Counted, not timed: the same on every machine. */
export interface Effort {
  left: number;
}

/** Least fall of the inertia that counts: far above the rounding of float64 sums of unit vectors. */
export const LEAST_GAIN = 1e-9;

/** For a first night: every point may go anywhere. */
export function unbound(points: number): Loyalty {
  return { home: new Int32Array(points).fill(-1), allowance: 0 };
}

/** How many more points may leave home. */
export function allowanceLeft({ labels }: Partition, { home, allowance }: Loyalty): number {
  let away = 0;
  for (let point = 0; point < home.length; point++) {
    if (home[point] !== -1 && home[point] !== labels[point]) away++;
  }
  return allowance - away;
}

/**
 * Share of the effort beyond which looking at every point once takes so much of it that projections are hardly
 * ever asked for twice: they would take 12 bytes a point and cluster.
 */
const WORTH_KEEPING = 0.5;

/** Inner products of points with clusters' sums, n × capacity, each good while its cluster's version stands. */
interface Projections {
  values: Float64Array;
  versions: Int32Array;
}

interface Move {
  point: number;
  to: number;
  /** Fall of the inertia. */
  gain: number;
}

/**
 * Moves single points to other clusters while that lowers the inertia: Hartigan's method (1975), whose optima
 * are a subset of those of Lloyd's (Telgarsky & Vattani 2010, "Hartigan's method: k-means clustering without
 * Voronoi"). No cluster is emptied or founded.
 */
export class Settler {
  private readonly partition: Partition;
  private readonly loyalty: Loyalty;
  private readonly effort: Effort;
  private readonly signal: AbortSignal | undefined;
  private readonly known: Projections | null;

  constructor(partition: Partition, loyalty: Loyalty, effort: Effort, signal?: AbortSignal) {
    const { labels, capacity } = partition;
    this.partition = partition;
    this.loyalty = loyalty;
    this.effort = effort;
    this.signal = signal;
    const pairs = labels.length * capacity;
    this.known =
      pairs * partition.points.cols > WORTH_KEEPING * effort.left ? null : projectionsOf(pairs);
  }

  /** Moves points that are not at home until none of them gains by it. */
  moveFree(): void {
    let moved = true;
    while (moved)
      moved = this.apply(
        this.moves((point) => !this.atHome(point)),
        Infinity,
      );
  }

  /** Lets points leave home, those that gain most first, while the allowance lasts. False: none did. */
  moveFromHome(): boolean {
    const left = allowanceLeft(this.partition, this.loyalty);
    if (left <= 0) return false;
    const moves = this.moves((point) => this.atHome(point));
    moves.sort((a, b) => b.gain - a.gain || a.point - b.point);
    return this.apply(moves, left);
  }

  private atHome(point: number): boolean {
    return this.loyalty.home[point] === this.partition.labels[point];
  }

  /** Applies at most `limit` of the moves, each if it still helps after those before it. */
  private apply(moves: readonly Move[], limit: number): boolean {
    const { partition } = this;
    let applied = 0;
    for (const { point, to } of moves) {
      if (applied >= limit) break;
      const gain = partition.leaving(point) - partition.joining(point, to);
      if (gain <= LEAST_GAIN) continue;
      partition.move(point, to);
      applied++;
    }
    return applied > 0;
  }

  /** The best move of each point that has one, in the order of the points; none when the effort is spent. */
  private moves(which: (point: number) => boolean): Move[] {
    this.signal?.throwIfAborted();
    const moves: Move[] = [];
    for (let point = 0; point < this.partition.labels.length && this.effort.left > 0; point++) {
      if (!which(point)) continue;
      const move = this.bestMove(point);
      if (move !== null) moves.push(move);
    }
    return moves;
  }

  private bestMove(point: number): Move | null {
    const { partition } = this;
    const from = partition.labels[point]!;
    if (partition.sizes[from] === 1) return null;
    const leaving = partition.leaving(point, this.project(point, from));
    let to = -1;
    let least = leaving - LEAST_GAIN;
    for (let cluster = 0; cluster < partition.capacity; cluster++) {
      if (cluster === from || partition.sizes[cluster] === 0) continue;
      const joining = partition.joining(point, cluster, this.project(point, cluster));
      if (joining < least) [to, least] = [cluster, joining];
    }
    return to === -1 ? null : { point, to, gain: leaving - least };
  }

  private project(point: number, cluster: number): number {
    const { partition, known } = this;
    if (known === null) return this.fresh(point, cluster);
    const at = point * partition.capacity + cluster;
    const version = partition.versions[cluster]!;
    if (known.versions[at] !== version) {
      known.versions[at] = version;
      known.values[at] = this.fresh(point, cluster);
    }
    return known.values[at]!;
  }

  private fresh(point: number, cluster: number): number {
    this.effort.left -= this.partition.points.cols;
    return this.partition.project(point, cluster);
  }
}

function projectionsOf(pairs: number): Projections {
  return { values: new Float64Array(pairs), versions: new Int32Array(pairs).fill(-1) };
}
