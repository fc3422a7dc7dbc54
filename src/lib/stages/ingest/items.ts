/** Stores what people wrote in public, source by source and day by day. */
import { canonicalJson, hashParts } from '../../algorithms/text/hashing.js';
import { asGibseyError } from '../../domain/errors.js';
import type { RawItem } from '../../domain/item.js';
import type { Hash } from '../../domain/values.js';
import type {
  Clock,
  CollectedDay,
  DayWindow,
  PartitionedSource,
  PartitionRecord,
  TableStore,
} from '../../ports/index.js';
import { COLLECTED_DAYS } from '../../ports/store/tables/collecting.js';
import { RAW_ITEMS } from '../../ports/store/tables/issues.js';
import { BATCH, BATCH_CHARACTERS, inBatches } from './batches.js';
import type { Plan, Result, Stage, Unit } from '../stage.js';
import { collectedDay, isDone } from './open-days.js';
import { removeItems } from './removed-items.js';
import { ReadingProgress } from './reading-progress.js';

export interface ItemUnit extends Unit {
  /** Null: it was taken away where it was written, and is to be removed. */
  item: RawItem | null;
}

export interface IngestItemsOptions {
  source: PartitionedSource<RawItem>;
  window: DayWindow;
  tables: TableStore;
  clock: Clock;
  /** Days that were read to their end, after they were over, are read again. */
  again: boolean;
  /** There is a day to be read: every look at it costs calls. */
  once: boolean;
}

const VERSION = 1;

/**
 * What is read is stored at once, with how far the reading has come: one that was cut short goes on there. A source
 * that gives no more for now ends with what it gave.
 */
export function ingestItemsStage(options: IngestItemsOptions): Stage<ItemUnit, RawItem | null> {
  const { source, tables, once } = options;
  const progress = new ReadingProgress(tables.of(COLLECTED_DAYS));
  let spent: string | null = null;
  return {
    name: `ingest-${source.name}`,
    version: VERSION,
    needs: [],
    limits: { concurrency: BATCH, batch: BATCH, weight: BATCH_CHARACTERS },
    weigh: ({ item }) => item?.body.length ?? 0,
    most: (planned) => planned,
    once,
    async *plan(how) {
      spent = null;
      try {
        yield* plan(options, progress, how);
      } catch (thrown) {
        const { code, message } = asGibseyError(thrown);
        if (code !== 'QUOTA_SPENT') throw thrown;
        spent = `${source.name} is not read to its end: ${message}`;
      }
    },
    compute: (unit) => Promise.resolve(unit.item),
    async commit(results) {
      await commit(tables, results);
      await progress.stored(results.length);
    },
    finish: () => progress.stored(0),
    shortfall: () => spent,
  };
}

async function* plan(
  options: IngestItemsOptions,
  progress: ReadingProgress,
  { force, signal }: { force: boolean; signal: AbortSignal },
): AsyncIterable<Plan<ItemUnit>> {
  const { source, window, tables, clock, again } = options;
  for await (const day of source.partitions(window, signal)) {
    const collected = await collectedDay(tables, source.name, day);
    if (!again && !force && isDone(collected)) {
      yield { unit: { key: day, input: '', item: null }, action: 'skip', reason: 'collected' };
      continue;
    }
    const mark = { source: source.name, day, at: clock.now() };
    const from = collected?.state === 'begun' ? collected.checkpoint : null;
    const records = told(source.read(day, from, signal));
    for await (const batch of inBatches(records, { once: false, clock, weigh })) {
      const good = batch.flatMap((record) => ('failure' in record ? [] : [record]));
      yield* planned(tables, good, force, progress, mark);
      for (const record of batch) if ('failure' in record) throw record.failure;
    }
    progress.reached({ ...mark, state: 'done', checkpoint: null });
  }
}

/** What was told before a reading failed is good: the failure comes behind it. */
async function* told(
  records: AsyncIterable<PartitionRecord<RawItem>>,
): AsyncGenerator<PartitionRecord<RawItem> | { failure: unknown }> {
  try {
    yield* records;
  } catch (failure) {
    yield { failure };
  }
}

const weigh = (record: PartitionRecord<RawItem> | { failure: unknown }): number =>
  'doc' in record ? record.doc.body.length : 0;

async function* planned(
  tables: TableStore,
  batch: readonly PartitionRecord<RawItem>[],
  force: boolean,
  progress: ReadingProgress,
  mark: Pick<CollectedDay, 'source' | 'day' | 'at'>,
): AsyncGenerator<Plan<ItemUnit>> {
  const keys = batch.flatMap((record) => ('checkpoint' in record ? [] : (keyOf(record) ?? [])));
  const rows = await tables.of(RAW_ITEMS).get(keys.map((urlHash) => ({ urlHash })));
  const stored = new Map(rows.map((row) => [row.urlHash, row]));
  for (const record of batch) {
    if ('checkpoint' in record) {
      progress.reached({ ...mark, state: 'begun', checkpoint: record.checkpoint });
      continue;
    }
    const each = planOf(record, stored, force);
    if (each.action === 'run') progress.planned();
    yield each;
  }
}

const keyOf = (record: { doc: RawItem } | { gone: string } | { problem: unknown }) =>
  'doc' in record ? record.doc.urlHash : 'gone' in record ? record.gone : null;

function planOf(
  record: Exclude<PartitionRecord<RawItem>, { checkpoint: unknown }>,
  stored: ReadonlyMap<string, RawItem>,
  force: boolean,
): Plan<ItemUnit> {
  if ('problem' in record) {
    const { where, reason } = record.problem;
    return { unit: { key: where, input: '', item: null }, action: 'reject', reason };
  }
  if ('gone' in record) {
    const unit = { key: record.gone, input: '', item: null };
    return stored.has(record.gone)
      ? { unit, action: 'run', reason: 'deleted in its source' }
      : { unit, action: 'skip', reason: 'deleted in its source' };
  }
  const item = record.doc;
  const unit = { key: item.urlHash, input: recordHash(item), item };
  const known = stored.get(item.urlHash);
  if (!known) return { unit, action: 'run', reason: 'new' };
  if (recordHash(known) !== unit.input) return { unit, action: 'run', reason: 'content changed' };
  return force
    ? { unit, action: 'run', reason: 'forced' }
    : { unit, action: 'skip', reason: 'unchanged' };
}

const recordHash = (item: RawItem): Hash => hashParts([VERSION, canonicalJson({ ...item })]);

async function commit(
  tables: TableStore,
  results: readonly Result<ItemUnit, RawItem | null>[],
): Promise<void> {
  const put = results.flatMap(({ value }) => (value ? [value] : []));
  const gone = results.filter(({ value }) => !value).map(({ unit }) => unit.key);
  if (put.length > 0) await tables.of(RAW_ITEMS).put(put);
  if (gone.length > 0) await removeItems(tables, gone);
}
