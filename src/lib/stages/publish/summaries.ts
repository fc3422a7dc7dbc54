import type { Clustering, Membership } from '../../domain/clustering.js';
import type { Generation, GenerationEntry } from '../../domain/generation.js';
import type { ClusteringStore, MemoStore } from '../../ports/index.js';
import { membersHash, unitKey, type SummaryArtefact } from '../summarize/artefact.js';

/**
 * The summary of every cluster. One that failed carries its last one forward, marked stale; a cluster that never
 * had one is shown without.
 */
export async function summaryEntries(
  clustering: Clustering,
  previous: Generation | null,
  { clusterings, memo }: { clusterings: ClusteringStore; memo: MemoStore },
): Promise<GenerationEntry[]> {
  const { clusters } = clustering;
  const keys = clusters.map(({ clusterId }) => unitKey(clusterId));
  const written = await memo.get('summarize', keys);
  const shown = new Map(previous?.entries.map((entry) => [entry.clusterId, entry]));
  const members = await membersByCluster(clusterings, clustering.id);
  return clusters.flatMap<GenerationEntry>(({ clusterId }) => {
    const entry = written.get(unitKey(clusterId));
    if (!entry) {
      const last = shown.get(clusterId);
      return last ? [{ ...last, stale: true }] : [];
    }
    const artefact = entry.value as unknown as SummaryArtefact;
    const present = membersHash({ clustering, clusterId, members: members.get(clusterId) ?? [] });
    return [{ clusterId, artefact: entry.input, stale: artefact.members !== present }];
  });
}

async function membersByCluster(clusterings: ClusteringStore, id: string) {
  const groups = new Map<number, Membership[]>();
  for await (const batch of clusterings.scanMembers(id)) {
    for (const member of batch) {
      const group = groups.get(member.clusterId);
      if (group) group.push(member);
      else groups.set(member.clusterId, [member]);
    }
  }
  return groups;
}
