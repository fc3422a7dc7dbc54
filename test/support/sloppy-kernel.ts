import { seededRandom } from '../../src/lib/algorithms/random.js';
import { norm } from '../../src/lib/algorithms/vectors/dot.js';
import { rowOf } from '../../src/lib/algorithms/vectors/matrix.js';
import {
  plainKernel,
  scoreError,
  type ScoreKernel,
} from '../../src/lib/algorithms/vectors/scores.js';

/** Scores that are off by up to 0.9 of what a kernel may be: its own rounding takes a part of the rest. */
export const sloppyKernel: ScoreKernel = {
  ...plainKernel,
  async score(rows, centres, out) {
    await plainKernel.score(rows, centres, out);
    const random = seededRandom(rows.rows);
    for (let i = 0; i < rows.rows; i++) {
      const error = scoreError(centres, norm(rowOf(rows, i)));
      for (let at = i * centres.rows; at < (i + 1) * centres.rows; at++) {
        out[at]! += 0.9 * (2 * random() - 1) * error;
      }
    }
  },
};
