import { hashParts } from '../../algorithms/text/hashing.js';
import { cutPassages } from '../../algorithms/text/passages.js';
import { meanDirection } from '../../algorithms/vectors/normalise.js';
import type { EmbeddedPage, StoredPage } from '../../domain/page.js';
import type { Embedder, PageStore, VectorStore } from '../../ports/index.js';
import type { Plan, Result, Stage, Unit } from '../stage.js';

export interface EmbedUnit extends Unit {
  /** Null: the page is gone, and its vectors are to go too. */
  page: StoredPage | null;
}

export interface EmbedOptions {
  pages: PageStore;
  vectors: VectorStore;
  embedder: Embedder;
  /** Pages embedded at once; the embedder spreads their passages over its threads. */
  concurrency: number;
}

const VERSION = 1;
/** Pages stored together: a killed night loses at most the work on these. */
const BATCH = 16;

/** Vectors for every page that has none of its present body in the embedder's space. */
export function embedStage(options: EmbedOptions): Stage<EmbedUnit, EmbeddedPage | null> {
  const { embedder, vectors, concurrency } = options;
  return {
    name: 'embed',
    version: VERSION,
    needs: ['ingest'],
    limits: { concurrency, batch: BATCH },
    most: (planned, before) => planned + before,
    fatal: new Set(['SERVICE_UNREACHABLE']), // a night over half of the pages would look like a whole one
    plan: (how) => plan(options, how),
    compute: (unit, signal) =>
      unit.page ? embedPage(unit.page, embedder, signal) : Promise.resolve(null),
    commit: (results) => commit(vectors, embedder, results),
  };
}

async function* plan(
  { pages, vectors, embedder }: EmbedOptions,
  { force, signal }: { force: boolean; signal: AbortSignal },
): AsyncIterable<Plan<EmbedUnit>> {
  const present = new Set<string>();
  for await (const batch of pages.scan()) {
    signal.throwIfAborted();
    const ids = batch.map(({ id }) => id);
    const made = await vectors.hashes(embedder.space, ids);
    for (const page of batch) {
      present.add(page.id);
      yield planned(page, made.get(page.id), embedder.space.id, force);
    }
  }
  yield* orphans(vectors, embedder, present);
}

function planned(
  page: StoredPage,
  madeFrom: string | undefined,
  space: string,
  force: boolean,
): Plan<EmbedUnit> {
  const unit = { key: page.id, input: hashParts([VERSION, space, page.contentHash]), page };
  if (madeFrom === undefined) return { unit, action: 'run', reason: 'new' };
  if (madeFrom !== page.contentHash) return { unit, action: 'run', reason: 'body changed' };
  return force
    ? { unit, action: 'run', reason: 'forced' }
    : { unit, action: 'skip', reason: 'unchanged' };
}

async function* orphans(
  vectors: VectorStore,
  { space }: Embedder,
  present: ReadonlySet<string>,
): AsyncIterable<Plan<EmbedUnit>> {
  for await (const batch of vectors.scan(space)) {
    for (const { pageId } of batch) {
      if (present.has(pageId)) continue;
      const unit = { key: pageId, input: '', page: null };
      yield { unit, action: 'run', reason: 'page deleted' };
    }
  }
}

/** The page's vector is the mean direction of its passages (docs/decisions/0006-page-vector.md). */
export async function embedPage(
  page: StoredPage,
  embedder: Embedder,
  signal: AbortSignal,
): Promise<EmbeddedPage> {
  const spans = cutPassages(page.body, {
    countTokens: (text) => embedder.countTokens(text),
    window: embedder.window,
  });
  const texts = spans.map(({ start, end }) => page.body.slice(start, end));
  const made = await embedder.embed(texts, { purpose: 'document', signal });
  const passages = spans.flatMap((span, ordinal) => {
    const vector = made[ordinal];
    return vector ? [{ ...span, ordinal, vector }] : [];
  });
  const { id, contentHash, version } = page;
  return { pageId: id, contentHash, version, vector: meanDirection(made), passages };
}

async function commit(
  vectors: VectorStore,
  { space }: Embedder,
  results: readonly Result<EmbedUnit, EmbeddedPage | null>[],
): Promise<void> {
  const made = results.flatMap(({ value }) => (value ? [value] : []));
  const gone = results.filter(({ value }) => !value).map(({ unit }) => unit.key);
  if (made.length > 0) await vectors.put(space, made);
  if (gone.length > 0) await vectors.delete(space, gone);
}
