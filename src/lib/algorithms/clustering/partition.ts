import { dot } from '../vectors/dot.js';
import type { Matrix } from '../vectors/matrix.js';
import { rowOf } from '../vectors/matrix.js';

/**
 * n points in clusters, kept as the clusters' sums, so that what a change would do to the inertia is known
 * exactly (float64) in O(d). A cluster may be empty. Where S is a cluster's sum and m its size, its inertia is
 * Σ‖x‖² − ‖S‖² / m.
 */
export class Partition {
  readonly points: Matrix;
  /** n: the cluster of each point. */
  readonly labels: Int32Array;
  readonly sizes: Int32Array;
  /** Grows with every change of a cluster's members: what was derived from it may be kept until then. */
  readonly versions: Int32Array;
  private readonly sums: Float64Array;
  /** ‖S‖² of each cluster. */
  private readonly squares: Float64Array;
  /** ‖x‖² of each point. */
  private readonly norms: Float64Array;

  /** @param capacity number of clusters, empty ones included; labels are below it. */
  constructor(points: Matrix, labels: Int32Array, capacity: number) {
    this.points = points;
    this.labels = labels.slice();
    this.sizes = new Int32Array(capacity);
    this.versions = new Int32Array(capacity);
    this.sums = new Float64Array(capacity * points.cols);
    this.squares = new Float64Array(capacity);
    this.norms = new Float64Array(points.rows);
    for (let i = 0; i < points.rows; i++) {
      this.add(i, labels[i]!, 1);
      const row = rowOf(points, i);
      this.norms[i] = dot(row, row);
    }
    for (let c = 0; c < capacity; c++) this.squares[c] = this.squaredSum(c);
  }

  get capacity(): number {
    return this.sizes.length;
  }

  /**
   * Squared Euclidean distance of a point to a cluster's centre; infinite for an empty cluster.
   * @param projection `project(point, cluster)`, where the caller has it already.
   */
  distance(point: number, cluster: number, projection = this.project(point, cluster)): number {
    const size = this.sizes[cluster]!;
    if (size === 0) return Infinity;
    const squared = this.squares[cluster]! / size;
    return this.norms[point]! + (squared - 2 * projection) / size;
  }

  /** How much the inertia falls when a point leaves its cluster. */
  leaving(point: number, projection?: number): number {
    const cluster = this.labels[point]!;
    const size = this.sizes[cluster]!;
    return size === 1 ? 0 : (size / (size - 1)) * this.distance(point, cluster, projection);
  }

  /** How much the inertia rises when a point that is in none joins a cluster. */
  joining(point: number, cluster: number, projection?: number): number {
    const size = this.sizes[cluster]!;
    return size === 0 ? 0 : (size / (size + 1)) * this.distance(point, cluster, projection);
  }

  move(point: number, to: number): void {
    const from = this.labels[point]!;
    if (from === to) return;
    this.add(point, from, -1);
    this.add(point, to, 1);
    this.labels[point] = to;
    this.squares[from] = this.squaredSum(from);
    this.squares[to] = this.squaredSum(to);
  }

  /** How much the inertia rises when two clusters become one (Ward 1963). */
  merging(a: number, b: number): number {
    const [m, n] = [this.sizes[a]!, this.sizes[b]!];
    if (m === 0 || n === 0) return 0;
    const product = inner(this.sumOf(a), this.sumOf(b));
    const between =
      this.squares[a]! / (m * m) + this.squares[b]! / (n * n) - (2 * product) / (m * n);
    return Math.max(0, ((m * n) / (m + n)) * between);
  }

  /** In ascending order. */
  members(cluster: number): number[] {
    const found: number[] = [];
    this.labels.forEach((label, point) => {
      if (label === cluster) found.push(point);
    });
    return found;
  }

  inertia(): number {
    let total = 0;
    for (const norm of this.norms) total += norm;
    this.squares.forEach((square, c) => {
      if (this.sizes[c]! > 0) total -= square / this.sizes[c]!;
    });
    return Math.max(0, total);
  }

  /** Inner product of a point with a cluster's sum. */
  project(point: number, cluster: number): number {
    const { sums } = this;
    const { data, cols } = this.points;
    const x = point * cols;
    const s = cluster * cols;
    let [s0, s1, s2, s3] = [0, 0, 0, 0];
    let j = 0;
    for (; j + 3 < cols; j += 4) {
      s0 += data[x + j]! * sums[s + j]!;
      s1 += data[x + j + 1]! * sums[s + j + 1]!;
      s2 += data[x + j + 2]! * sums[s + j + 2]!;
      s3 += data[x + j + 3]! * sums[s + j + 3]!;
    }
    for (; j < cols; j++) s0 += data[x + j]! * sums[s + j]!;
    return s0 + s1 + (s2 + s3);
  }

  private add(point: number, cluster: number, sign: 1 | -1): void {
    const { sums } = this;
    const { data, cols } = this.points;
    const x = point * cols;
    const s = cluster * cols;
    for (let j = 0; j < cols; j++) {
      sums[s + j]! += sign * data[x + j]!;
    }
    this.sizes[cluster]! += sign;
    this.versions[cluster]!++;
  }

  private squaredSum(cluster: number): number {
    const sum = this.sumOf(cluster);
    return inner(sum, sum);
  }

  private sumOf(cluster: number): Float64Array {
    const { cols } = this.points;
    return this.sums.subarray(cluster * cols, (cluster + 1) * cols);
  }
}

function inner(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j]! * b[j]!;
  return sum;
}
