import type { NightResult } from '../algorithms/clustering/night.js';
import { hashParts } from '../algorithms/text/hashing.js';
import type { Clustering } from '../domain/clustering.js';
import type { Hash, Scope } from '../domain/values.js';
import type { ClusteringStore, MemoStore } from '../ports/index.js';

export interface CommittedClustering {
  clustering: Hash;
  /** Hash of the pages and settings that were clustered. */
  content: Hash;
}

/** The clustering that the cluster stage committed last, published or not. */
export async function committedClustering(
  memo: MemoStore,
  pipeline: Scope,
): Promise<CommittedClustering | null> {
  const entry = (await memo.get('cluster', [pipeline])).get(pipeline);
  return entry ? (entry.value as unknown as CommittedClustering) : null;
}

/** What a clustering was made of and from. */
export type ClusteringOrigin = Pick<
  Clustering,
  'pipeline' | 'space' | 'algorithm' | 'seed' | 'basis' | 'points'
> & { content: Hash };

/** Stores a clustering, from now on the one that the next stages go by. */
export async function commitClustering(
  { clusterings, memo }: { clusterings: ClusteringStore; memo: MemoStore },
  { content, ...origin }: ClusteringOrigin,
  { members, ...night }: NightResult,
): Promise<void> {
  const id = hashParts([content, origin.basis ?? '']);
  const noise = origin.points - members.length;
  await clusterings.put({ ...night, ...origin, id, noise }, members);
  await memo.putFirst('cluster', origin.pipeline, id, { clustering: id, content });
}
