import { dotAt } from './dot.js';
import type { Matrix } from './matrix.js';

/**
 * Fills `out` (n × k) with |c|²/2 − x·c for n rows x and k centres c, in float32: half the squared distance,
 * less |x|²/2. How an implementation rounds is its own affair within `scoreError`; callers use scores to
 * rule out, never as results, so that results do not depend on the machine or the number of threads.
 */
export interface ScoreKernel {
  readonly name: string;
  score(rows: Matrix, centres: Centres, out: Float32Array): Promise<void>;
  close(): Promise<void>;
}

export interface Centres extends Matrix {
  /** |c|²/2 of each, k. */
  half: Float32Array;
  /** The greatest |c|. */
  longest: number;
}

export function centresOf(matrix: Matrix): Centres {
  const { data, rows, cols } = matrix;
  const half = new Float32Array(rows);
  let longest = 0;
  for (let c = 0; c < rows; c++) {
    const square = dotAt(data, c * cols, data, c * cols, cols);
    half[c] = square / 2;
    longest = Math.max(longest, square);
  }
  return { ...matrix, half, longest: Math.sqrt(longest) };
}

/**
 * Bound on the error of a score of a row of length |x|, whatever the order of summation: γ(d+4) in float32
 * (Higham 2002, §3.1) of the magnitudes that are added, and what
 * underflow may lose. Infinite where float32 may overflow. 3.5 × 10⁻⁵ for unit
 * vectors of 384 dimensions.
 */
export function scoreError(centres: Centres, length: number): number {
  const { cols, longest } = centres;
  const magnitude = longest * (length + longest / 2);
  if (magnitude > 2 ** 126) return Infinity; // float32 may overflow
  return (cols + 4) * (magnitude * 2 ** -24 + 2 ** -125);
}

/** Plain JavaScript: for small inputs, and where onnxruntime cannot be loaded. */
export const plainKernel: ScoreKernel = {
  name: 'plain',
  async score(rows, centres, out) {
    const { cols, half } = centres;
    const k = centres.rows;
    for (let i = 0; i < rows.rows; i++) {
      for (let c = 0; c < k; c++) {
        out[i * k + c] = half[c]! - dotAt(rows.data, i * cols, centres.data, c * cols, cols);
      }
    }
  },
  async close() {
    // It holds nothing.
  },
};
