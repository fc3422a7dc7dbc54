import { GibseyError } from '../../domain/errors.js';

/** n × d, row-major, float32. */
export interface Matrix {
  data: Float32Array;
  rows: number;
  cols: number;
}

/**
 * Copies n vectors of equal length d into an n × d matrix; no vectors make a 0 × 0 matrix.
 * @throws VECTOR_INVALID when lengths differ.
 */
export function matrixOf(rows: readonly Float32Array[]): Matrix {
  const cols = rows[0]?.length ?? 0;
  const data = new Float32Array(rows.length * cols);
  rows.forEach((row, i) => {
    if (row.length !== cols) {
      throw new GibseyError(
        'VECTOR_INVALID',
        `Vector ${i} has ${row.length} dimensions where the first has ${cols}.`,
      );
    }
    data.set(row, i * cols);
  });
  return { data, rows: rows.length, cols };
}

/** Row `i` as a view: writing to it writes to the matrix. */
export function rowOf(matrix: Matrix, i: number): Float32Array {
  return matrix.data.subarray(i * matrix.cols, (i + 1) * matrix.cols);
}

/** @throws VECTOR_INVALID naming the first row that holds NaN or an infinity. */
export function requireFinite(matrix: Matrix): void {
  const { data, cols } = matrix;
  for (let at = 0; at < data.length; at++) {
    if (!Number.isFinite(data[at])) {
      const row = Math.floor(at / cols);
      throw new GibseyError('VECTOR_INVALID', `Vector ${row} holds a value that is not a number.`);
    }
  }
}
