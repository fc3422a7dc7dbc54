import { asGibseyError, type GibseyError } from '../../domain/errors.js';
import type { StoredPage } from '../../domain/page.js';
import type { Clock, Embedder, Store } from '../../ports/index.js';
import { pageEmbedding } from '../../collections/pages.js';
import { embedded } from '../../stages/embed/stage.js';

export interface ReconcileDeps {
  store: Pick<Store, 'pages' | 'vectors'>;
  embedder: Embedder;
  clock: Clock;
}

/** What has to be done so that the vectors of some pages are those of their present texts. */
export interface Difference {
  /** Pages whose present text has no vector. */
  outdated: StoredPage[];
  /** Ids that have vectors and no page. */
  orphans: string[];
  /** UTF-8 bytes of the texts that were read. */
  bytes: number;
}

export interface Reconciled {
  embedded: number;
  dropped: number;
  /** The first failure of a page; what could be done beside it is done. */
  failure: { thrown: unknown } | null;
}

/** Compares by content hash, so that an event that comes again, late or out of order changes nothing. */
export async function differenceOf(
  { store: { pages, vectors }, embedder }: ReconcileDeps,
  ids: readonly string[],
): Promise<Difference> {
  const found = await pages.get(ids);
  const made = await vectors.hashes(embedder.space, ids);
  const present = new Set(found.map(({ id }) => id));
  return {
    outdated: found.filter(({ id, contentHash }) => made.get(id) !== contentHash),
    orphans: ids.filter((id) => !present.has(id) && made.has(id)),
    bytes: found.reduce((sum, { body }) => sum + Buffer.byteLength(body), 0),
  };
}

/** Makes vectors for what is outdated and drops those of pages that are gone. */
export async function reconcile(
  deps: ReconcileDeps,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<Reconciled> {
  const { embedder, store } = deps;
  const { outdated, orphans } = await differenceOf(deps, ids);
  if (orphans.length > 0) await store.vectors.delete(embedder.space, orphans);
  const tries = await Promise.allSettled(
    outdated.map((page) => embedded(pageEmbedding, page, embedder, signal)),
  );
  const made = tries.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  if (made.length > 0) await store.vectors.put(embedder.space, made);
  const failed = tries.find((each) => each.status === 'rejected');
  const failure = failed ? { thrown: failed.reason as unknown } : null;
  return { embedded: made.length, dropped: orphans.length, failure };
}

/** Whom a failure concerns: one page, everything for as long as it lasts, or whoever has to mend it. */
export function natureOf(thrown: unknown): 'page' | 'outage' | 'fatal' {
  const { code }: GibseyError = asGibseyError(thrown);
  if (code === 'SERVICE_UNREACHABLE' || code === 'STORE_UNREACHABLE' || code === 'STORE_FULL') {
    return 'outage';
  }
  const fatal = ['INTERRUPTED', 'UNSUPPORTED', 'STORE_READONLY', 'STORE_CORRUPT'];
  return fatal.includes(code) || code.startsWith('MODEL_') ? 'fatal' : 'page';
}
