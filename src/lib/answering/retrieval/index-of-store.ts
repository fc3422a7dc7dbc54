import type { ChangeFeed } from '../../ports.js';
import type { RetrieverDeps, RetrieverStats } from './retriever.js';
import { Library } from './library.js';

/** A library that follows a store. */
export interface StoreIndex {
  readonly library: Library;
  refresh(signal: AbortSignal): Promise<{ changed: number }>;
  stats(): RetrieverStats;
  close(): Promise<void>;
}

const POLL_MS = 200;
/** Changes taken up at once. */
const BATCH = 500;

export async function openIndex(deps: RetrieverDeps, signal: AbortSignal): Promise<StoreIndex> {
  const { store, clock, pollMs = POLL_MS } = deps;
  const library = new Library();
  const local = store.capabilities.changeFeed === 'local';
  let sequence = local ? await store.changes.latest() : null;
  let refreshedAt = clock.now();
  await compare(deps, library, signal);

  const look = async (aborted: AbortSignal) => {
    const seen =
      sequence === null
        ? { changed: await compare(deps, library, aborted), sequence }
        : await follow(deps, store.changes, library, sequence, aborted);
    sequence = seen.sequence;
    refreshedAt = clock.now();
    return { changed: seen.changed };
  };
  let last: Promise<unknown> = Promise.resolve();
  const refresh = (aborted: AbortSignal) => {
    const next = last.then(() => look(aborted));
    last = next.catch(() => undefined);
    return next;
  };

  const closing = new AbortController();
  const watch = async () => {
    while (pollMs > 0 && !closing.signal.aborted) {
      await clock.sleep(pollMs, closing.signal).catch(() => undefined);
      if (!closing.signal.aborted) await refresh(closing.signal).catch(() => undefined);
    }
  };
  const watching = watch();
  return {
    library,
    refresh,
    stats: () => ({
      pages: library.pages.size,
      embedded: 0,
      passages: 0,
      sequence,
      refreshedAt,
    }),
    async close() {
      closing.abort();
      await watching;
      await last;
    },
  };
}

/** Takes up the changes behind `sequence`. */
async function follow(
  deps: RetrieverDeps,
  changes: ChangeFeed,
  library: Library,
  sequence: number,
  signal: AbortSignal,
): Promise<{ changed: number; sequence: number }> {
  let changed = 0;
  for (;;) {
    signal.throwIfAborted();
    const batch = await changes.read(sequence, BATCH);
    const last = batch.at(-1);
    if (!last) return { changed, sequence };
    const ids = [...new Set(batch.filter(({ table }) => table === 'pages').map(({ id }) => id))];
    changed += await take(deps, library, ids);
    sequence = last.sequence;
  }
}

async function take(
  { store }: RetrieverDeps,
  library: Library,
  ids: readonly string[],
): Promise<number> {
  const pages = await store.pages.get(ids);
  const present = new Set(pages.map(({ id }) => id));
  const gone = ids.filter((id) => !present.has(id) && library.remove(id));
  return gone.length + pages.filter((page) => library.put(page)).length;
}

/** Makes the library equal to the whole store. */
async function compare(
  { store }: RetrieverDeps,
  library: Library,
  signal: AbortSignal,
): Promise<number> {
  const present = new Set<string>();
  let changed = 0;
  for await (const batch of store.pages.scan()) {
    signal.throwIfAborted();
    for (const page of batch) {
      present.add(page.id);
      if (library.put(page)) changed++;
    }
  }
  for (const id of [...library.pages.keys()]) if (!present.has(id) && library.remove(id)) changed++;
  return changed;
}
