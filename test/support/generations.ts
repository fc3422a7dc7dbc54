/** Published nights that are written down, not computed. */
import type { Generation } from '../../src/lib/domain/generation.js';
import type { Store } from '../../src/lib/ports/index.js';

export interface WrittenCluster {
  /** One page a letter; a capital is a page of another id with the text of the small letter. */
  pages: string;
  /** What tells its summary from others; default: the night. Null: it has none. */
  summary?: string | null;
  stale?: boolean;
}

export const HOUR = 3_600_000;

/** Publishes a night at `number` hours after the epoch, in which each cluster has these pages. */
export async function publishNight(
  store: Store,
  number: number,
  clusters: Readonly<Record<number, WrittenCluster>>,
): Promise<Generation> {
  const written = Object.entries(clusters).map(([id, cluster]) => ({ ...cluster, id: Number(id) }));
  const clustering = `clustering-${number}`;
  await store.clusterings.put(
    {
      id: clustering,
      pipeline: 'pages',
      space: 'space',
      algorithm: 'kmeans',
      k: written.length,
      seed: 42,
      basis: null,
      points: 0,
      noise: 0,
      inertia: 0,
      rebased: false,
      nextId: 99,
      retired: [],
      clusters: written.map(({ id, pages }) => ({
        clusterId: id,
        size: pages.length,
        centerPage: pages.charAt(0),
        cohesion: 1,
        lineage: 'new',
        from: [],
        centre: Float32Array.of(1, 0),
        founding: Float32Array.of(1, 0),
      })),
    },
    written.flatMap(({ id, pages }) =>
      [...pages].map((page) => ({
        id: page,
        clusterId: id,
        distance: 0,
        contentHash: `text of ${page.toLowerCase()}`,
      })),
    ),
  );
  const entries = [];
  for (const { id, summary = `night ${number}`, stale = false } of written) {
    if (summary === null) continue;
    const artefact = `${id}: ${summary}`;
    await store.memo.putFirst('summarize', `pages/${id}`, artefact, { title: `Cluster ${id}` });
    entries.push({ clusterId: id, artefact, stale });
  }
  const before = await store.generations.published('pages');
  const generation: Generation = {
    id: `generation-${number}`,
    pipeline: 'pages',
    number,
    clustering,
    space: 'space',
    runId: `run-${number}`,
    createdAt: number * HOUR,
    entries,
  };
  await store.generations.put(generation);
  const move = { expect: before?.id ?? null, next: generation.id, fence: 1 };
  if ((await store.generations.publish('pages', move)) === 'lost') throw new Error('not published');
  return generation;
}
