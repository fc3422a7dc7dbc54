import { squaredNorms } from '../vectors/dot.js';
import type { Matrix } from '../vectors/matrix.js';
import { kernelFor } from '../vectors/kernel.js';
import type { ScoreKernel } from '../vectors/scores.js';
import { edgesOf, modularity } from './graph-edges.js';
import { layout } from './graph-layout.js';
import { centred, smoothed } from './graph-smooth.js';
import { nearestNeighbours } from './graph-neighbours.js';
import { voted } from './graph-votes.js';
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
/** A layout ends in one of many optima, which one depends on the last bits of the vectors: the best of three is taken. */
const LAYOUTS = 3;

/**
 * Clusters n vectors by what they are near to rather than by what they are. Directions from the common mean are
 * smoothed over the nearest-neighbour graph, and laid out by it; in either space k-means starts from Ward's clusters
 * of that graph, and neighbours vote. The clusters of greater modularity are taken. Every point is assigned. For many
 * short texts in many groups.
 * @throws VECTOR_INVALID on NaN or infinity; what `signal` was aborted with.
 */
export async function graphClusters(data: Matrix, options: GraphOptions): Promise<GraphResult> {
  const { seed, signal } = options;
  const k = Math.max(1, Math.min(options.k, data.rows));
  squaredNorms(data); // refuses what is no number, before the mean spreads it
  const kernel = await kernelFor(data.rows * data.cols * data.rows);
  try {
    const plain = centred(data);
    const near = await nearestNeighbours(plain, NEIGHBOURS, { kernel, signal });
    const edges = edgesOf(near, data.rows);
    const smooth = smoothed(plain, edges, STEPS);
    const by = async (space: Matrix): Promise<Candidate> => {
      const found = await clustersIn(space, near, { k, seed, kernel, signal });
      const labels = voted(plain, edges, found);
      return { ...found, labels, modularity: modularity(edges, labels) };
    };
    let best = await by(smooth);
    for (let nth = 0; nth < LAYOUTS; nth++) {
      const other = await by(layout(smooth, edges, { seed: seed + nth, signal }));
      if (isBetter(other, best)) best = other;
    }
    const { labels, clusters } = best;
    return { labels, clusters, smooth };
  } finally {
    await kernel.close();
  }
}

interface Candidate extends Labelling {
  modularity: number;
}

/** Fewer clusters than were asked for are no way to a greater modularity. */
const isBetter = (a: Candidate, b: Candidate) =>
  a.clusters > b.clusters || (a.clusters === b.clusters && a.modularity > b.modularity);

async function clustersIn(
  space: Matrix,
  near: Int32Array,
  {
    k,
    seed,
    kernel,
    signal,
  }: Required<Pick<GraphOptions, 'k' | 'seed'>> & {
    kernel: ScoreKernel;
    signal: AbortSignal | undefined;
  },
): Promise<Labelling> {
  const warm = await wardCentres(space, near, { k, kernel, signal });
  const how = { k, seed, warm, ...(signal && { signal }) };
  const { labels, centres } = await kmeansBy(kernel, space, how);
  return { labels, clusters: centres.rows };
}
