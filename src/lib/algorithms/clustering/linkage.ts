import { squaredNorms } from '../vectors/dot.js';
import { kernelFor } from '../vectors/kernel.js';
import { distinctRows } from '../vectors/distinct.js';
import { gather, type Matrix } from '../vectors/matrix.js';
import { edgesOf } from './graph-edges.js';
import { nearestNeighbours } from './graph-neighbours.js';
import { centred, cosineAffinity, smoothed } from './graph-smooth.js';
import { NOISE, type Labelling } from './labelling.js';
import { averageCost, Merging } from './merging.js';

export interface LinkageOptions {
  /** Greatest mean cosine distance of the members of two clusters that become one, after smoothing; 0…2. */
  distance: number;
  /** Points that make a cluster; those of smaller groups are noise. */
  minClusterSize: number;
  signal?: AbortSignal | undefined;
}

/** Neighbours of a point, and steps of smoothing over them. */
const NEIGHBOURS = 8;
const STEPS = 2;
/** Distinct points that weigh as much as the belief that the mean is zero: a log of one topic is not torn apart. */
const FEW = 100;

/**
 * Groups n vectors without being told how many groups there are: directions from the common mean are smoothed
 * over the nearest-neighbour graph, then average linkage among neighbours joins what is close. One distance fits
 * corpora of very different density, because smoothing evens it out. For questions that mean the same.
 * @throws VECTOR_INVALID on NaN or infinity; what `signal` was aborted with.
 */
export async function linkage(data: Matrix, options: LinkageOptions): Promise<Labelling> {
  const { minClusterSize } = options;
  squaredNorms(data); // refuses what is no number, before the mean spreads it
  // Else what is said often in the same words would have none but itself among its neighbours.
  const { rows, of } = distinctRows(data);
  const slots = await slotsOf(gather(data, rows), options);
  return numbered(
    of.map((row) => slots[row]!),
    minClusterSize,
  );
}

/** For each point, the lowest point of its group. */
async function slotsOf(points: Matrix, { distance, signal }: LinkageOptions): Promise<Int32Array> {
  const kernel = await kernelFor(points.rows * points.cols * points.rows);
  try {
    const plain = centred(points, points.rows / (points.rows + FEW));
    const near = await nearestNeighbours(plain, NEIGHBOURS, { kernel, signal });
    const smooth = smoothed(plain, edgesOf(near, plain.rows, cosineAffinity(plain)), STEPS);
    const merging = new Merging(smooth, averageCost);
    merging.linkAll(await nearestNeighbours(smooth, NEIGHBOURS, { kernel, signal }));
    merging.mergeWithin(distance, signal);
    return merging.slots();
  } finally {
    await kernel.close();
  }
}

/** Labels 0, 1, 2, … in the order in which the clusters' first points come. */
function numbered(slots: Int32Array, minSize: number): Labelling {
  const sizes = new Map<number, number>();
  for (const slot of slots) sizes.set(slot, (sizes.get(slot) ?? 0) + 1);
  const names = new Map<number, number>();
  const labels = slots.map((slot) => {
    if ((sizes.get(slot) ?? 0) < minSize) return NOISE;
    if (!names.has(slot)) names.set(slot, names.size);
    return names.get(slot)!;
  });
  return { labels, clusters: names.size };
}
