/**
 * Do clusters follow the intents that people gave to short texts? Every text is assigned, k is the number of
 * intents. The choices of `graph` were made on the stored questions; the look-ups were held back.
 */
import { kmeans } from '../src/lib/algorithms/clustering/kmeans.js';
import {
  clusterNight,
  type NightResult,
  type PreviousNight,
} from '../src/lib/algorithms/clustering/night.js';
import {
  adjustedRandIndex,
  normalisedMutualInformation,
} from '../src/lib/algorithms/clustering/quality.js';
import { gather, type Matrix } from '../src/lib/algorithms/vectors/matrix.js';
import { seededRandom } from '../src/lib/algorithms/random.js';
import type { Clustering, Membership } from '../src/lib/domain/clustering.js';
import type { DataFolder, Evaluation, Figure } from './harness.js';
import { HALVES, labelledTexts, type Half } from './labelled-texts.js';

const SEED = 42;
/** Nights on which texts come. */
const NIGHTS = 8;

export default {
  name: 'labels',
  needs: HALVES.map(({ file }) => file),
  run: async (data) => {
    const figures: Figure[] = [];
    for (const half of HALVES) figures.push(...(await figuresOf(half, data)));
    return figures;
  },
} satisfies Evaluation;

async function figuresOf({ name, file, k, nmi }: Half, data: DataFolder): Promise<Figure[]> {
  const { vectors, intents } = await labelledTexts(data, file);
  const plain = await kmeans(vectors, { k, seed: SEED, starts: 10 });
  const { labels, seconds } = await firstNight(vectors, k);
  const nights = await overNights(vectors, k, intents);
  return [
    { what: `${name}: NMI, k-means`, value: normalisedMutualInformation(intents, plain.labels) },
    { what: `${name}: ARI, k-means`, value: adjustedRandIndex(intents, plain.labels) },
    {
      what: `${name}: NMI, graph`,
      value: normalisedMutualInformation(intents, labels),
      atLeast: nmi,
    },
    { what: `${name}: ARI, graph`, value: adjustedRandIndex(intents, labels) },
    { what: `${name}: CPU seconds, graph`, value: seconds },
    {
      what: `${name}: ids kept at 5 % new texts, graph, worst of ${NIGHTS} nights`,
      value: nights.kept,
      atLeast: 0.98,
    },
    { what: `${name}: NMI, graph, last of those nights`, value: nights.nmi },
  ];
}

const idOf = (row: number) => String(row).padStart(6, '0');

function night(
  vectors: Matrix,
  rows: readonly number[],
  k: number,
  previous: PreviousNight | null,
) {
  return clusterNight({
    pages: rows.map((row) => ({ id: idOf(row), contentHash: String(row) })),
    vectors: gather(vectors, rows),
    space: 'texts',
    grouping: { algorithm: 'graph', k },
    seed: SEED,
    previous,
  });
}

async function firstNight(vectors: Matrix, k: number) {
  const rows = Array.from({ length: vectors.rows }, (_, row) => row);
  const before = process.cpuUsage();
  const result = await night(vectors, rows, k, null);
  const { user, system } = process.cpuUsage(before);
  return { labels: labelsOf(result, rows), seconds: (user + system) / 1e6 };
}

/**
 * Texts come in random order, 5 % more each night, until all are there. The least share that keeps its id from
 * one night to the next, and how well the clusters of the last night follow the intents.
 */
async function overNights(vectors: Matrix, k: number, intents: readonly string[]) {
  const order = shuffled(vectors.rows);
  let kept = 1;
  let previous: PreviousNight | null = null;
  let labels = new Int32Array(0);
  for (let left = NIGHTS; left >= 0; left--) {
    const count = Math.floor(vectors.rows / 1.05 ** left);
    const rows = order.slice(0, count).sort((a, b) => a - b);
    const result: NightResult = await night(vectors, rows, k, previous);
    const now = new Map(result.members.map(({ id, clusterId }) => [id, clusterId]));
    const before: readonly Membership[] = previous?.members ?? result.members;
    const same = before.filter(({ id, clusterId }) => now.get(id) === clusterId).length;
    kept = Math.min(kept, same / before.length);
    previous = published(result);
    labels = labelsOf(result, rows);
  }
  return { kept, nmi: normalisedMutualInformation(intents, labels) };
}

function labelsOf({ members }: NightResult, rows: readonly number[]): Int32Array<ArrayBuffer> {
  const clusters = new Map(members.map(({ id, clusterId }) => [id, clusterId]));
  return Int32Array.from(rows, (row) => clusters.get(idOf(row)) ?? -1);
}

function published({ members, ...rest }: NightResult): PreviousNight {
  const clustering: Clustering = {
    ...rest,
    id: 'clustering',
    pipeline: 'pages',
    space: 'texts',
    algorithm: 'graph',
    seed: SEED,
    basis: null,
    points: members.length,
    noise: 0,
  };
  return { generation: 'generation', clustering, members };
}

function shuffled(count: number): number[] {
  const random = seededRandom(SEED);
  const keys = Array.from({ length: count }, random);
  return [...keys.keys()].sort((a, b) => keys[a]! - keys[b]!);
}
