/**
 * Do groups of questions that nobody counted beforehand follow the intents that people gave them? Purity is the
 * share of grouped questions whose intent is that of most of their group. The parameters were chosen with all
 * four sets in sight (decision 0025): the bounds guard against regressions. The look-ups of CLINC150 hold 500
 * questions without an intent.
 */
import { dbscan } from '../src/lib/algorithms/clustering/dbscan.js';
import type { Labelling } from '../src/lib/algorithms/clustering/labelling.js';
import { labelAnew } from '../src/lib/algorithms/clustering/select.js';
import { matrixOf } from '../src/lib/algorithms/vectors/matrix.js';
import { queryGrouping } from '../src/lib/stages/cluster/query-grouping.js';
import { embedded } from './embedded.js';
import type { DataFolder, Evaluation, Figure } from './harness.js';

interface Half {
  name: string;
  file: string;
  /** The best of DBSCAN's distances with the labels known. */
  eps: number;
  purity: number;
  coverage: number;
}

const HALVES: readonly Half[] = [
  { name: 'Banking77', file: 'banking77_cached', eps: 0.15, purity: 0.9, coverage: 0.7 },
  { name: 'CLINC150', file: 'clinc150_cached', eps: 0.225, purity: 0.9, coverage: 0.7 },
  {
    name: 'Banking77, look-ups',
    file: 'banking77_lookups',
    eps: 0.15,
    purity: 0.9,
    coverage: 0.7,
  },
  // A quarter of its questions come once or have no intent.
  {
    name: 'CLINC150, look-ups with strangers',
    file: 'clinc150_lookups',
    eps: 0.225,
    purity: 0.9,
    coverage: 0.65,
  },
];
const MIN_SIZE = 3;

export default {
  name: 'queries',
  needs: HALVES.map(({ file }) => `${file}.jsonl`),
  run: async (data) => {
    const figures: Figure[] = [];
    for (const half of HALVES) figures.push(...(await figuresOf(half, data)));
    return figures;
  },
} satisfies Evaluation;

async function figuresOf(
  { name, file, eps, purity, coverage }: Half,
  data: DataFolder,
): Promise<Figure[]> {
  const texts: string[] = [];
  const intents: string[] = [];
  for await (const row of data.rows<{ text: string; intent: string }>(`${file}.jsonl`)) {
    texts.push(row.text);
    intents.push(row.intent);
  }
  const vectors = matrixOf(await embedded(texts));
  const grouping = queryGrouping({ algorithm: 'auto', eps, minSize: MIN_SIZE });
  const auto = judged(await labelAnew(vectors, grouping), intents);
  const byName = judged(await dbscan(vectors, { eps, minSamples: 5 }), intents);
  return [
    { what: `${name}: purity, auto`, value: auto.purity, atLeast: purity },
    { what: `${name}: coverage, auto`, value: auto.coverage, atLeast: coverage },
    { what: `${name}: groups, auto`, value: auto.groups },
    { what: `${name}: purity, dbscan at its best eps`, value: byName.purity },
    { what: `${name}: coverage, dbscan at its best eps`, value: byName.coverage },
  ];
}

function judged({ labels, clusters }: Labelling, intents: readonly string[]) {
  const counts = Array.from({ length: clusters }, () => new Map<string, number>());
  labels.forEach((label, i) => {
    const count = counts[label];
    count?.set(intents[i]!, (count.get(intents[i]!) ?? 0) + 1);
  });
  const covered = labels.filter((label) => label >= 0).length;
  const pure = counts.reduce((sum, count) => sum + Math.max(0, ...count.values()), 0);
  return { purity: pure / covered, coverage: covered / labels.length, groups: clusters };
}
