import type { Generation } from '../domain/generation.js';
import type { Run } from '../domain/run.js';
import type { Space } from '../domain/values.js';
import type { Clock, Store } from '../ports/index.js';

export interface Status {
  store: { kind: string; location: string };
  publishedRun: string | null;
  generation: Generation | null;
  /** The newest that has ended, whatever it was. */
  lastRun: Run | null;
  pages: {
    documents: number;
    vectors: number;
    clusters: number;
    summaries: number;
    /** Age in s of the oldest page whose present body has no vector yet; null when there is none. */
    oldestUnprocessedS: number | null;
  };
}

/** Runs that are under way, or were killed, stand before the last one that has ended. */
const LOOK_BACK = 20;

/** What the store holds and how fresh it is. Reads only. */
export async function readStatus(store: Store, space: Space, clock: Clock): Promise<Status> {
  const generation = await store.generations.published('pages');
  const clustering = generation && (await store.clusterings.get(generation.clustering));
  const vectors = await store.vectors.count(space);
  return {
    store: { kind: store.kind, location: store.location },
    publishedRun: generation?.runId ?? null,
    generation,
    lastRun: (await store.runs.list(LOOK_BACK)).find(({ endedAt }) => endedAt !== null) ?? null,
    pages: {
      documents: await store.pages.count(),
      vectors: vectors.pages,
      clusters: clustering?.clusters.length ?? 0,
      summaries: generation?.entries.length ?? 0,
      oldestUnprocessedS: await oldestUnprocessed(store, space, clock),
    },
  };
}

async function oldestUnprocessed(
  { pages, vectors }: Store,
  space: Space,
  clock: Clock,
): Promise<number | null> {
  let oldest = Infinity;
  for await (const batch of pages.scan()) {
    const made = await vectors.hashes(
      space,
      batch.map(({ id }) => id),
    );
    for (const { id, contentHash, version } of batch) {
      if (made.get(id) !== contentHash) oldest = Math.min(oldest, version / 1000);
    }
  }
  return oldest === Infinity ? null : Math.max(0, Math.round((clock.now() - oldest) / 1000));
}
