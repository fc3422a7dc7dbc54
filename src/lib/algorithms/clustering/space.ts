import { squaredDistanceAt, squaredNorms } from '../vectors/dot.js';
import type { Matrix } from '../vectors/matrix.js';
import type { ScoreKernel } from '../vectors/scores.js';

/** Vectors under Euclidean distance, and the kernel that scores them. */
export interface Space {
  data: Matrix;
  /** |x|², n. */
  squares: Float64Array;
  kernel: ScoreKernel;
  signal?: AbortSignal | undefined;
}

/** @throws VECTOR_INVALID naming the first row that holds NaN or an infinity. */
export function spaceOf(data: Matrix, kernel: ScoreKernel, signal?: AbortSignal): Space {
  return { data, squares: squaredNorms(data), kernel, signal };
}

/** Squared Euclidean distance, float64. */
export function squaredApart({ data }: Space, i: number, j: number): number {
  const { cols } = data;
  return squaredDistanceAt(data.data, i * cols, data.data, j * cols, cols);
}
