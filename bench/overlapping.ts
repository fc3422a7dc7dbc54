/** Vectors that the races of k-means share. */
import { seededRandom } from '../src/lib/algorithms/random.js';
import { matrixOf, type Matrix } from '../src/lib/algorithms/vectors/matrix.js';
import { normalise } from '../src/lib/algorithms/vectors/normalise.js';

export const DIMENSIONS = 384;

/**
 * Unit vectors around random topics, with twice as much noise as topic, three topics for each cluster asked for:
 * like sentence embeddings, they overlap, and Lloyd's algorithm takes tens of iterations.
 */
export function overlapping(n: number, topics: number): Matrix {
  const random = seededRandom(7);
  const bell = () => random() + random() + random() + random() - 2;
  const vector = () => Float32Array.from({ length: DIMENSIONS }, bell);
  const centres = Array.from({ length: topics }, vector);
  return matrixOf(
    Array.from({ length: n }, () => {
      const centre = centres[Math.floor(random() * topics)]!;
      return normalise(vector().map((noise, j) => 2 * noise + centre[j]!));
    }),
  );
}
