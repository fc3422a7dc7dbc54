import { canonicalJson, hashParts } from '../../algorithms/text/hashing.js';
import type { Page, StoredPage } from '../../domain/page.js';
import type { Hash, Json } from '../../domain/values.js';
import type { Clock, PageStore, Source, SourceRecord } from '../../ports/index.js';
import type { Plan, Result, Stage, Unit } from '../stage.js';
import { BATCH, BATCH_CHARACTERS, inBatches } from './batches.js';

export interface IngestUnit extends Unit {
  /** Null: the page is no longer in its source and is to be removed. */
  page: Page | null;
}

export interface IngestOptions {
  pages: PageStore;
  source: Source;
  /** Remove pages of this source that it no longer holds. */
  replace: boolean;
  /** The source is a stream that can be read only once, and may pause. */
  once: boolean;
  clock: Clock;
}

const VERSION = 1;

/** Stores what is new or changed in a source; a part that cannot be used is rejected, the rest goes on. */
export function ingestStage(options: IngestOptions): Stage<IngestUnit, Page | null> {
  return {
    name: 'ingest',
    version: VERSION,
    needs: [],
    limits: { concurrency: BATCH, batch: BATCH, weight: BATCH_CHARACTERS },
    weigh: ({ page }) => page?.body.length ?? 0,
    most: (planned) => planned,
    once: options.once,
    plan: (how) => plan(options, how),
    compute: (unit) => Promise.resolve(unit.page),
    commit: (results) => commit(options.pages, results),
  };
}

/** Everything of a page that its author decides, whenever it was said. */
export function recordHash(page: Page): Hash {
  const { id, body, title, chapter, position, charId, source, metadata } = page;
  const record: Json = { id, body, title, chapter, position, charId, source, metadata };
  return hashParts([VERSION, canonicalJson(record)]);
}

async function* plan(
  { pages, source, replace, once, clock }: IngestOptions,
  { force, signal }: { force: boolean; signal: AbortSignal },
): AsyncIterable<Plan<IngestUnit>> {
  const seen = new Set<string>();
  let complete = true;
  for await (const records of inBatches(source.read(signal), { once, clock, weigh })) {
    const read = records.flatMap((record) => ('page' in record ? [record.page] : []));
    const stored = new Map((await pages.get(read.map(({ id }) => id))).map((p) => [p.id, p]));
    for (const record of records) {
      if ('problem' in record) {
        complete = false;
        yield rejected(record.problem);
      } else {
        seen.add(record.page.id);
        yield planned(record.page, stored.get(record.page.id), force);
      }
    }
  }
  // A page that could not be read is not a page that was taken away.
  if (replace && complete) yield* removals(pages, source.name, seen);
}

function weigh(record: SourceRecord): number {
  return 'page' in record ? record.page.body.length : 0;
}

function planned(page: Page, stored: StoredPage | undefined, force: boolean): Plan<IngestUnit> {
  const unit = { key: page.id, input: recordHash(page), page };
  if (!stored) return { unit, action: 'run', reason: 'new' };
  if (recordHash(stored) !== unit.input) return { unit, action: 'run', reason: 'content changed' };
  return force
    ? { unit, action: 'run', reason: 'forced' }
    : { unit, action: 'skip', reason: 'unchanged' };
}

function rejected({ where, reason }: { where: string; reason: string }): Plan<IngestUnit> {
  return { unit: { key: where, input: '', page: null }, action: 'reject', reason };
}

async function* removals(
  pages: PageStore,
  source: string,
  seen: ReadonlySet<string>,
): AsyncIterable<Plan<IngestUnit>> {
  for await (const batch of pages.scan()) {
    for (const page of batch) {
      if (page.source !== source || seen.has(page.id)) continue;
      const unit = { key: page.id, input: '', page: null };
      yield { unit, action: 'run', reason: 'no longer in the source' };
    }
  }
}

async function commit(
  pages: PageStore,
  results: readonly Result<IngestUnit, Page | null>[],
): Promise<void> {
  const put = results.flatMap(({ value }) => (value ? [value] : []));
  const gone = results.filter(({ value }) => !value).map(({ unit }) => unit.key);
  if (put.length > 0) await pages.put(put);
  if (gone.length > 0) await pages.delete(gone);
}
