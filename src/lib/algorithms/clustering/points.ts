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
  /** At least so many numbers, overwritten by every call. */
  scores(count: number): Float32Array;
}

/** @throws VECTOR_INVALID naming the first row that holds NaN or an infinity. */
export function pointsOf(data: Matrix, kernel: ScoreKernel): Points {
  let buffer = new Float32Array(0);
  const scores = (count: number) => {
    if (buffer.length < count) buffer = new Float32Array(count);
    return buffer;
  };
  return { data, squares: squaredNorms(data), kernel, scores };
}

/** Scores of a block of rows against `centres`, valid until the next call. */
export async function scoreBlock(
  points: Points,
  block: Matrix,
  centres: Centres,
): Promise<Float32Array> {
  const out = points.scores(block.rows * centres.rows);
  await points.kernel.score(block, centres, out);
  return out;
}
