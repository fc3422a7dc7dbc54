/** Mini-batch k-means from a seed against scikit-learn's: equal k, batch, patience and passes; seeds 0 to 2. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { miniBatchKMeans } from '../src/lib/algorithms/clustering/minibatch.js';
import type { Matrix } from '../src/lib/algorithms/vectors/matrix.js';
import { hasPython, python, timed, type Contender, type Race, type Timing } from './harness.js';
import { DIMENSIONS, overlapping } from './overlapping.js';

const N = 100_000;
const K = 100;
const SEEDS = [0, 1, 2];

const races: Race[] = [
  { name: `mini-batch k-means ${N} × ${DIMENSIONS}, k ${K}`, rounds: 3, contenders: field },
];
export default races;

async function field(): Promise<Contender[]> {
  const data = overlapping(N, 3 * K);
  const fits = () => fitAll(data);
  const results = await fits();
  const mean = (of: (result: (typeof results)[number]) => number) =>
    results.reduce((sum, result) => sum + of(result), 0) / results.length;
  console.log(
    `gibsey: inertia ${mean(({ inertia }) => inertia).toFixed(1)}, ` +
      `${mean(({ iterations }) => iterations).toFixed(0)} steps`,
  );
  const ours: Contender = { name: 'gibsey', run: async () => perFit(await timed(fits)) };
  return [ours, scikitLearn(data)].filter((contender) => contender !== null);
}

async function fitAll(data: Matrix) {
  const results = [];
  for (const seed of SEEDS) results.push(await miniBatchKMeans(data, { k: K, seed }));
  return results;
}

const perFit = ({ wallMs, cpuMs }: Timing): Timing => ({
  wallMs: wallMs / SEEDS.length,
  cpuMs: cpuMs / SEEDS.length,
});

function scikitLearn(data: Matrix): Contender | null {
  if (!hasPython()) {
    console.log('scikit-learn: skipped, run bench/python/setup.sh');
    return null;
  }
  const points = join(mkdtempSync(join(tmpdir(), 'gibsey-race-')), 'points.f32');
  writeFileSync(points, data.data);
  let told = false;
  return {
    name: 'scikit-learn',
    async run() {
      const settings = [points, DIMENSIONS, K, SEEDS.length].map(String);
      const timing = python('minibatch.py', settings) as Peer;
      const { inertia, aboutMeans, steps } = timing;
      if (!told) {
        console.log(
          `scikit-learn: inertia ${inertia.toFixed(1)}, about the means of the members ` +
            `${aboutMeans.toFixed(1)}, ${steps.toFixed(0)} steps`,
        );
      }
      told = true;
      return timing;
    },
  };
}

type Peer = Timing & { inertia: number; aboutMeans: number; steps: number };
