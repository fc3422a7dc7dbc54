import { dotAt, squaredNorms } from '../vectors/dot.js';
import { kernelFor } from '../vectors/kernel.js';
import { emptyMatrix, rowOf, rowsOf, type Matrix } from '../vectors/matrix.js';
import { normalise } from '../vectors/normalise.js';
import { scoreError, type Centres, type ScoreKernel } from '../vectors/scores.js';
import { DensityGraph } from './density-graph.js';
import type { DensityLabelling } from './labelling.js';
import { BLOCK } from './points.js';

export interface DbscanOptions {
  /** Greatest cosine distance of neighbours, 0…2. */
  eps: number;
  /** Neighbours that make a core point, itself included, ≥ 1. */
  minSamples: number;
  signal?: AbortSignal | undefined;
}

/** Squared lengths this near to 1 count as unit length. */
const UNIT = 1e-6;
/** What lengths within `UNIT` of 1 can add to the error of a cosine, and what rounding to them adds. */
const LENGTH_ERROR = 3e-6;

/**
 * DBSCAN (Ester, Kriegel, Sander & Xu 1996) of n vectors by cosine distance; a zero vector is at distance 1 from
 * all others. Clusters are numbered by their first core point, and a border point belongs to the lowest-numbered
 * of its clusters, as in scikit-learn. The same vectors give the same labels on every machine, for any number of
 * threads. Takes n · minSamples integers beside the vectors.
 * @throws VECTOR_INVALID on NaN or infinity; what `signal` was aborted with.
 */
export async function dbscan(data: Matrix, options: DbscanOptions): Promise<DensityLabelling> {
  const kernel = await kernelFor((data.rows ** 2 / 2) * data.cols);
  try {
    return await dbscanBy(kernel, data, options);
  } finally {
    await kernel.close();
  }
}

/** `dbscan` with a kernel of the caller's. */
export async function dbscanBy(
  kernel: ScoreKernel,
  data: Matrix,
  options: DbscanOptions,
): Promise<DensityLabelling> {
  const squares = squaredNorms(data);
  const pairs = new NearPairs(kernel, { data, squares, unit: unitRows(data, squares) });
  const graph = new DensityGraph(data.rows, options.minSamples);
  await pairs.each(options, (i, j) => graph.join(i, j));
  return graph.label();
}

interface Directions {
  data: Matrix;
  /** |x|², n. */
  squares: Float64Array;
  /** The vectors at unit length, n × d. */
  unit: Matrix;
}

/** The vectors themselves where all have unit length, otherwise a copy at unit length. */
function unitRows(data: Matrix, squares: Float64Array): Matrix {
  if (squares.every((square) => Math.abs(square - 1) < UNIT)) return data;
  const unit = emptyMatrix(data.rows, data.cols);
  for (let i = 0; i < data.rows; i++) rowOf(unit, i).set(normalise(rowOf(data, i)));
  return unit;
}

/** Finds all pairs i < j within a cosine distance: float32 products rule out and in, float64 decides near-ties. */
class NearPairs {
  private readonly kernel: ScoreKernel;
  private readonly rows: Directions;
  private readonly scores: Float32Array;
  private readonly zeros: Float32Array;

  constructor(kernel: ScoreKernel, rows: Directions) {
    const side = Math.min(BLOCK, rows.data.rows);
    this.kernel = kernel;
    this.rows = rows;
    this.scores = new Float32Array(side * side);
    this.zeros = new Float32Array(side);
  }

  async each(
    { eps, signal }: Pick<DbscanOptions, 'eps' | 'signal'>,
    found: (i: number, j: number) => void,
  ): Promise<void> {
    const { rows } = this.rows.unit;
    for (let top = 0; top < rows; top += BLOCK) {
      for (let left = top; left < rows; left += BLOCK) {
        signal?.throwIfAborted();
        const error = await this.score(top, left);
        this.scan(top, left, eps, error, found);
      }
    }
  }

  /** Fills `scores` with −cosine of the rows of two blocks; returns how far off they can be. */
  private async score(top: number, left: number): Promise<number> {
    const { unit } = this.rows;
    const block = (from: number) => rowsOf(unit, from, Math.min(from + BLOCK, unit.rows));
    const columns = block(left);
    const half = this.zeros.subarray(0, columns.rows);
    const centres: Centres = { ...columns, half, longest: 1 + UNIT };
    await this.kernel.score(block(top), centres, this.scores);
    return scoreError(centres, 1 + UNIT) + LENGTH_ERROR;
  }

  private scan(
    top: number,
    left: number,
    eps: number,
    error: number,
    found: (i: number, j: number) => void,
  ): void {
    const { scores } = this;
    const { rows } = this.rows.unit;
    const [bottom, right] = [Math.min(top + BLOCK, rows), Math.min(left + BLOCK, rows)];
    const [certain, possible] = [eps - 1 - error, eps - 1 + error];
    for (let i = top; i < bottom; i++) {
      const at = (i - top) * (right - left) - left;
      for (let j = Math.max(left, i + 1); j < right; j++) {
        const score = scores[at + j]!;
        if (score > possible) continue;
        if (score < certain || this.distance(i, j) <= eps) found(i, j);
      }
    }
  }

  private distance(i: number, j: number): number {
    const { data, squares } = this.rows;
    const { cols } = data;
    // The root of a product: no rounding where both are the same.
    const lengths = Math.sqrt(squares[i]! * squares[j]!);
    if (lengths === 0) return 1;
    return 1 - dotAt(data.data, i * cols, data.data, j * cols, cols) / lengths;
  }
}
