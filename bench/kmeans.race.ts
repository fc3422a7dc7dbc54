/** k-means from equal start centres with equal tolerance against scikit-learn and ml-kmeans. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kmeans as mlKmeans } from 'ml-kmeans';
import { kmeans } from '../src/lib/algorithms/clustering/kmeans.js';
import { gather, rowOf, type Matrix } from '../src/lib/algorithms/vectors/matrix.js';
import { hasPython, python, timed, type Contender, type Race } from './harness.js';
import { DIMENSIONS, overlapping } from './overlapping.js';

const TOLERANCE = 1e-4;

interface Setting {
  n: number;
  k: number;
  rounds: number;
  peer: (data: Matrix, warm: Matrix) => Contender | null;
}

const SETTINGS: readonly Setting[] = [
  { n: 10_000, k: 48, rounds: 5, peer: scikitLearn },
  { n: 100_000, k: 100, rounds: 3, peer: scikitLearn },
  // One run takes it most of a minute.
  { n: 10_000, k: 48, rounds: 3, peer: mlKmeansPeer },
];

const races: Race[] = SETTINGS.map((setting) => ({
  name: `k-means ${setting.n} × ${DIMENSIONS}, k ${setting.k}`,
  rounds: setting.rounds,
  contenders: () => field(setting),
}));
export default races;

async function field({ n, k, peer }: Setting): Promise<Contender[]> {
  const data = overlapping(n, 3 * k);
  const warm = gather(
    data,
    Array.from({ length: k }, (_, c) => Math.floor((c * n) / k)),
  );
  const fit = () => kmeans(data, { k, seed: 1, warm, tolerance: TOLERANCE });
  const { inertia, iterations } = await fit();
  console.log(`inertia, gibsey: ${inertia.toFixed(3)} after ${iterations} iterations`);
  const ours: Contender = { name: 'gibsey', run: () => timed(fit) };
  return [ours, peer(data, warm)].filter((contender) => contender !== null);
}

function scikitLearn(data: Matrix, warm: Matrix): Contender | null {
  if (!hasPython()) {
    console.log('scikit-learn: skipped, run bench/python/setup.sh');
    return null;
  }
  const folder = mkdtempSync(join(tmpdir(), 'gibsey-race-'));
  const [points, centres] = [join(folder, 'points.f32'), join(folder, 'centres.f32')];
  writeFileSync(points, data.data);
  writeFileSync(centres, warm.data);
  const args = [points, centres, String(DIMENSIONS), String(TOLERANCE)];
  let told = false;
  return {
    name: 'scikit-learn',
    async run() {
      const timing = python('kmeans.py', args) as ReturnType<typeof python> & { inertia: number };
      if (!told) console.log(`inertia, scikit-learn: ${timing.inertia.toFixed(3)}`);
      told = true;
      return timing;
    },
  };
}

function mlKmeansPeer(data: Matrix, warm: Matrix): Contender {
  const listOf = (matrix: Matrix) =>
    Array.from({ length: matrix.rows }, (_, i) => [...rowOf(matrix, i)]);
  const [rows, initialization] = [listOf(data), listOf(warm)];
  return {
    name: 'ml-kmeans',
    run: () =>
      timed(() =>
        mlKmeans(rows, warm.rows, { initialization, tolerance: TOLERANCE, maxIterations: 300 }),
      ),
  };
}
