import { summariesOf } from '../../src/lib/answering/published.js';
import type { Store } from '../../src/lib/ports/index.js';

/** Everything that a night decides, without its clock times and names of runs: equal nights, equal states. */
export async function storeState(store: Store) {
  const generation = await store.generations.published('pages');
  const clustering = generation && (await store.clusterings.get(generation.clustering));
  if (!generation || !clustering) return null;
  const pages = [];
  for await (const batch of store.pages.scan()) {
    for (const { id, contentHash, chapter, position } of batch) {
      pages.push({ id, contentHash, chapter, position });
    }
  }
  const space = { id: clustering.space, dimensions: 384 };
  const vectors = [];
  for await (const batch of store.vectors.scan(space)) {
    for (const { pageId, contentHash, vector } of batch) {
      vectors.push({ pageId, contentHash, vector: Buffer.from(vector.buffer).toString('base64') });
    }
  }
  const members = [];
  for await (const batch of store.clusterings.scanMembers(clustering.id)) members.push(...batch);
  const summaries = await summariesOf(store, generation);
  return {
    number: generation.number,
    pages: sorted(pages, ({ id }) => id),
    vectors: sorted(vectors, ({ pageId }) => pageId),
    clustering: { ...clustering, id: '', basis: '', clusters: clustering.clusters.map(plain) },
    members: sorted(members, ({ id }) => id),
    summaries: summaries.map((summary) => ({ ...summary, updatedAt: 0 })),
  };
}

function plain<T extends { centre: Float32Array; founding: Float32Array }>(cluster: T) {
  return { ...cluster, centre: [...cluster.centre], founding: [...cluster.founding] };
}

/** What a reader of the published night finds: every cluster with its summary, every member with its page. */
export async function readerView(store: Store) {
  const generation = await store.generations.published('pages');
  const clustering = generation && (await store.clusterings.get(generation.clustering));
  if (!generation || !clustering) return { number: 0, complete: generation === null };
  const summaries = await summariesOf(store, generation);
  let members = 0;
  for await (const batch of store.clusterings.scanMembers(clustering.id)) members += batch.length;
  const complete =
    summaries.length === clustering.clusters.length &&
    members + clustering.noise === clustering.points;
  return { number: generation.number, complete };
}

function sorted<T>(rows: readonly T[], key: (row: T) => string): T[] {
  return [...rows].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}
