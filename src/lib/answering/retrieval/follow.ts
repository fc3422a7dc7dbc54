import { setImmediate as othersFirst } from 'node:timers/promises';
import type { Change, ChangeSource, Cursor, Embedder, Store } from '../../ports/index.js';
import type { Library } from './library.js';

/** Pages that are taken up before queries have their turn again. */
const BATCH = 50;
/** Changes read at once. */
const CHANGES = 500;
/** Pages whose passages are read at the same time. */
const CONCURRENCY = 16;

const FOLLOWER = { follower: true } as const;

export interface Followed {
  store: Pick<Store, 'pages' | 'vectors'>;
  source: ChangeSource;
  embedder: Embedder | null;
  library: Library;
}

/** How far a library has come, and how many pages changed on the way. */
export interface Progress {
  cursor: Cursor;
  changed: number;
}

/**
 * Reads a whole store into its library, which may hold an older state of it: the cursor first, then the rows, so
 * that what is written meanwhile is met again in the feed.
 */
export async function readAll(followed: Followed, signal: AbortSignal): Promise<Progress> {
  const { store, library } = followed;
  const reader = await followed.source.open(FOLLOWER, 'end', signal);
  const cursor = await reader.end().finally(() => reader.close());
  const present = new Set<string>();
  const changed = new Set<string>();
  for await (const batch of store.pages.scan({ batch: BATCH })) {
    await othersFirst(undefined, { signal });
    for (const page of batch) {
      present.add(page.id);
      if (library.put(page)) changed.add(page.id);
    }
    const ids = batch.map(({ id }) => id);
    for (const id of await readVectors(followed, ids, false)) changed.add(id);
  }
  for (const id of library.ids()) if (!present.has(id) && library.remove(id)) changed.add(id);
  return { cursor, changed: changed.size };
}

/** Takes up the changes behind `from`; the whole store again where some of them were dropped from the stream. */
export async function readChanges(
  followed: Followed,
  from: Cursor,
  signal: AbortSignal,
): Promise<Progress> {
  const reader = await followed.source.open(FOLLOWER, { cursor: from }, signal);
  const changed = new Set<string>();
  try {
    for (;;) {
      const read = await reader.read(CHANGES, signal);
      if (read === 'lost') return await readAll(followed, signal);
      if (read.changes.length === 0) return { cursor: read.behind, changed: changed.size };
      for (const id of await takeUp(followed, read.changes, signal)) changed.add(id);
    }
  } finally {
    await reader.close();
  }
}

async function takeUp(
  followed: Followed,
  changes: readonly Change[],
  signal: AbortSignal,
): Promise<string[]> {
  const idsOf = (table: Change['table']) =>
    changes.flatMap((change) => (change.table === table ? [change.id] : []));
  const written = new Set(idsOf('pages'));
  const touched = [...new Set([...written, ...idsOf('page_vectors')])];
  const changed: string[] = [];
  for (const ids of chunks(touched, BATCH)) {
    await othersFirst(undefined, { signal });
    const unheard = await otherTexts(followed, ids);
    const ofPages = ids.filter((id) => written.has(id) || unheard.has(id));
    changed.push(...(await readPages(followed, ofPages)));
    changed.push(...(await readVectors(followed, ids, true)));
  }
  return changed;
}

/** Where changes of other programs are not told: pages that have vectors of a text that is not the library's. */
async function otherTexts(
  { store, source, embedder, library }: Followed,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  if (source.complete || !embedder) return new Set();
  const made = await store.vectors.hashes(embedder.space, ids);
  return new Set(ids.filter((id) => made.has(id) && made.get(id) !== library.hash(id)));
}

async function readPages({ store, library }: Followed, ids: readonly string[]): Promise<string[]> {
  const pages = await store.pages.get(ids);
  const present = new Set(pages.map(({ id }) => id));
  const gone = ids.filter((id) => !present.has(id) && library.remove(id));
  return [...gone, ...pages.filter((page) => library.put(page)).map(({ id }) => id)];
}

/**
 * Gives pages the vectors that the store has of their present text, and takes away those that it has no more.
 * `again`: also those that are there already may have been made anew.
 */
async function readVectors(
  { store, embedder, library }: Followed,
  ids: readonly string[],
  again: boolean,
): Promise<string[]> {
  if (!embedder || ids.length === 0) return [];
  const { space } = embedder;
  const made = await store.vectors.hashes(space, ids);
  const gone = (id: string) => made.get(id) !== library.embedded(id);
  const changed = ids.filter((id) => gone(id) && library.unembed(id));
  const wanted = ids.filter((id) => {
    const hash = made.get(id);
    return (
      hash !== undefined && hash === library.hash(id) && (again || library.embedded(id) !== hash)
    );
  });
  for (const some of chunks(wanted, CONCURRENCY)) {
    const passages = await Promise.all(some.map((id) => store.vectors.passages(space, id)));
    // Vectors and passages of a page are replaced together: the same hash before and behind is that of both.
    const still = await store.vectors.hashes(space, some);
    some.forEach((id, i) => {
      const hash = made.get(id)!;
      if (still.get(id) === hash && library.embed(id, hash, passages[i]!)) changed.push(id);
    });
  }
  return changed;
}

function* chunks<T>(items: readonly T[], size: number): Iterable<T[]> {
  for (let at = 0; at < items.length; at += size) yield items.slice(at, at + size);
}
