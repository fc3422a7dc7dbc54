import { squaredNorms } from '../vectors/dot.js';
import type { Matrix } from '../vectors/matrix.js';
import { kernelFor } from '../vectors/kernel.js';
import { centred, smoothed } from './graph-smooth.js';
import { nearestNeighbours } from './graph-neighbours.js';
import { wardCentres } from './graph-ward.js';
import { kmeansBy } from './kmeans.js';
import type { Labelling } from './labelling.js';

export interface GraphOptions {
  /** Clusters, ≥ 1. Fewer come back when there are fewer distinct vectors. */
  k: number;
  seed: number;
  signal?: AbortSignal;
}

export interface GraphResult extends Labelling {
  /** The smoothed vectors, among which the clusters lie around their centres, n × d. */
  smooth: Matrix;
}

/** Neighbours of a point, and steps of smoothing over them: decision 0011. */
const NEIGHBOURS = 12;
const STEPS = 3;

/**
 * Clusters n vectors by what they are near to rather than by what they are: directions from the common mean
 * are smoothed over the nearest-neighbour graph, and k-means starts from Ward's clusters of that graph. Every
 * point is assigned. For many short texts in many groups.
 * @throws VECTOR_INVALID on NaN or infinity; what `signal` was aborted with.
 */
export async function graphClusters(data: Matrix, options: GraphOptions): Promise<GraphResult> {
  const { seed, signal } = options;
  const k = Math.min(options.k, data.rows);
  squaredNorms(data); // refuses what is no number, before the mean spreads it
  const kernel = await kernelFor(data.rows * data.cols * data.rows);
  try {
    const plain = centred(data);
    const near = await nearestNeighbours(plain, NEIGHBOURS, { kernel, signal });
    const smooth = smoothed(plain, near, STEPS);
    const warm = await wardCentres(smooth, near, { k, kernel, signal });
    const { labels, centres } = await kmeansBy(kernel, smooth, {
      k: Math.max(1, k),
      seed,
      warm,
      ...(signal && { signal }),
    });
    return { labels, clusters: centres.rows, smooth };
  } finally {
    await kernel.close();
  }
}
