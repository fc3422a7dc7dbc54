import { seededRandom } from '../random.js';
import { squaredDistance } from '../vectors/dot.js';
import type { Matrix } from '../vectors/matrix.js';
import { rowOf } from '../vectors/matrix.js';

/** Labels of n things, of any kind. */
export type Labelling = ArrayLike<number | string>;

/**
 * Normalised mutual information, 0…1, over the arithmetic mean of the entropies (Strehl & Ghosh 2002;
 * scikit-learn's default). Two labellings of one class each agree: 1.
 */
export function normalisedMutualInformation(a: Labelling, b: Labelling): number {
  const { cells, rows, columns, total } = contingency(a, b);
  const mean = (entropy(rows, total) + entropy(columns, total)) / 2;
  if (mean === 0) return 1;
  const information = entropy(rows, total) + entropy(columns, total) - entropy(cells, total);
  return Math.min(1, Math.max(0, information / mean));
}

/** Adjusted Rand index, at most 1, about 0 for labellings by chance (Hubert & Arabie 1985). */
export function adjustedRandIndex(a: Labelling, b: Labelling): number {
  const { cells, rows, columns, total } = contingency(a, b);
  const [both, inA, inB] = [pairs(cells), pairs(rows), pairs(columns)];
  const expected = total < 2 ? 0 : (inA * inB) / ((total * (total - 1)) / 2);
  const most = (inA + inB) / 2;
  return most === expected ? 1 : (both - expected) / (most - expected);
}

export interface SilhouetteOptions {
  /** Points whose silhouette is taken, drawn with `seed` where there are more; default 1,000. */
  sample?: number;
  seed?: number;
}

/**
 * Mean silhouette width, −1…1, by Euclidean distance (Rousseeuw 1987): 0 for a point alone in its cluster.
 * A sampled point is compared with all points: O(sample · n · d).
 * @returns 0 where there are fewer than two clusters.
 */
export function silhouette(
  points: Matrix,
  labels: ArrayLike<number>,
  { sample = 1000, seed = 0 }: SilhouetteOptions = {},
): number {
  const sizes = new Map<number, number>();
  for (const label of Array.from(labels)) sizes.set(label, (sizes.get(label) ?? 0) + 1);
  if (sizes.size < 2) return 0;
  const drawn = draw(points.rows, sample, seed);
  const widths = drawn.map((point) => width(points, labels, sizes, point));
  return widths.reduce((sum, value) => sum + value, 0) / widths.length;
}

function width(
  points: Matrix,
  labels: ArrayLike<number>,
  sizes: ReadonlyMap<number, number>,
  point: number,
): number {
  const sums = new Map<number, number>();
  for (let other = 0; other < points.rows; other++) {
    const distance = Math.sqrt(squaredDistance(rowOf(points, point), rowOf(points, other)));
    sums.set(labels[other]!, (sums.get(labels[other]!) ?? 0) + distance);
  }
  const own = labels[point]!;
  if (sizes.get(own) === 1) return 0;
  const inside = sums.get(own)! / (sizes.get(own)! - 1);
  let outside = Infinity;
  for (const [label, sum] of sums) {
    if (label !== own) outside = Math.min(outside, sum / sizes.get(label)!);
  }
  const larger = Math.max(inside, outside);
  return larger === 0 ? 0 : (outside - inside) / larger;
}

/** The first of a Fisher–Yates shuffle; all of them, in order, where they are few enough. */
function draw(count: number, sample: number, seed: number): number[] {
  const all = Array.from({ length: count }, (_, i) => i);
  if (count <= sample) return all;
  const random = seededRandom(seed);
  for (let i = 0; i < sample; i++) {
    const j = i + Math.floor(random() * (count - i));
    [all[i], all[j]] = [all[j]!, all[i]!];
  }
  return all.slice(0, sample);
}

interface Contingency {
  cells: number[];
  rows: number[];
  columns: number[];
  total: number;
}

function contingency(a: Labelling, b: Labelling): Contingency {
  const labelled = Array.from(a).map((label, i) => [label, b[i]!] as const);
  return {
    cells: counts(labelled.map((pair) => JSON.stringify(pair))),
    rows: counts(labelled.map(([label]) => label)),
    columns: counts(labelled.map(([, label]) => label)),
    total: labelled.length,
  };
}

function counts(labels: readonly (number | string)[]): number[] {
  const found = new Map<number | string, number>();
  for (const label of labels) found.set(label, (found.get(label) ?? 0) + 1);
  return [...found.values()];
}

/** In nats. */
function entropy(sizes: readonly number[], total: number): number {
  return sizes.reduce((sum, size) => sum - (size / total) * Math.log(size / total), 0);
}

function pairs(sizes: readonly number[]): number {
  return sizes.reduce((sum, size) => sum + (size * (size - 1)) / 2, 0);
}
