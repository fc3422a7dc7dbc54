import type { Grouping } from '../../domain/clustering.js';
import type { Matrix } from '../vectors/matrix.js';
import { graphClusters } from './graph.js';
import { kmeans } from './kmeans.js';
import { miniBatchKMeans } from './minibatch.js';

/** Groupings by centres, which a night can go on from. */
export type Continued = Extract<Grouping, { k: number | 'auto' }>;

/** k-means++ starts of a run of k-means; one where a pass over the vectors takes more multiply-adds. */
const STARTS = 4;
const MOST_PRODUCTS = 2e9;
const MARGIN = 0.02;
/** Smoothed vectors lie close to their centres, so that the same difference is a greater share: decision 0011. */
const GRAPH_MARGIN = 0.05;

/** Clusters found without a look at last night's. */
export interface ColdStart {
  /** The vectors among which the clusters were sought, n × d. */
  space: Matrix;
  /** n: below k. */
  labels: Int32Array;
  /** Whether a local search behind it is worth its time. */
  refine: boolean;
  /** How much better by inertia than what continues last night it must be to be adopted, as a share. */
  margin: number;
}

/**
 * Clusters n unit vectors by the algorithm that was asked for.
 * @throws VECTOR_INVALID on NaN or infinity; what `signal` was aborted with.
 */
export async function coldStart(
  vectors: Matrix,
  algorithm: Continued['algorithm'],
  options: { k: number; seed: number; signal?: AbortSignal | undefined },
): Promise<ColdStart> {
  const { seed, signal } = options;
  const how = { k: Math.max(1, options.k), seed, ...(signal && { signal }) };
  if (algorithm === 'graph') {
    const { smooth, labels } = await graphClusters(vectors, how);
    return { space: smooth, labels, refine: false, margin: GRAPH_MARGIN };
  }
  if (algorithm === 'minibatch-kmeans') {
    const { labels } = await miniBatchKMeans(vectors, how);
    return { space: vectors, labels, refine: false, margin: MARGIN };
  }
  const starts = vectors.data.length * how.k > MOST_PRODUCTS ? 1 : STARTS;
  const { labels } = await kmeans(vectors, { ...how, starts });
  return { space: vectors, labels, refine: true, margin: MARGIN };
}
