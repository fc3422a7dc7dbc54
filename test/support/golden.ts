/** A night's answers in a store, and an embedder for which like words have like vectors. */
import { normalise } from '../../src/lib/algorithms/vectors/normalise.js';
import { hashText } from '../../src/lib/algorithms/text/hashing.js';
import { words } from '../../src/lib/algorithms/text/tokens.js';
import type { AnswerSource, GoldenAnswer } from '../../src/lib/domain/answer.js';
import type { Cluster, Clustering } from '../../src/lib/domain/clustering.js';
import type { Json } from '../../src/lib/domain/values.js';
import type { Embedder, Store } from '../../src/lib/ports/index.js';

const DIMENSIONS = 256;

/** Counts of words, each at a place of its own as far as there is room. */
export const wordEmbedder: Embedder = {
  space: { id: 'words', dimensions: DIMENSIONS },
  window: 10_000,
  countTokens: (text) => words(text).length,
  async embed(texts) {
    return texts.map((text) => {
      const counts = new Float32Array(DIMENSIONS).fill(0.001);
      for (const word of words(text)) counts[placeOf(word)]! += 1;
      return normalise(counts);
    });
  },
  close: async () => undefined,
};

const placeOf = (word: string) => parseInt(hashText(word).slice(0, 6), 16) % DIMENSIONS;

export interface Prepared {
  clusterId: number;
  /** The first one is the canonical one. */
  questions: string[];
  answer: string;
  /** Page whose body is quoted as a whole. */
  pageId: string;
}

/** Publishes these answers, and nothing else, as the next night. */
export async function publishAnswers(
  store: Store,
  answers: readonly Prepared[],
  number = 1,
): Promise<void> {
  const { space } = wordEmbedder;
  const id = hashText(`clustering ${number}`);
  const entries = [];
  const members = [];
  for (const { clusterId, questions, answer, pageId } of answers) {
    const vectors = await wordEmbedder.embed(questions, { purpose: 'cluster' });
    const asked = questions.map((text, i) => ({
      ...{ id: `${clusterId}/${i}`, userId: `user-${i}`, text, personal: false, language: 'en' },
      ...{ createdAt: 1, contentHash: hashText(text), vector: vectors[i]! },
    }));
    await store.queries.put(space, asked);
    members.push(
      ...asked.map(({ id, contentHash }, i) => ({ id, clusterId, distance: i / 100, contentHash })),
    );
    const artefact = hashText(`${clusterId} ${answer} ${number}`);
    const golden: GoldenAnswer = {
      ...{ clusterId, question: questions[0]!, answer, sources: [await sourceOf(store, pageId)] },
      ...{ language: 'en', model: 'extractive', tokens: 0, generationMs: 1, quality: 1 },
      ...{ queries: questions.length, users: questions.length, updatedAt: 1 },
    };
    const value = { basis: artefact, writer: 'extractive', answer: golden };
    await store.memo.putFirst(
      'answers',
      `question:${clusterId}`,
      artefact,
      value as unknown as Json,
    );
    entries.push({ clusterId, artefact, stale: false });
  }
  const clusters = answers.map(({ clusterId, questions }) => clusterOf(clusterId, questions));
  await store.clusterings.put(clusteringOf(id, clusters, members.length), members);
  const generation = `generation-${number}`;
  const head = { id: generation, pipeline: 'answers', number, clustering: id } as const;
  const made = { space: space.id, runId: 'run', createdAt: number, entries };
  const before = await store.generations.published('answers');
  await store.generations.put({ ...head, ...made });
  const move = { expect: before?.id ?? null, next: generation, fence: 1 };
  await store.generations.publish('answers', move);
}

async function sourceOf(store: Store, pageId: string): Promise<AnswerSource> {
  const [page] = await store.pages.get([pageId]);
  const { body, title, chapter, position, contentHash } = page!;
  const span = { start: 0, end: body.length, text: body, context: { before: '', after: '' } };
  return { pageId, title, chapter, position, ...span, score: 1, contentHash };
}

const clusterOf = (clusterId: number, questions: readonly string[]): Cluster => ({
  ...{ clusterId, size: questions.length, centerPage: `${clusterId}/0`, cohesion: 1 },
  ...{ lineage: 'new', from: [] },
  centre: new Float32Array(DIMENSIONS).fill(1),
  founding: new Float32Array(DIMENSIONS).fill(1),
});

const clusteringOf = (id: string, clusters: Cluster[], points: number): Clustering => ({
  ...{ id, pipeline: 'answers', space: wordEmbedder.space.id, algorithm: 'linkage' },
  ...{ k: clusters.length, seed: 0, basis: null, points, noise: 0, inertia: 0 },
  ...{ rebased: false, nextId: 100, clusters, retired: [] },
});
