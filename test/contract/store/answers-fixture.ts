/** A published night of golden answers, as its stages leave it in a store. */
import type { GoldenAnswer } from '../../../src/lib/domain/answer.js';
import type { EmbeddedQuery } from '../../../src/lib/domain/query.js';
import type { Json } from '../../../src/lib/domain/values.js';
import type { Store } from '../../../src/lib/ports/index.js';
import { clustering, generation, SPACE } from './fixtures.js';

export const T = 1_700_000_000_000;

export function answer(clusterId: number, changes: Partial<GoldenAnswer> = {}): GoldenAnswer {
  return {
    clusterId,
    question: `Question ${clusterId}?`,
    answer: 'At the "office".',
    sources: [],
    language: 'en',
    model: 'extractive',
    tokens: 120,
    generationMs: 34.5,
    quality: 0.75,
    queries: 2,
    users: 2,
    updatedAt: T,
    ...changes,
  };
}

const query = (id: string, changes: Partial<EmbeddedQuery> = {}): EmbeddedQuery => ({
  ...{ id, userId: 'ann', text: `${id}?`, personal: false, language: null, createdAt: T },
  ...{ contentHash: `hash of ${id}`, vector: Float32Array.of(1, 0, 0, 0) },
  ...changes,
});

const SAME = { text: 'Where is it?', contentHash: 'hash of both' };

const member = (id: string, clusterId: number, distance: number) => ({
  ...{ id, clusterId, distance, contentHash: `hash of ${id}` },
});

/**
 * Cluster 7 of three questions, the first two of two accounts in the same words, and cluster 3 of one, which is farther from
 * its centre than a right angle.
 */
export async function groupQuestions(store: Store): Promise<void> {
  await store.queries.put(SPACE, [
    query('a', SAME),
    query('b', { userId: 'bo', createdAt: T + 1500, language: 'id', ...SAME }),
    query('c', { createdAt: T - 500, vector: Float32Array.of(0, 1, 0, 0) }),
    query('d'),
  ]);
  const members = [
    ...[member('a', 7, 0.125), member('b', 7, 0.25), member('c', 7, 0.375)],
    member('d', 3, 1.5),
  ];
  await store.clusterings.put(clustering('night', { pipeline: 'answers' }), members);
}

/** Publishes these answers as the generation `id`, over the clusters of `groupQuestions`. */
export async function publishAnswers(
  store: Store,
  id: string,
  answers: readonly { answer: GoldenAnswer | null; input: string; clusterId: number }[],
): Promise<void> {
  for (const { answer: written, input, clusterId } of answers) {
    const artefact = { basis: 'basis', writer: 'extractive', answer: written };
    await store.memo.putFirst(
      'answers',
      `question:${clusterId}`,
      input,
      artefact as unknown as Json,
    );
  }
  const entries = answers.map(({ clusterId, input }) => ({
    ...{ clusterId, artefact: input, stale: clusterId === 3 },
  }));
  const before = (await store.generations.published('answers'))?.id ?? null;
  const night = { pipeline: 'answers', clustering: 'night', entries, minUsers: 2 } as const;
  await store.generations.put(generation(id, night));
  await store.generations.publish('answers', { expect: before, next: id, fence: 1 });
}
