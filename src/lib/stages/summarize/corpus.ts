import { compareBytewise } from '../../algorithms/text/hashing.js';
import { classKeywords } from '../../algorithms/text/keywords.js';
import { commonTitles } from '../../algorithms/text/title.js';
import type { Clustering, Membership } from '../../domain/clustering.js';
import type { StoredPage } from '../../domain/page.js';
import type { Hash } from '../../domain/values.js';
import type { Store } from '../../ports/index.js';
import { committedClustering } from '../committed.js';
import type { Document } from './unit.js';

const BATCH = 200;
const KEYWORDS = 10;
/** The pages nearest to the centre say what a cluster is about; more would only cost memory. */
const KEYWORD_PAGES = 200;

export type MembersByCluster = ReadonlyMap<number, readonly Membership[]>;

/** The clustering that the cluster stage committed last. */
export async function currentClustering(store: Store): Promise<Clustering | null> {
  const committed = await committedClustering(store.memo, 'pages');
  return committed && store.clusterings.get(committed.clustering);
}

/** Every cluster's members, nearest to the centre first, ties by id. */
export async function membersByCluster(store: Store, id: Hash): Promise<MembersByCluster> {
  const clusters = new Map<number, Membership[]>();
  for await (const batch of store.clusterings.scanMembers(id)) {
    for (const member of batch) {
      const members = clusters.get(member.clusterId);
      if (members) members.push(member);
      else clusters.set(member.clusterId, [member]);
    }
  }
  for (const members of clusters.values()) {
    members.sort((a, b) => a.distance - b.distance || compareBytewise(a.id, b.id));
  }
  return clusters;
}

/** Pages as they are now, in the order of the members; those deleted since are left out. */
export async function documentsOf(
  store: Pick<Store, 'pages'>,
  members: readonly Pick<Membership, 'id'>[],
): Promise<Document[]> {
  const documents: Document[] = [];
  for (let at = 0; at < members.length; at += BATCH) {
    const ids = members.slice(at, at + BATCH).map(({ id }) => id);
    const pages = await store.pages.get(ids);
    documents.push(...pages.map(documentOf));
  }
  return documents;
}

function documentOf({ id, body, title, chapter, position }: StoredPage): Document {
  return { id, text: body, title: title ?? chapter, position };
}

/** What only the clusters together tell of each. */
export interface Telling {
  keywords: ReadonlyMap<number, string[]>;
  /** Page titles that stand for no one cluster. */
  common: ReadonlySet<string>;
}

export type TellingSource = (id: Hash, clusters: MembersByCluster) => Promise<Telling>;

/**
 * Keywords of every cluster of a clustering against all the others, computed once however often a plan is
 * drawn. A cluster whose own pages did not change keeps the keywords that its summary was stored with, though
 * the others may have changed around it.
 */
export function tellingSource(store: Pick<Store, 'pages'>): TellingSource {
  let last: { id: Hash; telling: Promise<Telling> } | null = null;
  return (id, clusters) => {
    if (last?.id !== id) last = { id, telling: tellingOf(store, clusters) };
    return last.telling;
  };
}

async function tellingOf(
  store: Pick<Store, 'pages'>,
  clusters: MembersByCluster,
): Promise<Telling> {
  const texts = new Map<number, string[]>();
  const titles: (string | null)[][] = [];
  for (const [clusterId, members] of clusters) {
    const documents = await documentsOf(store, members.slice(0, KEYWORD_PAGES));
    texts.set(
      clusterId,
      documents.map(({ text }) => text),
    );
    titles.push(documents.map(({ title }) => title));
  }
  return { keywords: classKeywords(texts, KEYWORDS), common: commonTitles(titles) };
}
