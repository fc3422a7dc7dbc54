import { natureOf, reconcile, type ReconcileDeps } from './reconcile.js';

const BATCH = 64;

export interface CompareDeps extends ReconcileDeps {
  /** Pages that are embedded at once. */
  concurrency: number;
  /** Waits until so many bytes of text may be taken up. */
  admit: (bytes: number) => Promise<void>;
  /** Called between two groups: what is more urgent comes first. */
  between: () => Promise<void>;
}

/**
 * Makes the vectors of all pages those of their texts, without a feed: for changes that it lacks. A page that fails by
 * its own fault is left to the night, which tells of it. Vectors without a page are, too.
 * @returns pages that got vectors
 */
export async function compareAll(deps: CompareDeps, signal: AbortSignal): Promise<number> {
  const { store, embedder, concurrency } = deps;
  let embedded = 0;
  for await (const pages of store.pages.scan({ batch: BATCH })) {
    signal.throwIfAborted();
    const ids = pages.map(({ id }) => id);
    const made = await store.vectors.hashes(embedder.space, ids);
    const outdated = pages.filter(({ id, contentHash }) => made.get(id) !== contentHash);
    for (let at = 0; at < outdated.length; at += concurrency) {
      const some = outdated.slice(at, at + concurrency);
      await deps.admit(some.reduce((sum, { body }) => sum + Buffer.byteLength(body), 0));
      const done = await reconcile(
        deps,
        some.map(({ id }) => id),
        signal,
      );
      if (done.failure && natureOf(done.failure.thrown) !== 'page') throw done.failure.thrown;
      embedded += done.embedded;
      await deps.between();
    }
  }
  return embedded;
}
