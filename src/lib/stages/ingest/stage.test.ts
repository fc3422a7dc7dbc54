import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page, reasons, runAll, temporaryStore } from '../../../../test/support/store.js';
import { systemClock } from '../../adapters/clock/system.js';
import type { SourceRecord, Store } from '../../ports/index.js';
import { ingestStage } from './stage.js';

describe('ingest', () => {
  let store: Store;
  beforeEach(async () => void (store = await temporaryStore()));
  afterEach(() => store.close());

  const stage = (records: SourceRecord[], { replace = false, name = 'test' } = {}) =>
    ingestStage({
      pages: store.pages,
      source: {
        name,
        async *read() {
          yield* records;
        },
      },
      replace,
      once: false,
      clock: systemClock,
    });
  const records = (...pages: Parameters<typeof page>[]): SourceRecord[] =>
    pages.map((each) => ({ page: page(...each), where: 'memory' }));
  const problem = { problem: { where: 'book.jsonl:3', reason: 'not JSON' } };

  it('runs what is new or changed, skips what is unchanged', async () => {
    await runAll(stage(records(['a'], ['b'])));
    expect(await store.pages.count()).toBe(2);
    const next = records(['a'], ['b', { body: 'Another body.' }], ['c']);
    expect(await reasons(stage(next))).toEqual([
      'a: skip, unchanged',
      'b: run, content changed',
      'c: run, new',
    ]);
  });

  it.each([
    ['title', { title: 'T' }],
    ['chapter', { chapter: '7' }],
    ['position', { position: 4 }],
    ['charId', { charId: 'arieol' }],
    ['metadata', { metadata: { mood: 'grey' } }],
  ])('sees a change of %s, but not of the time stamp alone', async (_name, change) => {
    await runAll(stage(records(['a'])));
    expect(await reasons(stage(records(['a', { updatedAt: 1 }])))).toEqual(['a: skip, unchanged']);
    expect(await reasons(stage(records(['a', change])))).toEqual(['a: run, content changed']);
  });

  it('stores unchanged pages again only by force', async () => {
    await runAll(stage(records(['a'])));
    expect(await reasons(stage(records(['a'])), true)).toEqual(['a: run, forced']);
  });

  it('rejects what cannot be read and keeps the rest', async () => {
    const mixed = [...records(['a']), problem, ...records(['b'])];
    expect(await reasons(stage(mixed))).toEqual([
      'a: run, new',
      'book.jsonl:3: reject, not JSON',
      'b: run, new',
    ]);
  });

  it('removes pages that left their source, and only theirs, only with --replace', async () => {
    await runAll(stage(records(['a'], ['b'])));
    await runAll(stage(records(['other', { source: 'elsewhere' }]), { name: 'elsewhere' }));
    expect(await reasons(stage(records(['a'])))).toEqual(['a: skip, unchanged']);
    const replacing = stage(records(['a']), { replace: true });
    expect(await reasons(replacing)).toEqual([
      'a: skip, unchanged',
      'b: run, no longer in the source',
    ]);
    await runAll(replacing);
    expect((await store.pages.get(['a', 'b', 'other'])).map(({ id }) => id)).toEqual([
      'a',
      'other',
    ]);
  });

  it('removes nothing when a part of the source could not be read', async () => {
    await runAll(stage(records(['a'], ['b'])));
    const broken = stage([...records(['a']), problem], { replace: true });
    expect(await reasons(broken)).toEqual(['a: skip, unchanged', 'book.jsonl:3: reject, not JSON']);
  });
});
