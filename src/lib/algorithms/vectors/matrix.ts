import { GibseyError } from '../../domain/errors.js';

/** n × d, row-major, float32. */
export interface Matrix {
  data: Float32Array;
  rows: number;
  cols: number;
}

/** n × d zeros. */
export function emptyMatrix(rows: number, cols: number): Matrix {
  return { data: new Float32Array(rows * cols), rows, cols };
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

/** Rows `from` to `to` (exclusive) as a view. */
export function rowsOf(matrix: Matrix, from: number, to: number): Matrix {
  const { cols } = matrix;
  return { data: matrix.data.subarray(from * cols, to * cols), rows: to - from, cols };
}

/** Copies the named rows, in that order, into `into` (its first rows), and returns them as a matrix. */
export function gather(matrix: Matrix, rows: ArrayLike<number>, into?: Float32Array): Matrix {
  const { cols } = matrix;
  const data = into ?? new Float32Array(rows.length * cols);
  for (let at = 0; at < rows.length; at++) data.set(rowOf(matrix, rows[at]!), at * cols);
  return { data: data.subarray(0, rows.length * cols), rows: rows.length, cols };
}
