/**
 * Do clusters follow the intents that people gave to short texts? Every text is assigned, k is the number of
 * intents. The choices of `graph` were made on the stored questions; the look-ups were held back.
 */
import { graphClusters } from '../src/lib/algorithms/clustering/graph.js';
import { kmeans } from '../src/lib/algorithms/clustering/kmeans.js';
import { clusterNight, type PreviousNight } from '../src/lib/algorithms/clustering/night.js';
import {
  adjustedRandIndex,
  normalisedMutualInformation,
} from '../src/lib/algorithms/clustering/quality.js';
import { gather, matrixOf, type Matrix } from '../src/lib/algorithms/vectors/matrix.js';
import type { Clustering } from '../src/lib/domain/clustering.js';
import { embedded } from './embedded.js';
import type { DataFolder, Evaluation, Figure } from './harness.js';

const SEED = 42;
/** Intent of CLINC150's questions that have none. */
const OUT_OF_SCOPE = 'oos';

interface Half {
  name: string;
  file: string;
  k: number;
  /** Bound of `graph`. */
  nmi: number;
}

const HALVES: readonly Half[] = [
  { name: 'Banking77, tuned on', file: 'banking77_cached.jsonl', k: 77, nmi: 0.82 },
  { name: 'Banking77, held back', file: 'banking77_lookups.jsonl', k: 77, nmi: 0.825 },
  { name: 'CLINC150, tuned on', file: 'clinc150_cached.jsonl', k: 150, nmi: 0.912 },
  { name: 'CLINC150, held back', file: 'clinc150_lookups.jsonl', k: 150, nmi: 0.915 },
];

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
  const { texts, intents } = await inScope(data, file);
  const vectors = matrixOf(await embedded(texts));
  const plain = await kmeans(vectors, { k, seed: SEED, starts: 10 });
  const { labels, seconds } = await timedGraph(vectors, k);
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
    { what: `${name}: ids kept at 5 % new texts, graph`, value: await keptIds(vectors, k) },
  ];
}

async function timedGraph(vectors: Matrix, k: number) {
  const before = process.cpuUsage();
  const { labels } = await graphClusters(vectors, { k, seed: SEED });
  const { user, system } = process.cpuUsage(before);
  return { labels, seconds: (user + system) / 1e6 };
}

/** Share of the texts of one night that have the same id on the next, when one text in 20 is new then. */
async function keptIds(vectors: Matrix, k: number): Promise<number> {
  const night = async (rows: readonly number[], previous: PreviousNight | null) =>
    clusterNight({
      pages: rows.map((row) => ({ id: String(row).padStart(6, '0'), contentHash: String(row) })),
      vectors: gather(vectors, rows),
      space: 'texts',
      grouping: { algorithm: 'graph', k },
      seed: SEED,
      previous,
    });
  const all = Array.from({ length: vectors.rows }, (_, row) => row);
  const rows = all.filter((row) => row % 20 !== 0);
  const { members, ...first } = await night(rows, null);
  const clustering: Clustering = {
    ...first,
    id: 'first',
    pipeline: 'pages',
    space: 'texts',
    algorithm: 'graph',
    seed: SEED,
    basis: null,
    points: rows.length,
    noise: 0,
  };
  const next = await night(all, { generation: 'first', clustering, members });
  const now = new Map(next.members.map(({ id, clusterId }) => [id, clusterId]));
  return members.filter(({ id, clusterId }) => now.get(id) === clusterId).length / members.length;
}

async function inScope(data: DataFolder, file: string) {
  const texts: string[] = [];
  const intents: string[] = [];
  for await (const { text, intent } of data.rows<{ text: string; intent: string }>(file)) {
    if (intent === OUT_OF_SCOPE) continue;
    texts.push(text);
    intents.push(intent);
  }
  return { texts, intents };
}
