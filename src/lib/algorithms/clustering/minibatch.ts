import { seededRandom } from '../random.js';
import { kernelFor } from '../vectors/kernel.js';
import { emptyMatrix, gather, type Matrix } from '../vectors/matrix.js';
import { centresOf, type ScoreKernel } from '../vectors/scores.js';
import { Assignment } from './assignment.js';
import { finish, lloyd, type KMeansResult } from './lloyd.js';
import { MiniBatchCentres } from './minibatch-centres.js';
import { Patience, shuffledBatches } from './minibatch-course.js';
import { pointsOf, type Points } from './points.js';
import { plusPlus } from './seeding.js';

export interface MiniBatchOptions {
  /** Clusters, ≥ 1. Fewer come back when there are fewer distinct vectors. */
  k: number;
  seed: number;
  /** Rows that the centres take one step after. Default 1,024. */
  batch?: number;
  /** Times that all rows are gone through at most. Default 100. */
  maxPasses?: number;
  /** Steps in a row without a notably lower smoothed inertia that end the search. Default 10. */
  patience?: number;
  /** Share by which the smoothed inertia must fall to count as notably lower. Default 5e-4. */
  tolerance?: number;
  signal?: AbortSignal | undefined;
}

/** Start centres are sought among so many batches' rows, or rows for each centre, whichever is more. */
const SUBSAMPLE = 3;

/**
 * Mini-batch k-means (Sculley 2010, "Web-scale k-means clustering") of n vectors, for collections on which
 * `kmeans` takes too long: k-means++ on a subsample; steps after shuffled batches, each centre at a rate of one
 * over the points it has seen; centres that hardly any point goes to start anew; the end comes when the
 * smoothed inertia of the batches hardly falls any more. Last, all vectors are assigned, exactly, and the centres are
 * their means. The same vectors and options give the same result on every machine, for any number of threads.
 * @throws VECTOR_INVALID on NaN or infinity; what `signal` was aborted with.
 */
export async function miniBatchKMeans(
  data: Matrix,
  options: MiniBatchOptions,
): Promise<KMeansResult> {
  const kernel = await kernelFor(data.rows * data.cols * options.k);
  try {
    return await miniBatchKMeansBy(kernel, data, options);
  } finally {
    await kernel.close();
  }
}

/** `miniBatchKMeans` with a kernel of the caller's. `iterations` are the steps. */
export async function miniBatchKMeansBy(
  kernel: ScoreKernel,
  data: Matrix,
  options: MiniBatchOptions,
): Promise<KMeansResult> {
  const points = pointsOf(data, kernel);
  if (data.rows === 0) {
    return {
      labels: new Int32Array(0),
      centres: emptyMatrix(0, data.cols),
      inertia: 0,
      iterations: 0,
    };
  }
  const { seed, signal, batch = 1024 } = options;
  const random = seededRandom(seed);
  const start = await startCentres(points, { ...options, batch }, random);
  const centres = new MiniBatchCentres(start, random);
  const steps = await descend(points, centres, { ...options, batch }, random);
  const result = await assignAll(points, centres.matrix, signal);
  return { ...result, iterations: steps };
}

/** Where a centre is left without vectors, an iteration of Lloyd's algorithm gives it a stray. */
async function assignAll(
  points: Points,
  centres: Matrix,
  signal: AbortSignal | undefined,
): Promise<Omit<KMeansResult, 'iterations'>> {
  const assignment = new Assignment(points);
  await assignment.update(centresOf(centres), new Float64Array(centres.rows));
  const sizes = new Int32Array(centres.rows);
  for (const label of assignment.labels) sizes[label]! += 1;
  if (!sizes.includes(0)) return finish(points.data, assignment.labels, sizes);
  return lloyd(points, centres, { maxIterations: 1, tolerance: 0, signal });
}

type Settings = MiniBatchOptions & { batch: number };

/** k-means++ on a subsample; where that has too few distinct vectors, the rest come from all of them. */
async function startCentres(
  points: Points,
  { k, batch, signal }: Settings,
  random: () => number,
): Promise<Matrix> {
  const { data, kernel } = points;
  const [rows = new Int32Array(0)] = shuffledBatches(
    data.rows,
    SUBSAMPLE * Math.max(batch, k),
    random,
  );
  const few = pointsOf(gather(data, rows), kernel);
  const first = await plusPlus(few, { k, random, signal });
  return plusPlus(points, { k, random, first, signal });
}

async function descend(
  points: Points,
  centres: MiniBatchCentres,
  { batch, maxPasses = 100, patience: most = 10, tolerance = 5e-4, signal }: Settings,
  random: () => number,
): Promise<number> {
  const patience = new Patience(most, (2 * batch) / (points.data.rows + 1), tolerance);
  let steps = 0;
  for (let pass = 0; pass < maxPasses; pass++) {
    for (const rows of shuffledBatches(points.data.rows, batch, random)) {
      signal?.throwIfAborted();
      const inertia = await centres.step(points, rows);
      steps++;
      if (patience.isSpent(inertia / rows.length)) return steps;
    }
  }
  return steps;
}
