import type { Matrix } from '../vectors/matrix.js';
import { gather } from '../vectors/matrix.js';
import { kmeans } from './kmeans.js';
import { silhouette } from './quality.js';

/** Numbers of clusters that are tried, as multiples of √n. */
const MULTIPLES = [0.5, 0.7, 1, 1.4, 2];
/** Points that they are tried on: evenly spaced where there are more. */
const MOST_POINTS = 2000;
/** Points whose silhouette is taken. */
const SAMPLE = 300;
/** k-means++ starts of a trial. */
const STARTS = 2;
/** By how much another k must beat last night's, in silhouette width. */
const MARGIN = 0.01;

export interface AutoKOptions {
  seed: number;
  /** Last night's k: kept unless another one is clearly better, so that ids stay. */
  last: number | null;
  signal?: AbortSignal;
}

/**
 * The number of clusters around √n whose k-means has the greatest mean silhouette (Rousseeuw 1987), the
 * smaller of two that are equal. One cluster where there are fewer than four points.
 * @returns at most n
 */
export async function chooseK(
  points: Matrix,
  { seed, last, signal }: AutoKOptions,
): Promise<number> {
  const { rows } = points;
  if (rows < 4) return Math.min(rows, 1);
  const few = evenly(points);
  const possible = (k: number) => k >= 2 && k < few.rows;
  const around = MULTIPLES.map((multiple) => Math.max(2, Math.round(multiple * Math.sqrt(rows))));
  const tried = [...new Set([...around, last ?? 0])].filter(possible).sort((a, b) => a - b);
  const widths = new Map<number, number>();
  for (const k of tried) {
    const { labels } = await kmeans(few, { k, seed, starts: STARTS, ...(signal && { signal }) });
    widths.set(k, silhouette(few, labels, { sample: SAMPLE, seed }));
  }
  const width = (k: number) => widths.get(k) ?? -Infinity;
  const best = tried.reduce((a, k) => (width(k) > width(a) ? k : a));
  return last !== null && width(best) - width(last) <= MARGIN ? last : best;
}

function evenly(points: Matrix): Matrix {
  const step = Math.max(1, points.rows / MOST_POINTS);
  const count = Math.min(points.rows, MOST_POINTS);
  return gather(
    points,
    Array.from({ length: count }, (_, i) => Math.floor(i * step)),
  );
}
