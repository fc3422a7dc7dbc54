/** DBSCAN by cosine distance against scikit-learn and density-clustering, with equal labels. */
import densityClustering from 'density-clustering';
import { dbscan } from '../src/lib/algorithms/clustering/dbscan.js';
import type { DensityLabelling } from '../src/lib/algorithms/clustering/labelling.js';
import { rowOf, type Matrix } from '../src/lib/algorithms/vectors/matrix.js';
import { DIMENSIONS, scikitLearn, topics } from './density.js';
import { timed, type Contender, type Race } from './harness.js';

const SETTINGS = { eps: 0.5, minSamples: 5 };

interface Setting {
  n: number;
  rounds: number;
  peer: (data: Matrix, ours: DensityLabelling) => Contender | null;
}

const ENTRIES: readonly Setting[] = [
  { n: 20_000, rounds: 5, peer: scikitLearnPeer },
  // One run of 20,000 would take it many minutes.
  { n: 3_000, rounds: 3, peer: densityClusteringPeer },
];

const races: Race[] = ENTRIES.map((entry) => ({
  name: `DBSCAN ${entry.n} × ${DIMENSIONS}, cosine`,
  rounds: entry.rounds,
  contenders: () => field(entry),
}));
export default races;

async function field({ n, peer }: Setting): Promise<Contender[]> {
  const data = topics(n, n / 50, 1.8);
  const fit = () => dbscan(data, SETTINGS);
  const result = await fit();
  const noise = result.labels.filter((label) => label === -1).length;
  const core = result.core.reduce((sum, is) => sum + is, 0);
  console.log(`gibsey: ${result.clusters} clusters, ${core} core points, ${noise} noise`);
  const ours: Contender = { name: 'gibsey', run: () => timed(fit) };
  return [ours, peer(data, result)].filter((contender) => contender !== null);
}

function scikitLearnPeer(data: Matrix, ours: DensityLabelling): Contender | null {
  return scikitLearn('dbscan.py', data, [SETTINGS.eps, SETTINGS.minSamples], (labels) => {
    const apart = labels.filter((label, i) => label !== ours.labels[i]).length;
    console.log(`labels that differ from scikit-learn's: ${apart} of ${labels.length}`);
  });
}

/** Its rows are lists and its distance a function of the caller's: here the cheapest for unit vectors. */
function densityClusteringPeer(data: Matrix): Contender {
  const rows = Array.from({ length: data.rows }, (_, i) => [...rowOf(data, i)]);
  const distance = (a: readonly number[], b: readonly number[]) => {
    let product = 0;
    for (let j = 0; j < a.length; j++) product += a[j]! * b[j]!;
    return 1 - product;
  };
  const { eps, minSamples } = SETTINGS;
  return {
    name: 'density-clustering',
    run: () => timed(() => new densityClustering.DBSCAN().run(rows, eps, minSamples, distance)),
  };
}
