/**
 * Mini-batch k-means from a seed against scikit-learn's: equal k, batch, patience and passes; seeds 0 to 2. Ours
 * as it is, and by scikit-learn's rule to stop (tolerance 0); theirs with its own threads, and with one.
 */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KMeansResult } from '../src/lib/algorithms/clustering/lloyd.js';
import {
  miniBatchKMeans,
  type MiniBatchOptions,
} from '../src/lib/algorithms/clustering/minibatch.js';
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
  const ours = [
    await gibsey('gibsey', data),
    await gibsey('gibsey, tolerance 0', data, { tolerance: 0 }),
  ];
  if (!hasPython()) {
    console.log('scikit-learn: skipped, run bench/python/setup.sh');
    return ours;
  }
  const points = join(mkdtempSync(join(tmpdir(), 'gibsey-race-')), 'points.f32');
  writeFileSync(points, data.data);
  return [
    ...ours,
    scikitLearn('scikit-learn', points, 0),
    scikitLearn('scikit-learn, one thread', points, 1),
  ];
}

async function gibsey(
  name: string,
  data: Matrix,
  settings: Partial<MiniBatchOptions> = {},
): Promise<Contender> {
  const fits = async () => {
    const results = [];
    for (const seed of SEEDS) {
      results.push(await miniBatchKMeans(data, { k: K, seed, ...settings }));
    }
    return results;
  };
  const results = await fits();
  const mean = (of: (result: KMeansResult) => number) =>
    results.reduce((sum, result) => sum + of(result), 0) / results.length;
  console.log(
    `${name}: inertia ${mean(({ inertia }) => inertia).toFixed(1)}, ` +
      `${mean(({ iterations }) => iterations).toFixed(0)} steps`,
  );
  return { name, run: async () => perFit(await timed(fits)) };
}

const perFit = ({ wallMs, cpuMs }: Timing): Timing => ({
  wallMs: wallMs / SEEDS.length,
  cpuMs: cpuMs / SEEDS.length,
});

/** With so many threads; 0: as many as it takes by itself. */
function scikitLearn(name: string, points: string, threads: number): Contender {
  let told = false;
  return {
    name,
    async run() {
      const settings = [points, DIMENSIONS, K, SEEDS.length, threads].map(String);
      const timing = python('minibatch.py', settings) as Peer;
      const { inertia, aboutMeans, steps } = timing;
      if (!told) {
        console.log(
          `${name}: inertia ${inertia.toFixed(1)}, about the means of the members ` +
            `${aboutMeans.toFixed(1)}, ${steps.toFixed(0)} steps`,
        );
      }
      told = true;
      return timing;
    },
  };
}

type Peer = Timing & { inertia: number; aboutMeans: number; steps: number };
