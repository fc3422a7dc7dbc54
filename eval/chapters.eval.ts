/**
 * Which vector of a page its clusters are best made from: how well 48 clusters of the book's pages agree with
 * its chapters, for three ways to make one vector of a page (docs/decisions/0006-page-vector.md).
 */
import { clusterNight } from '../src/lib/algorithms/clustering/night.js';
import {
  adjustedRandIndex,
  normalisedMutualInformation,
  silhouette,
} from '../src/lib/algorithms/clustering/quality.js';
import { matrixOf, type Matrix } from '../src/lib/algorithms/vectors/matrix.js';
import { meanDirection, normalise } from '../src/lib/algorithms/vectors/normalise.js';
import { embedded } from './embedded.js';
import type { Evaluation, Figure } from './harness.js';
import { PAGES, passageVectors, readBook, type Book, type PassageVectors } from './vectors.js';

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const K = 48;

export default {
  name: 'chapters',
  needs: [PAGES],
  run: async (data) => {
    const book = await readBook(data);
    const figures: Figure[] = [];
    for (const [name, matrix] of await variants(book)) {
      figures.push(...(await agreement(name, book, matrix)));
    }
    const [plain] = figures;
    return plain ? [{ ...plain, atLeast: 0.6 }, ...figures.slice(1)] : figures;
  },
} satisfies Evaluation;

async function variants({ texts }: Book): Promise<[string, Matrix][]> {
  const passages = await passageVectors(texts);
  return [
    ['mean of passages', matrixOf(passages.map(({ vectors }) => meanDirection(vectors)))],
    ['mean by length', matrixOf(passages.map(weightedMean))],
    ['whole text, cut at 256 tokens', matrixOf(await embedded(texts))],
  ];
}

/** Mean of the passages, each counted by its tokens, at unit length. */
function weightedMean({ vectors, tokens }: PassageVectors): Float32Array {
  const sum = new Float64Array(vectors[0]?.length ?? 0);
  vectors.forEach((vector, i) => vector.forEach((value, j) => (sum[j]! += tokens[i]! * value)));
  return normalise(Float32Array.from(sum));
}

async function agreement(name: string, book: Book, matrix: Matrix): Promise<Figure[]> {
  const pages = book.ids.map((id) => ({ id, contentHash: id }));
  const runs = [];
  for (const seed of SEEDS) {
    const night = await clusterNight({
      pages,
      vectors: matrix,
      space: name,
      grouping: { algorithm: 'kmeans', k: K },
      seed,
      previous: null,
    });
    const labels = night.members.map(({ clusterId }) => clusterId);
    runs.push({
      nmi: normalisedMutualInformation(labels, book.chapters),
      ari: adjustedRandIndex(labels, book.chapters),
      width: silhouette(matrix, labels),
    });
  }
  return [
    ...spread(
      `${name}: NMI with the chapters`,
      runs.map(({ nmi }) => nmi),
    ),
    ...spread(
      `${name}: ARI with the chapters`,
      runs.map(({ ari }) => ari),
    ),
    ...spread(
      `${name}: silhouette`,
      runs.map(({ width }) => width),
    ),
  ];
}

/** Mean and standard deviation over the seeds. */
function spread(what: string, values: readonly number[]): Figure[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return [
    { what: `${what}, mean of ${values.length} seeds`, value: mean },
    { what: `${what}, standard deviation`, value: Math.sqrt(variance) },
  ];
}
