import { addByLabel, distancesByLabel } from '../vectors/labelled.js';
import type { Matrix } from '../vectors/matrix.js';

/**
 * Float64 sums and sizes of k clusters, brought up to date by what moved: after the first iterations few
 * points do. Points are taken in the order of their rows, so that the sums are the same everywhere.
 */
export class Members {
  readonly sizes: Int32Array;
  private readonly data: Matrix;
  private readonly sums: Float64Array;
  /** The labels followed last. */
  private readonly known: Int32Array;

  constructor(data: Matrix, k: number) {
    this.data = data;
    this.sizes = new Int32Array(k);
    this.sums = new Float64Array(k * data.cols);
    this.known = new Int32Array(data.rows).fill(-1);
  }

  /** Follows the labels (n); returns how many points moved. */
  follow(labels: Int32Array): number {
    const { data, sums, sizes, known } = this;
    const isFirst = known[0] === -1;
    const rows = isFirst ? undefined : this.moved(labels);
    if (rows) {
      const from = rows.map((i) => known[i]!);
      addByLabel(sums, data, from, { rows, sign: -1 });
      for (const c of from) sizes[c]! -= 1;
    }
    const to = rows?.map((i) => labels[i]!) ?? labels;
    addByLabel(sums, data, to, { rows });
    for (const c of to) sizes[c]! += 1;
    known.set(labels);
    return to.length;
  }

  /** Means of the members (k × d); an empty cluster stays where it was in `old`. */
  means(old: Matrix): Matrix {
    const { cols } = this.data;
    const data = old.data.slice();
    for (let c = 0; c < this.sizes.length; c++) {
      const size = this.sizes[c]!;
      if (size === 0) continue;
      for (let at = c * cols; at < (c + 1) * cols; at++) data[at] = this.sums[at]! / size;
    }
    return { data, rows: this.sizes.length, cols };
  }

  /** Variance of a dimension over all points, mean over the dimensions; `squares` are the |x|². */
  meanVariance(squares: Float64Array): number {
    const { rows, cols } = this.data;
    const sums = new Float64Array(cols);
    for (let at = 0; at < this.sums.length; at++) sums[at % cols]! += this.sums[at]!;
    const ofSquares = squares.reduce((a, b) => a + b, 0) / rows;
    const ofMean = sums.reduce((a, sum) => a + (sum / rows) ** 2, 0);
    return Math.max(0, ofSquares - ofMean) / cols;
  }

  private moved(labels: Int32Array): Int32Array {
    const rows = new Int32Array(labels.length);
    let count = 0;
    for (let i = 0; i < labels.length; i++) if (labels[i] !== this.known[i]) rows[count++] = i;
    return rows.subarray(0, count);
  }
}

/**
 * For each empty cluster the point that is farthest from its centre, as scikit-learn does it: ties go to the
 * lower row, and a point that is alone or lies on its centre stays.
 */
export function strays(
  data: Matrix,
  labels: Int32Array,
  centres: Matrix,
  sizes: Int32Array,
): { row: number; cluster: number }[] {
  const empty = [...sizes.keys()].filter((c) => sizes[c] === 0);
  if (empty.length === 0) return [];
  const left = sizes.slice();
  const distances = distancesByLabel(data, labels, centres);
  const byDistance = [...distances.keys()].sort((a, b) => distances[b]! - distances[a]! || a - b);
  const found: { row: number; cluster: number }[] = [];
  for (const row of byDistance) {
    const cluster = empty[found.length];
    if (cluster === undefined || distances[row] === 0) break;
    if (left[labels[row]!]! < 2) continue;
    left[labels[row]!]! -= 1;
    found.push({ row, cluster });
  }
  return found;
}
