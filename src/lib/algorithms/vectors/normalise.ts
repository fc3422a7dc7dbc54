import { meanRow, norm } from './dot.js';
import { matrixOf } from './matrix.js';

/** The vector at unit length, as a copy; a zero vector stays zero. */
export function normalise(a: Float32Array): Float32Array {
  const length = norm(a);
  return length === 0 ? a.slice() : a.map((value) => value / length);
}

/**
 * Mean of the vectors (each d) at unit length: the vector of a page from those of its passages. A mean of
 * zero stays zero.
 * @throws VECTOR_INVALID when lengths differ.
 */
export function meanDirection(vectors: readonly Float32Array[]): Float32Array {
  return normalise(meanRow(matrixOf(vectors)));
}
