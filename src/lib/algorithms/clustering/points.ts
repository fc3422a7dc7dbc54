import { squaredNorms } from '../vectors/dot.js';
import type { Matrix } from '../vectors/matrix.js';
import type { Centres, ScoreKernel } from '../vectors/scores.js';

/** Rows scored at once: enough to keep a matrix product busy, small enough for the scores to stay in cache. */
export const BLOCK = 1024;

/** What all starts share: the vectors, their squared lengths, and the kernel that scores them. */
export interface Points {
  data: Matrix;
  /** |x|², n. */
  squares: Float64Array;
  kernel: ScoreKernel;
  /** At least BLOCK × k numbers, overwritten by every call. */
  scores(k: number): Float32Array;
}

/** @throws VECTOR_INVALID naming the first row that holds NaN or an infinity. */
export function pointsOf(data: Matrix, kernel: ScoreKernel): Points {
  let buffer = new Float32Array(0);
  const scores = (k: number) => {
    const needed = Math.min(BLOCK, data.rows) * k;
    if (buffer.length < needed) buffer = new Float32Array(needed);
    return buffer;
  };
  return { data, squares: squaredNorms(data), kernel, scores };
}

/** Scores of rows `from` to `to` against `centres`, valid until the next call. */
export async function scoreBlock(
  points: Points,
  block: Matrix,
  centres: Centres,
): Promise<Float32Array> {
  const out = points.scores(centres.rows);
  await points.kernel.score(block, centres, out);
  return out;
}
