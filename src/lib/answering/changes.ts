import { lineageOf, sharedPages, takersOf } from '../algorithms/clustering/lineage.js';
import { lookBack } from '../algorithms/clustering/yesterday.js';
import { compareBytewise } from '../algorithms/text/hashing.js';
import type { Clustering, Lineage, Membership } from '../domain/clustering.js';
import type { Generation } from '../domain/generation.js';
import type { Store } from '../ports/index.js';
import { summariesOf } from './published.js';

/** What became of one cluster between two generations. */
export interface ClusterChange {
  clusterId: number;
  /** Of its summary now, of a retired one then; null when it never had one. */
  title: string | null;
  lineage: Lineage | 'retired';
  /** Ids of then that a merged or split cluster came from; a merged one counts itself. */
  from: number[];
  /** The cluster that took more than half of the pages of a retired one. */
  into: number | null;
  /** Pages then; null for a cluster that was not there. */
  before: number | null;
  /** Pages now; null for a retired cluster. */
  now: number | null;
  /** Pages that joined it and pages that left it: both are 0 when the same pages are in it. */
  came: number;
  left: number;
  /** `stale`: this night's text failed and an earlier one is shown. `none`: there is none to show. */
  summary: 'new' | 'renewed' | 'unchanged' | 'stale' | 'none';
}

interface Night {
  generation: Generation;
  clustering: Clustering;
  members: Membership[];
  titles: Map<number, string>;
}

/**
 * What became of every cluster, by id, the retired ones among them. The nights need not be neighbours: a page
 * is followed by its id, or by its content when it was ingested again.
 * @param then null: nothing was published, so that everything is new
 */
export async function changesSince(
  store: Store,
  then: Generation | null,
  now: Generation,
): Promise<ClusterChange[]> {
  const [before, after] = [then && (await nightOf(store, then)), await nightOf(store, now)];
  if (!after) return [];
  return compare(before, after).sort((a, b) => a.clusterId - b.clusterId);
}

async function nightOf(store: Store, generation: Generation): Promise<Night | null> {
  const clustering = await store.clusterings.get(generation.clustering);
  if (!clustering) return null;
  const members: Membership[] = [];
  for await (const batch of store.clusterings.scanMembers(clustering.id)) members.push(...batch);
  members.sort((a, b) => compareBytewise(a.id, b.id));
  const summaries = await summariesOf(store, generation);
  const titles = new Map(summaries.map(({ clusterId, title }) => [clusterId, title]));
  return { generation, clustering, members, titles };
}

function compare(before: Night | null, after: Night): ClusterChange[] {
  const { clusters } = after.clustering;
  const kin = kinshipOf(before, after);
  const { ancestors, shared, parents, heirs, takers } = kin;
  const living = clusters.map(({ clusterId, size }, n): ClusterChange => {
    const parent = parents[n]!;
    const was = ancestors[parent]?.size ?? null;
    const both = shared[parent]?.[n] ?? 0;
    return {
      clusterId,
      title: after.titles.get(clusterId) ?? null,
      ...lineageOf(kin, n),
      into: null,
      before: was,
      now: size,
      came: size - both,
      left: (was ?? 0) - both,
      summary: summaryChange(clusterId, before, after),
    };
  });
  const retired = ancestors.flatMap(({ clusterId, size }, a): ClusterChange[] => {
    if (heirs[a] !== -1) return [];
    const title = before?.titles.get(clusterId) ?? null;
    const into = clusters[takers[a]!]?.clusterId ?? null;
    const gone = { before: size, now: null, came: 0, left: size, summary: 'none' } as const;
    return [{ clusterId, title, lineage: 'retired', from: [], into, ...gone }];
  });
  return [...living, ...retired];
}

/** Who is whose, by the ids that the nights in between have given. */
function kinshipOf(before: Night | null, after: Night) {
  const { clusters } = after.clustering;
  const { ancestors, origin } = before
    ? lookBack(
        after.members,
        { ...before, generation: before.generation.id },
        after.clustering.space,
      )
    : { ancestors: [], origin: [] };
  const shared = sharedPages(ancestors.length, groupsOf(after), origin);
  const place = (list: readonly { clusterId: number }[], id: number) =>
    list.findIndex(({ clusterId }) => clusterId === id);
  return {
    ancestors,
    newcomers: clusters,
    shared,
    heirs: Int32Array.from(ancestors, ({ clusterId }) => place(clusters, clusterId)),
    parents: Int32Array.from(clusters, ({ clusterId }) => place(ancestors, clusterId)),
    takers: takersOf(ancestors, shared),
  };
}

/** Pages of each cluster, as places among the night's members. */
function groupsOf({ clustering: { clusters }, members }: Night): number[][] {
  const groups = new Map(clusters.map(({ clusterId }) => [clusterId, [] as number[]]));
  members.forEach(({ clusterId }, page) => groups.get(clusterId)?.push(page));
  return [...groups.values()];
}

function summaryChange(
  clusterId: number,
  before: Night | null,
  { generation }: Night,
): ClusterChange['summary'] {
  const [was, is] = [before?.generation, generation].map((night) =>
    night?.entries.find((entry) => entry.clusterId === clusterId),
  );
  if (!is) return 'none';
  if (is.stale) return 'stale';
  if (!was) return 'new';
  return was.artefact === is.artefact ? 'unchanged' : 'renewed';
}
