import { seededRandom } from '../random.js';
import type { Matrix } from '../vectors/matrix.js';
import { emptyMatrix } from '../vectors/matrix.js';
import { kernelFor } from '../vectors/kernel.js';
import type { ScoreKernel } from '../vectors/scores.js';
import { lloyd, type KMeansResult } from './lloyd.js';
import { pointsOf } from './points.js';
import { plusPlus } from './seeding.js';

export type { KMeansResult } from './lloyd.js';

export interface KMeansOptions {
  /** Clusters, ≥ 1. Fewer come back when there are fewer distinct vectors. */
  k: number;
  seed: number;
  /** Starts from new k-means++ centres, of which the one with the least inertia wins. Default 10. */
  starts?: number;
  /** Default 300. */
  maxIterations?: number;
  /**
   * Stops when the squared shifts of the centres sum to at most this share of the mean variance of a
   * dimension (scikit-learn's meaning). Default 1e-4; 0 goes on until no label changes.
   */
  tolerance?: number;
  /**
   * k′ × d centres to start from, once, in place of k-means++. With k′ < k, k-means++ adds the missing ones
   * behind them; with k′ ≥ k there will be k′ clusters. Unless one of them stays empty, row c of the result's
   * centres continues row c of these.
   */
  warm?: Matrix;
  signal?: AbortSignal;
}

/**
 * k-means (Lloyd 1982, k-means++ of Arthur & Vassilvitskii 2007) of n vectors. The same vectors and options
 * give the same result on every machine, for any number of threads.
 * @throws VECTOR_INVALID on NaN or infinity; what `signal` was aborted with.
 */
export async function kmeans(data: Matrix, options: KMeansOptions): Promise<KMeansResult> {
  const starts = options.warm ? 1 : (options.starts ?? 10);
  const kernel = await kernelFor(data.rows * data.cols * options.k * starts);
  try {
    return await kmeansBy(kernel, data, options);
  } finally {
    await kernel.close();
  }
}

/** `kmeans` with a kernel of the caller's. */
export async function kmeansBy(
  kernel: ScoreKernel,
  data: Matrix,
  options: KMeansOptions,
): Promise<KMeansResult> {
  const { k, seed, warm, maxIterations = 300, tolerance = 1e-4, signal } = options;
  const points = pointsOf(data, kernel);
  if (data.rows === 0) return nothing(data.cols);
  const random = seededRandom(seed);
  const starts = warm ? 1 : (options.starts ?? 10);
  let best: KMeansResult | null = null;
  for (let start = 0; start < starts; start++) {
    const centres = await plusPlus(points, { k, random, first: warm, signal });
    const result = await lloyd(points, centres, { maxIterations, tolerance, signal });
    if (best === null || result.inertia < best.inertia) best = result;
  }
  return best ?? nothing(data.cols);
}

function nothing(cols: number): KMeansResult {
  return { labels: new Int32Array(0), centres: emptyMatrix(0, cols), inertia: 0, iterations: 0 };
}
