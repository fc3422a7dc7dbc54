import { expect, it } from 'vitest';
import type { StoreContract } from './contract.js';
import { ids } from './fixtures.js';
import { freshStore, sharedStore } from './setup.js';

export function memoContract(contract: StoreContract): void {
  const s = sharedStore(contract);

  it('gives back what a unit was last made from, and the artefact', async () => {
    const value = {
      text: '😀 \n "quoted"',
      list: [1, -0.5, null, true],
      deep: { '': 'empty key' },
    };
    expect(await s.store.memo.putFirst('summarize', 'unit', 'in-1', value)).toEqual(value);
    const found = await s.store.memo.get('summarize', ['unit', 'absent']);
    expect(found).toEqual(new Map([['unit', { input: 'in-1', value }]]));
    expect(await s.store.memo.get('summarize', [])).toEqual(new Map());
  });

  it('holds any JSON, also null and what stores trip over', async () => {
    for (const value of [null, false, 0, '', 'NUL \0 and half \ud83d', [], {}]) {
      const key = JSON.stringify(value);
      await s.store.memo.putFirst('cluster', key, key, value);
      expect((await s.store.memo.get('cluster', [key])).get(key)).toEqual({ input: key, value });
      expect(await s.store.memo.artefacts('cluster', [key])).toEqual(new Map([[key, value]]));
    }
  });

  it('keeps the first artefact of an input, and points the unit at it', async () => {
    expect(await s.store.memo.putFirst('summarize', 'a', 'same', 'first')).toBe('first');
    expect(await s.store.memo.putFirst('summarize', 'b', 'same', 'second')).toBe('first');
    const found = await s.store.memo.get('summarize', ['a', 'b']);
    expect([...found.values()].map(({ value }) => value)).toEqual(['first', 'first']);
  });

  it('moves a unit to a new input and back, with both artefacts kept', async () => {
    const input = async () => (await s.store.memo.get('summarize', ['moving'])).get('moving');
    await s.store.memo.putFirst('summarize', 'moving', 'm1', 1);
    await s.store.memo.putFirst('summarize', 'moving', 'm2', 2);
    expect(await input()).toEqual({ input: 'm2', value: 2 });
    await s.store.memo.putFirst('summarize', 'moving', 'm1', 'ignored');
    expect(await input()).toEqual({ input: 'm1', value: 1 });
    const both = await s.store.memo.artefacts('summarize', ['m1', 'm2', 'm3']);
    expect(both).toEqual(
      new Map([
        ['m1', 1],
        ['m2', 2],
      ]),
    );
  });

  it('lets the first of many writers win, for all of them', async () => {
    const handles = [s.store, await s.reopen(), await s.reopen()];
    const stored = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        (handles[i % 3] ?? s.store).memo.putFirst('summarize', `writer ${i}`, 'race', { by: i }),
      ),
    );
    const [winner] = (await s.store.memo.artefacts('summarize', ['race'])).values();
    expect(stored).toEqual(stored.map(() => winner));
  });

  it('keeps stages apart', async () => {
    const stages = ['publish', 'embed', 'summarize'] as const;
    for (const stage of stages) {
      await s.store.memo.putFirst(stage, 'shared key', 'shared input', `by ${stage}`);
    }
    for (const stage of stages) {
      const found = await s.store.memo.get(stage, ['shared key']);
      expect(found.get('shared key')?.value).toBe(`by ${stage}`);
    }
    await s.store.memo.forget('embed', ['shared key']);
    expect((await s.store.memo.get('publish', ['shared key'])).size).toBe(1);
    expect(await s.store.memo.get('embed', ['shared key'])).toEqual(new Map());
    expect(await s.store.memo.artefacts('ingest', ['shared input'])).toEqual(new Map());
  });

  it('lists and forgets units, more than a thousand of them, and keeps the artefacts', async () => {
    const { store } = await freshStore(contract);
    const all = ids(1100);
    for (let i = 0; i < all.length; i += 100) {
      const some = all.slice(i, i + 100);
      await Promise.all(some.map((key) => store.memo.putFirst('summarize', key, `in ${key}`, key)));
    }
    expect((await store.memo.keys('summarize')).sort()).toEqual(all);
    expect((await store.memo.get('summarize', all)).size).toBe(1100);
    await store.memo.forget('summarize', [...all.slice(1), 'never there']);
    expect(await store.memo.keys('summarize')).toEqual(['p-0000']);
    expect(await store.memo.get('summarize', ['p-0001'])).toEqual(new Map());
    const kept = await store.memo.artefacts('summarize', ['in p-0001']);
    expect(kept).toEqual(new Map([['in p-0001', 'p-0001']]));
  });
}
