/** HDBSCAN* by Euclidean distance of unit vectors against scikit-learn's brute one, its quickest for these. */
import { hdbscan } from '../src/lib/algorithms/clustering/hdbscan.js';
import { adjustedRandIndex } from '../src/lib/algorithms/clustering/quality.js';
import { DIMENSIONS, scikitLearn, topics } from './density.js';
import { timed, type Contender, type Race } from './harness.js';

const N = 5_000;
const MIN_CLUSTER_SIZE = 15;
const MIN_SAMPLES = 5;

const races: Race[] = [
  { name: `HDBSCAN ${N} × ${DIMENSIONS}, min_cluster_size 15`, rounds: 5, contenders: field },
];
export default races;

async function field(): Promise<Contender[]> {
  const data = topics(N, 60, 4);
  const settings = { minClusterSize: MIN_CLUSTER_SIZE, minSamples: MIN_SAMPLES };
  const before = process.memoryUsage().rss;
  const fit = () => hdbscan(data, settings);
  const { labels, clusters } = await fit();
  const grown = (process.resourceUsage().maxRSS * 1024 - before) / 2 ** 20;
  const noise = labels.filter((label) => label === -1).length;
  console.log(`gibsey: ${clusters} clusters, ${noise} noise`);
  console.log(`peak memory, gibsey: ${grown.toFixed(0)} MB above the process with its vectors`);
  const peer = scikitLearn('hdbscan.py', data, [MIN_CLUSTER_SIZE, MIN_SAMPLES], (all) => {
    const [theirs, permuted, stable] = [0, N, 2 * N].map((at) => all.subarray(at, at + N));
    console.log(`ARI, gibsey and scikit-learn: ${adjustedRandIndex(labels, theirs!)}`);
    console.log(`… where it sorts edges stably: ${adjustedRandIndex(labels, stable!)}`);
    console.log(
      `… scikit-learn and itself on permuted rows: ${adjustedRandIndex(theirs!, permuted!)}`,
    );
  });
  const ours: Contender = { name: 'gibsey', run: () => timed(fit) };
  return [ours, peer].filter((contender) => contender !== null);
}
