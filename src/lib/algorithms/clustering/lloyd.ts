import { squaredDistance } from '../vectors/dot.js';
import { distancesByLabel } from '../vectors/labelled.js';
import { emptyMatrix, rowOf, type Matrix } from '../vectors/matrix.js';
import { centresOf } from '../vectors/scores.js';
import { Assignment } from './assignment.js';
import { Members, strays } from './members.js';
import type { Points } from './points.js';

export interface LloydOptions {
  maxIterations: number;
  /** Relative to the mean variance of a dimension. */
  tolerance: number;
  signal?: AbortSignal | undefined;
}

export interface KMeansResult {
  /** n: the row of `centres` that each vector belongs to. */
  labels: Int32Array;
  /** k × d: means of the members. None is empty. */
  centres: Matrix;
  /** Sum of squared Euclidean distances to the centres. */
  inertia: number;
  iterations: number;
}

/**
 * Lloyd's algorithm (1982) from the given centres (k × d), with the stopping rule of scikit-learn: no label
 * changed, or the squared shifts of the centres sum to no more than the tolerance.
 */
export async function lloyd(
  points: Points,
  start: Matrix,
  options: LloydOptions,
): Promise<KMeansResult> {
  const assignment = new Assignment(points);
  const members = new Members(points.data, start.rows);
  let centres = start;
  let shifts = new Float64Array(start.rows);
  let tolerance = 0;
  let iterations = 0;
  for (;;) {
    options.signal?.throwIfAborted();
    await assignment.update(centresOf(centres), shifts);
    const moved = members.follow(assignment.labels);
    if (iterations === 0) tolerance = options.tolerance * members.meanVariance(points.squares);
    const settled = moved === 0 || (iterations > 0 && squaredSum(shifts) <= tolerance);
    if (settled || iterations === options.maxIterations) break;
    iterations++;
    fillEmpty(points.data, assignment, members, centres);
    const next = members.means(centres);
    shifts = shiftsOf(centres, next);
    centres = next;
  }
  return { ...finish(points.data, assignment.labels, members.sizes), iterations };
}

function fillEmpty(data: Matrix, assignment: Assignment, members: Members, centres: Matrix): void {
  for (const { row, cluster } of strays(data, assignment.labels, centres, members.sizes)) {
    assignment.reassign(row, cluster);
  }
  members.follow(assignment.labels);
}

/** Euclidean distance that each centre moved, k. */
function shiftsOf(before: Matrix, after: Matrix): Float64Array<ArrayBuffer> {
  return Float64Array.from({ length: before.rows }, (_, c) =>
    Math.sqrt(squaredDistance(rowOf(before, c), rowOf(after, c))),
  );
}

function squaredSum(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value * value, 0);
}

/** Drops empty clusters and takes the means afresh, free of what moves rounded. `sizes` (k) are those of `labels`. */
export function finish(data: Matrix, labels: Int32Array, sizes: Int32Array) {
  const kept = [...sizes.keys()].filter((c) => sizes[c] !== 0);
  const rank = new Int32Array(sizes.length);
  kept.forEach((c, at) => (rank[c] = at));
  const compact = labels.map((label) => rank[label]!);
  const members = new Members(data, kept.length);
  members.follow(compact);
  const centres = members.means(emptyMatrix(kept.length, data.cols));
  const inertia = distancesByLabel(data, compact, centres).reduce((a, b) => a + b, 0);
  return { labels: compact, centres, inertia };
}
