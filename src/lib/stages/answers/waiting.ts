import type { ClusteringStore, MemoStore } from '../../ports/index.js';
import { committedClustering } from '../committed.js';
import { answerKey, type AnswerArtefact } from './stage.js';

/** Of the clusters of questions that were made last, how many an answer was sought for in vain: they wait for one. */
export async function waitingQuestions({
  memo,
  clusterings,
}: {
  memo: MemoStore;
  clusterings: Pick<ClusteringStore, 'get'>;
}): Promise<number> {
  const committed = await committedClustering(memo, 'answers');
  const clustering = committed && (await clusterings.get(committed.clustering));
  const keys = clustering?.clusters.map(({ clusterId }) => answerKey(clusterId)) ?? [];
  const artefacts = [...(await memo.get('answers', keys)).values()];
  return artefacts.filter(({ value }) => (value as unknown as AnswerArtefact).answer === null)
    .length;
}
