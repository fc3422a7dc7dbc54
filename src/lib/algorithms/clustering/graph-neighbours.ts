import { squaredDistanceAt, squaredNorms } from '../vectors/dot.js';
import { rowsOf, type Matrix } from '../vectors/matrix.js';
import { centresOf, scoreError, type Centres, type ScoreKernel } from '../vectors/scores.js';

/** Rows scored against all others at once. */
const BLOCK = 128;

/**
 * The `count` nearest other rows of each row (Euclidean), nearest first, equal distances in the order of the
 * rows. Scores of the kernel rule out; float64 distances decide, so that the result does not depend on it.
 * @returns n × min(count, n − 1)
 * @throws VECTOR_INVALID on NaN or infinity; what `signal` was aborted with.
 */
export async function nearestNeighbours(
  data: Matrix,
  count: number,
  { kernel, signal }: { kernel: ScoreKernel; signal?: AbortSignal | undefined },
): Promise<Int32Array> {
  const wanted = Math.min(count, Math.max(0, data.rows - 1));
  const found = new Int32Array(data.rows * wanted);
  const squares = squaredNorms(data);
  if (wanted === 0) return found;
  const all = centresOf(data);
  const scores = new Float32Array(Math.min(BLOCK, data.rows) * data.rows);
  for (let from = 0; from < data.rows; from += BLOCK) {
    signal?.throwIfAborted();
    const to = Math.min(from + BLOCK, data.rows);
    await kernel.score(rowsOf(data, from, to), all, scores);
    for (let i = from; i < to; i++) {
      const row = scores.subarray((i - from) * data.rows, (i - from + 1) * data.rows);
      const error = scoreError(all, Math.sqrt(squares[i]!));
      found.set(nearestTo(i, all, candidates(i, row, wanted, error)).slice(0, wanted), i * wanted);
    }
  }
  return found;
}

/** Rows whose scores may belong to the `wanted` least, given their possible error. */
function candidates(i: number, scores: Float32Array, wanted: number, error: number): number[] {
  const least = new Float64Array(wanted).fill(Infinity);
  for (let j = 0; j < scores.length; j++) {
    const score = scores[j]!;
    if (j === i || score >= least[wanted - 1]!) continue;
    let at = wanted - 1;
    for (; at > 0 && least[at - 1]! > score; at--) least[at] = least[at - 1]!;
    least[at] = score;
  }
  const limit = least[wanted - 1]! + 2 * error;
  const kept: number[] = [];
  // Not `<=`: scores that overflowed to NaN rule nothing out.
  for (let j = 0; j < scores.length; j++) if (j !== i && !(scores[j]! > limit)) kept.push(j);
  return kept;
}

function nearestTo(i: number, { data, cols }: Centres, rows: readonly number[]): number[] {
  return rows
    .map((j) => ({ j, distance: squaredDistanceAt(data, i * cols, data, j * cols, cols) }))
    .sort((a, b) => a.distance - b.distance || a.j - b.j)
    .map(({ j }) => j);
}
