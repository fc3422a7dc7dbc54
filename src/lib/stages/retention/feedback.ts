import type { Feedback } from '../../domain/lookup.js';
import type { Store } from '../../ports/index.js';
import { committedClustering } from '../committed.js';
import type { DatedLog } from './stage.js';

const DAY_MS = 86_400_000;

export type FeedbackStores = Pick<
  Store,
  'lookups' | 'curated' | 'memo' | 'clusterings' | 'generations'
>;

/**
 * What people said of answers, as a log of what may go: a no that makes an answer harder to get, or takes it away,
 * stays for as long as that answer could be given.
 */
export function feedbackLog(stores: FeedbackStores): DatedLog {
  return {
    countBefore: async (day) => (await idleBefore(stores, day)).length,
    prune: async (day) => stores.lookups.removeFeedback(await idleBefore(stores, day), day),
  };
}

/** Ids of the feedback from before that day that counts for no answer any more. */
async function idleBefore(stores: FeedbackStores, day: number): Promise<string[]> {
  const all = await stores.lookups.feedbackOf(null, 0);
  const old = all.filter(({ createdAt }) => createdAt < day * DAY_MS);
  if (old.length === 0) return [];
  const counts = await counting(stores, [...new Set(old.map(({ answerId }) => answerId))]);
  return old.filter((feedback) => !counts(feedback)).map(({ id }) => id);
}

/** Whether the answer that was judged could be given, in the text that was judged. */
async function counting(
  stores: FeedbackStores,
  answerIds: readonly string[],
): Promise<(feedback: Feedback) => boolean> {
  const curated = await stores.curated.list();
  const since = new Map(curated.map(({ id, updatedAt }) => [id, updatedAt]));
  const asked = await clustersAsked(stores);
  const prepared = await stores.memo.artefacts('answers', answerIds);
  return ({ answerId, createdAt }) => {
    const changed = since.get(answerId);
    if (changed !== undefined) return createdAt >= changed;
    const { answer } = (prepared.get(answerId) ?? {}) as { answer?: { clusterId?: number } | null };
    return answer?.clusterId !== undefined && asked.has(answer.clusterId);
  };
}

/**
 * Clusters of questions that there are. An answer to one of them may come back in the very same text, with its page,
 * or when it is among the most wanted again.
 */
async function clustersAsked({
  memo,
  clusterings,
  generations,
}: FeedbackStores): Promise<Set<number>> {
  const committed = await committedClustering(memo, 'answers');
  const clustering = committed && (await clusterings.get(committed.clustering));
  const published = await generations.published('answers');
  const known = [...(clustering?.clusters ?? []), ...(published?.entries ?? [])];
  return new Set(known.map(({ clusterId }) => clusterId));
}
