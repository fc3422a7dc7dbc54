import { kernelFor } from '../vectors/kernel.js';
import type { Matrix } from '../vectors/matrix.js';
import type { ScoreKernel } from '../vectors/scores.js';
import { condense, type CondensedTree } from './condensed-tree.js';
import { coreDistances } from './core-distances.js';
import { NOISE, type Labelling } from './labelling.js';
import { walkTree } from './mutual-reachability.js';
import { spaceOf } from './space.js';

export interface HdbscanOptions {
  /** Points that make a cluster, ≥ 2. */
  minClusterSize: number;
  /** Which nearest neighbour, the point itself the first, gives its core distance; default minClusterSize. */
  minSamples?: number | undefined;
  /** Whether all points may be one cluster; default false. */
  allowSingleCluster?: boolean | undefined;
  signal?: AbortSignal | undefined;
}

export interface HdbscanResult extends Labelling {
  /** How firmly each point belongs to its cluster, 0…1 and 0 for noise, n. */
  probabilities: Float64Array;
}

/**
 * HDBSCAN* (Campello, Moulavi & Sander 2013) of n vectors by Euclidean distance, clusters by excess of mass
 * (McInnes & Healy 2017), numbered by their first point. Fewer points than minClusterSize are noise. The same
 * vectors give the same result on every machine, for any number of threads. Beside the vectors and a copy it
 * takes some 40 MB, never n² numbers.
 * @throws VECTOR_INVALID on NaN or infinity; what `signal` was aborted with.
 */
export async function hdbscan(data: Matrix, options: HdbscanOptions): Promise<HdbscanResult> {
  const kernel = await kernelFor(data.rows ** 2 * data.cols);
  try {
    return await hdbscanBy(kernel, data, options);
  } finally {
    await kernel.close();
  }
}

/** `hdbscan` with a kernel of the caller's. */
export async function hdbscanBy(
  kernel: ScoreKernel,
  data: Matrix,
  options: HdbscanOptions,
): Promise<HdbscanResult> {
  const { minClusterSize, minSamples = minClusterSize, signal } = options;
  const n = data.rows;
  const space = spaceOf(data, kernel, signal);
  if (n < minClusterSize) return unclustered(n);
  const core = await coreDistances(space, Math.min(minSamples, n));
  const tree = condense(await walkTree(space, core), minClusterSize);
  return labelPoints(tree, selectClusters(tree, options.allowSingleCluster ?? false));
}

function unclustered(n: number): HdbscanResult {
  const labels = new Int32Array(n).fill(NOISE);
  return { labels, probabilities: new Float64Array(n), clusters: 0 };
}

/** For each cluster the one with the most excess of mass among itself and those it lies in, or −1. */
function selectClusters({ clusters }: CondensedTree, allowSingleCluster: boolean): Int32Array {
  const mass = Float64Array.from(clusters, ({ stability }) => stability);
  const chosen = Uint8Array.from(clusters, () => 1);
  for (let cluster = clusters.length - 1; cluster >= 0; cluster--) {
    const parts = clusters[cluster]!.children.reduce((sum, child) => sum + mass[child]!, 0);
    if (parts <= mass[cluster]!) continue;
    chosen[cluster] = 0;
    mass[cluster] = parts;
  }
  if (!allowSingleCluster) chosen[0] = 0;
  const owner = new Int32Array(clusters.length).fill(-1);
  clusters.forEach(({ parent }, cluster) => {
    owner[cluster] = owner[parent] ?? -1;
    if (owner[cluster] === -1 && chosen[cluster] === 1) owner[cluster] = cluster;
  });
  return owner;
}

function labelPoints(tree: CondensedTree, owner: Int32Array): HdbscanResult {
  const { clusters, lastCluster, leaves } = tree;
  const result = unclustered(leaves.length);
  const numbers = new Map<number, number>();
  for (let i = 0; i < leaves.length; i++) {
    const cluster = owner[lastCluster[i]!]!;
    if (cluster === -1) continue;
    const { death } = clusters[cluster]!;
    // All points are in cluster 0: only those that stay to its end belong to it, as in scikit-learn.
    if (cluster === 0 && leaves[i]! < death) continue;
    if (!numbers.has(cluster)) numbers.set(cluster, numbers.size);
    result.labels[i] = numbers.get(cluster)!;
    result.probabilities[i] = leaves[i]! >= death ? 1 : leaves[i]! / death;
  }
  return { ...result, clusters: numbers.size };
}
