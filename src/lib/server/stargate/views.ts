/** What the last published night shows, as tables. */
import { goldenAnswersOf, summariesOf } from '../../answering/published.js';
import type { Generation } from '../../domain/generation.js';
import type { Json } from '../../domain/values.js';
import type { Store } from '../../ports/index.js';
import { startsWith, type Placed, type Reading, type Row, type Table } from './exposed.js';
import { iso, numbers } from './values.js';

type View = Omit<Table, 'scan'> & {
  rows: (store: Store, generation: Generation) => Promise<Row[]>;
};

/** A table that is small enough to be made anew for each request. */
function view(scope: string, { rows, ...shape }: View): Table {
  const table: Table = {
    ...shape,
    async *scan(store, reading) {
      const generation = await store.generations.published(scope);
      if (generation) yield* placed(table, await rows(store, generation), reading);
    },
  };
  return table;
}

/** The rows of a reading, each at its index. */
function* placed(table: Table, rows: readonly Row[], { prefix, after }: Reading): Iterable<Placed> {
  for (let i = after === null ? 0 : Number(after) + 1; i < rows.length; i++) {
    const row = rows[i]!;
    if (startsWith(table, row, prefix)) yield { place: String(i), row };
  }
}

export const SUMMARIES = view('pages', {
  columns: {
    ...{ cluster_id: 'int', center_page: 'text', title: 'text', summary: 'text', keywords: 'list' },
    ...{ size: 'int', cohesion: 'double', words: 'int', coverage: 'double', model: 'text' },
    ...{ prompt_version: 'int', stale: 'boolean', updated_at: 'timestamp' },
  },
  partition: ['cluster_id'],
  clustering: [],
  async rows(store, generation) {
    const summaries = await summariesOf(store, generation);
    return summaries.map((each) => ({
      ...{ cluster_id: each.clusterId, center_page: each.centerPage, title: each.title },
      ...{ summary: each.summary, keywords: each.keywords, size: each.size },
      ...{ cohesion: each.cohesion, words: each.words, coverage: each.coverage, model: each.model },
      ...{ prompt_version: each.promptVersion, stale: each.stale, updated_at: iso(each.updatedAt) },
    }));
  },
});

export const CLUSTERS = view('pages', {
  columns: {
    ...{ cluster_id: 'int', size: 'int', center_page: 'text', cohesion: 'double' },
    ...{ lineage: 'text', came_from: 'list', centre: 'vector' },
  },
  partition: ['cluster_id'],
  clustering: [],
  async rows(store, { clustering }) {
    const clusters = [...((await store.clusterings.get(clustering))?.clusters ?? [])];
    return clusters
      .sort((a, b) => a.clusterId - b.clusterId)
      .map((each) => ({
        ...{ cluster_id: each.clusterId, size: each.size, center_page: each.centerPage },
        ...{ cohesion: each.cohesion, lineage: each.lineage, came_from: each.from },
        centre: numbers(each.centre),
      }));
  },
});

export const CLUSTER_MEMBERS = view('pages', {
  columns: { cluster_id: 'int', page_id: 'text', distance: 'double', content_hash: 'text' },
  partition: ['cluster_id'],
  clustering: ['page_id'],
  async rows(store, { clustering }) {
    const rows: { cluster_id: number; page_id: string; [column: string]: Json }[] = [];
    for await (const batch of store.clusterings.scanMembers(clustering)) {
      for (const { clusterId, id, distance, contentHash } of batch)
        rows.push({ cluster_id: clusterId, page_id: id, distance, content_hash: contentHash });
    }
    return rows.sort((a, b) => a.cluster_id - b.cluster_id || (a.page_id < b.page_id ? -1 : 1));
  },
});

export const GOLDEN_ANSWERS = view('answers', {
  columns: {
    ...{ cluster_id: 'int', canonical_question: 'text', answer: 'text', sources: 'list' },
    ...{ language: 'text', model: 'text', quality: 'double', queries: 'int', users: 'int' },
    updated_at: 'timestamp',
  },
  partition: ['cluster_id'],
  clustering: [],
  async rows(store, generation) {
    const answers = await goldenAnswersOf(store, generation);
    return answers.map((each) => ({
      ...{ cluster_id: each.clusterId, canonical_question: each.question, answer: each.answer },
      sources: each.sources.map(({ pageId, text, start, end }) => ({
        ...{ page_id: pageId, text, start, end },
      })),
      ...{ language: each.language, model: each.model, quality: each.quality },
      ...{ queries: each.queries, users: each.users, updated_at: iso(each.updatedAt) },
    }));
  },
});

/** Vectors of pages in the space of the published night. */
export const PAGE_VECTORS: Table = {
  columns: { page_id: 'text', content_hash: 'text', vector: 'vector' },
  partition: ['page_id'],
  clustering: [],
  async *scan(store, { prefix, after }) {
    const space = await publishedSpace(store);
    if (!space) return;
    const [id] = prefix;
    let i = 0;
    const first = after === null ? 0 : Number(after) + 1;
    for await (const batch of store.vectors.scan(space)) {
      for (const { pageId, contentHash, vector } of batch) {
        const place = i++;
        if (place < first || (id !== undefined && id !== pageId)) continue;
        const row = { page_id: pageId, content_hash: contentHash, vector: numbers(vector) };
        yield { place: String(place), row };
      }
    }
  },
};

async function publishedSpace(store: Store) {
  const generation = await store.generations.published('pages');
  const clustering = generation && (await store.clusterings.get(generation.clustering));
  const dimensions = clustering?.clusters[0]?.centre.length;
  return clustering && dimensions ? { id: clustering.space, dimensions } : null;
}
