/** What the races of density clustering share: vectors with dense topics and noise, and peers written in Python. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seededRandom } from '../src/lib/algorithms/random.js';
import { matrixOf, type Matrix } from '../src/lib/algorithms/vectors/matrix.js';
import { normalise } from '../src/lib/algorithms/vectors/normalise.js';
import { hasPython, python, type Contender } from './harness.js';

export const DIMENSIONS = 384;

/**
 * Unit vectors around random topics, with 0.4 to `noisiest` times as much noise as topic: some near to theirs and
 * some so far off that they belong to none.
 */
export function topics(n: number, count: number, noisiest: number): Matrix {
  const random = seededRandom(7);
  const bell = () => random() + random() + random() + random() - 2;
  const vector = () => Float32Array.from({ length: DIMENSIONS }, bell);
  const centres = Array.from({ length: count }, vector);
  return matrixOf(
    Array.from({ length: n }, () => {
      const centre = centres[Math.floor(random() * count)]!;
      const spread = 0.4 + (noisiest - 0.4) * random();
      return normalise(vector().map((noise, j) => spread * noise + centre[j]!));
    }),
  );
}

/** scikit-learn by a script that takes POINTS DIMENSIONS …settings LABELS; `compare` gets its labels once. */
export function scikitLearn(
  script: string,
  data: Matrix,
  settings: readonly number[],
  compare: (labels: Int32Array) => void,
): Contender | null {
  if (!hasPython()) {
    console.log('scikit-learn: skipped, run bench/python/setup.sh');
    return null;
  }
  const folder = mkdtempSync(join(tmpdir(), 'gibsey-race-'));
  const [points, labels] = [join(folder, 'points.f32'), join(folder, 'labels.i32')];
  writeFileSync(points, data.data);
  const args = [points, String(data.cols), ...settings.map(String), labels];
  let told = false;
  return {
    name: 'scikit-learn',
    async run() {
      const timing = python(script, args);
      if (!told) compare(new Int32Array(Uint8Array.from(readFileSync(labels)).buffer));
      told = true;
      return timing;
    },
  };
}
