import type { Hash, PipelineName } from '../domain/values.js';
import type { MemoStore } from '../ports.js';

export interface CommittedClustering {
  clustering: Hash;
  /** Hash of the pages and settings that were clustered. */
  content: Hash;
}

/** The clustering that the cluster stage committed last, published or not. */
export async function committedClustering(
  memo: MemoStore,
  pipeline: PipelineName,
): Promise<CommittedClustering | null> {
  const entry = (await memo.get('cluster', [pipeline])).get(pipeline);
  return entry ? (entry.value as unknown as CommittedClustering) : null;
}
