import { squaredDistance } from '../vectors/dot.js';
import type { Matrix } from '../vectors/matrix.js';
import { requireFinite, rowOf } from '../vectors/matrix.js';
import { seededRandom } from '../random.js';
import { plusPlus } from './seeding.js';

export interface KMeansOptions {
  /** Clusters, ≥ 1. Fewer come back when there are fewer distinct vectors. */
  k: number;
  seed: number;
  /** Starts from new k-means++ centres, of which the one with the least inertia wins. Default 10. */
  starts?: number;
  /** Default 300. */
  maxIterations?: number;
  /** Stops when the centres' squared shifts sum to at most this share of the mean variance of a dimension. Default 1e-4. */
  tolerance?: number;
  /** k′ × d centres to start from, once, in place of k-means++; k-means++ adds k − k′ more where k′ < k. */
  warm?: Matrix;
  signal?: AbortSignal;
}

export interface KMeansResult {
  /** n: row of `centres` that each vector belongs to. */
  labels: Int32Array;
  /** k × d: means of the members. */
  centres: Matrix;
  /** Sum of squared Euclidean distances to the centres. */
  inertia: number;
  iterations: number;
}

/**
 * k-means by Lloyd's algorithm (1982).
 * @throws VECTOR_INVALID on NaN or infinity; AbortError when `signal` aborts.
 */
export async function kmeans(data: Matrix, options: KMeansOptions): Promise<KMeansResult> {
  requireFinite(data);
  const random = seededRandom(options.seed);
  const starts = options.warm ? 1 : (options.starts ?? 10);
  let best: KMeansResult | null = null;
  for (let start = 0; start < starts && data.rows > 0; start++) {
    const centres = plusPlus(data, options.k, random, options.warm);
    const result = lloyd(data, centres, options);
    if (best === null || result.inertia < best.inertia) best = result;
  }
  return best ?? nothing(data.cols);
}

function nothing(cols: number): KMeansResult {
  const centres = { data: new Float32Array(0), rows: 0, cols };
  return { labels: new Int32Array(0), centres, inertia: 0, iterations: 0 };
}

function lloyd(data: Matrix, start: Matrix, options: KMeansOptions): KMeansResult {
  const tolerance = (options.tolerance ?? 1e-4) * meanVariance(data);
  const labels = new Int32Array(data.rows).fill(-1);
  let centres = start;
  let iterations = 0;
  while (iterations < (options.maxIterations ?? 300)) {
    options.signal?.throwIfAborted();
    iterations++;
    const changed = assign(data, centres, labels);
    const next = means(data, labels, centres);
    const shift = squaredDistance(next.data, centres.data);
    centres = next;
    if (!changed) break;
    if (shift <= tolerance) {
      assign(data, centres, labels);
      break;
    }
  }
  return { ...withoutEmpty(data, labels, centres), iterations };
}

function assign(data: Matrix, centres: Matrix, labels: Int32Array): boolean {
  let changed = false;
  for (let i = 0; i < data.rows; i++) {
    const label = nearest(rowOf(data, i), centres);
    if (label !== labels[i]) changed = true;
    labels[i] = label;
  }
  return changed;
}

function nearest(row: Float32Array, centres: Matrix): number {
  let best = 0;
  let least = Infinity;
  for (let c = 0; c < centres.rows; c++) {
    const distance = squaredDistance(row, rowOf(centres, c));
    if (distance < least) [best, least] = [c, distance];
  }
  return best;
}

/** Means of the members; an empty cluster takes the vector that is farthest from its centre. */
function means(data: Matrix, labels: Int32Array, old: Matrix): Matrix {
  const sizes = sizesOf(labels, old.rows);
  for (let c = 0; c < old.rows; c++) {
    if (sizes[c] !== 0) continue;
    const far = farthest(data, labels, old, sizes);
    if (far === -1) break;
    const from = labels[far] as number;
    sizes[from] = (sizes[from] as number) - 1;
    sizes[c] = 1;
    labels[far] = c;
  }
  const sums = new Float64Array(old.rows * old.cols);
  for (let i = 0; i < data.rows; i++) {
    const at = (labels[i] as number) * data.cols;
    const row = rowOf(data, i);
    for (let j = 0; j < row.length; j++)
      sums[at + j] = (sums[at + j] as number) + (row[j] as number);
  }
  const next = old.data.slice();
  for (let c = 0; c < old.rows; c++) {
    const size = sizes[c] as number;
    if (size === 0) continue;
    for (let at = c * old.cols; at < (c + 1) * old.cols; at++)
      next[at] = (sums[at] as number) / size;
  }
  return { ...old, data: next };
}

function farthest(data: Matrix, labels: Int32Array, centres: Matrix, sizes: Int32Array): number {
  let far = -1;
  let most = 0;
  for (let i = 0; i < data.rows; i++) {
    const label = labels[i] as number;
    if ((sizes[label] as number) < 2) continue;
    const distance = squaredDistance(rowOf(data, i), rowOf(centres, label));
    if (distance > most) [far, most] = [i, distance];
  }
  return far;
}

function sizesOf(labels: Int32Array, k: number): Int32Array {
  const sizes = new Int32Array(k);
  for (const label of labels) sizes[label] = (sizes[label] as number) + 1;
  return sizes;
}

function withoutEmpty(data: Matrix, labels: Int32Array, centres: Matrix) {
  const sizes = sizesOf(labels, centres.rows);
  const rank = new Int32Array(centres.rows);
  const kept: number[] = [];
  for (let c = 0; c < centres.rows; c++) if (sizes[c]) rank[c] = kept.push(c) - 1;
  const compact = new Float32Array(kept.length * centres.cols);
  kept.forEach((c, at) => compact.set(rowOf(centres, c), at * centres.cols));
  const renamed = labels.map((label) => rank[label] as number);
  const empty = { data: compact, rows: kept.length, cols: centres.cols };
  const exact = means(data, renamed, empty);
  let inertia = 0;
  renamed.forEach((label, i) => {
    inertia += squaredDistance(rowOf(data, i), rowOf(exact, label));
  });
  return { labels: renamed, centres: exact, inertia };
}

/** Mean over the dimensions of the variance of the rows. */
function meanVariance(data: Matrix): number {
  const sums = new Float64Array(data.cols);
  let squares = 0;
  for (let i = 0; i < data.rows; i++) {
    const row = rowOf(data, i);
    for (let j = 0; j < row.length; j++) {
      const value = row[j] as number;
      sums[j] = (sums[j] as number) + value;
      squares += value * value;
    }
  }
  let spread = squares / data.rows;
  for (const sum of sums) spread -= (sum / data.rows) ** 2;
  return Math.max(0, spread) / data.cols;
}
