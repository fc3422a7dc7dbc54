import { rowOf, type Matrix } from './matrix.js';

export interface Distinct {
  /** The first row of each kind, ascending. */
  rows: number[];
  /** For each row, which of `rows` it equals bit for bit. */
  of: Int32Array;
}

/** Finds rows that are equal bit for bit. */
export function distinctRows(matrix: Matrix): Distinct {
  const rows: number[] = [];
  const kinds = new Map<string, number>();
  const of = Int32Array.from({ length: matrix.rows }, (_, i) => {
    const bits = bitsOf(matrix, i);
    const kind = kinds.get(bits) ?? rows.push(i) - 1;
    kinds.set(bits, kind);
    return kind;
  });
  return { rows, of };
}

/** Number of distinct rows, counted up to `limit`. */
export function countDistinct(matrix: Matrix, limit: number): number {
  const seen = new Set<string>();
  for (let i = 0; i < matrix.rows && seen.size < limit; i++) seen.add(bitsOf(matrix, i));
  return seen.size;
}

function bitsOf(matrix: Matrix, i: number): string {
  const { buffer, byteOffset, byteLength } = rowOf(matrix, i);
  return Buffer.from(buffer, byteOffset, byteLength).toString('latin1');
}
