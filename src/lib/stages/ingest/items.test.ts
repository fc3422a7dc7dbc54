import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { reasons, temporaryStore } from '../../../../test/support/store.js';
import { systemClock } from '../../adapters/clock/system.js';
import { GibseyError } from '../../domain/errors.js';
import type { RawItem } from '../../domain/item.js';
import { runStage } from '../../engine/run-stage.js';
import type { Checkpoint, PartitionedSource, PartitionRecord, Store } from '../../ports/index.js';
import { COLLECTED_DAYS } from '../../ports/store/tables/collecting.js';
import { ISSUE_EVIDENCE, ITEMS, RAW_ITEMS } from '../../ports/store/tables/issues.js';
import { ingestItemsStage } from './items.js';

const DAY = '2026-10-01';
const window = { from: DAY, to: DAY };

const item = (urlHash: string, body = 'Slow.'): RawItem => ({
  ...{ urlHash, url: `https://x/${urlHash}`, source: 'github', collectionDate: DAY, body },
  ...{ title: 'Builds', createdAt: Date.parse(DAY), author: null },
});

type Told = PartitionRecord<RawItem> | Error;

describe('ingest of items', () => {
  let store: Store;
  let from: (Checkpoint | null)[];
  beforeEach(async () => {
    store = await temporaryStore();
    from = [];
  });
  afterEach(() => store.close());

  const stage = (told: readonly Told[], again = true) => {
    const source: PartitionedSource<RawItem> = {
      name: 'github',
      async *partitions() {
        yield DAY;
      },
      async *read(_, checkpoint) {
        from.push(checkpoint);
        for (const each of told) {
          if (each instanceof Error) throw each;
          yield each;
        }
      },
    };
    const { tables } = store;
    return ingestItemsStage({ source, window, tables, clock: systemClock, again, once: true });
  };
  const run = async (...told: Told[]) => {
    const context = { clock: systemClock, report: () => undefined, force: false, fence: 0 };
    const signal = new AbortController().signal;
    return runStage(stage(told), { ...context, signal, total: null });
  };
  const stored = async () => {
    const keys = ['a', 'b', 'c'].map((urlHash) => ({ urlHash }));
    return (await store.tables.of(RAW_ITEMS).get(keys)).map(({ urlHash }) => urlHash);
  };
  const collected = async () =>
    (await store.tables.of(COLLECTED_DAYS).get([{ source: 'github', day: DAY }]))[0];

  it('goes on at the checkpoint behind which everything is stored', async () => {
    const down = new GibseyError('SOURCE_UNREADABLE', 'It is gone.');
    const cut = await run(
      { doc: item('a') },
      { checkpoint: { page: 2 } },
      { doc: item('b') },
      down,
    );
    expect(cut.fatal?.code).toBe('SOURCE_UNREADABLE');
    expect([await stored(), await collected()]).toMatchObject([
      ['a', 'b'],
      { state: 'begun', checkpoint: { page: 2 } },
    ]);
    const { record } = await run({ doc: item('b') }, { doc: item('c') });
    expect(from).toEqual([null, { page: 2 }]);
    expect([record.processed, record.skipped, await stored()]).toEqual([1, 1, ['a', 'b', 'c']]);
    expect(await collected()).toMatchObject({ state: 'done', checkpoint: null });
  });

  it('ends partial where a quota is spent, and keeps what was told', async () => {
    const spent = new GibseyError('QUOTA_SPENT', 'No more calls today.');
    const { record, fatal } = await run({ doc: item('a') }, { checkpoint: { page: 2 } }, spent);
    expect([fatal, record.status, record.reason]).toEqual([
      null,
      'partial',
      expect.stringContaining('No more calls today.'),
    ]);
    expect([await stored(), await collected()]).toMatchObject([['a'], { checkpoint: { page: 2 } }]);
  });

  it('reads a day again without duplicates, and by night not at all', async () => {
    await run({ doc: item('a') }, { doc: item('b') });
    const again = await reasons(stage([{ doc: item('a') }, { doc: item('b', 'Slower.') }]));
    expect(again).toEqual(['a: skip, unchanged', 'b: run, content changed']);
    expect(await reasons(stage([], false))).toEqual([`${DAY}: skip, collected`]);
  });

  it('removes what was deleted, its vectors and its evidence, and nothing else', async () => {
    await run({ doc: item('a') }, { doc: item('b') });
    for (const urlHash of ['a', 'b']) {
      const cluster = { clusterDate: DAY, clusterId: 1, urlHash };
      const text = { ...item(urlHash), postedAt: 1, payQuote: null };
      await store.tables.of(ISSUE_EVIDENCE).put([{ ...text, ...cluster }]);
      const made = { contentHash: 'c', vector: Float32Array.of(1), embeddedAt: 1 };
      const row = { ...cluster, ...made, collectionDate: DAY, duplicateOf: null };
      await store.tables.of(ITEMS).put(['s', 't'].map((space) => ({ ...row, space })));
    }
    const { record } = await run({ gone: 'a' }, { gone: 'never seen' });
    expect([record.processed, record.skipped, await stored()]).toEqual([1, 1, ['b']]);
    const left = [];
    for await (const rows of store.tables.of(ISSUE_EVIDENCE).all()) left.push(...rows);
    for await (const rows of store.tables.of(ITEMS).all()) left.push(...rows);
    expect(left.map(({ urlHash }) => urlHash)).toEqual(['b', 'b', 'b']);
  });
});
