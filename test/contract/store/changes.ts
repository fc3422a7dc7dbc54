import { expect, it } from 'vitest';
import type { Change } from '../../../src/lib/ports/index.js';
import type { StoreContract } from './contract.js';
import { embedded, ids, page, SPACE } from './fixtures.js';
import { freshStore } from './setup.js';

const short = ({ table, id, op }: Change) => `${op} ${table} ${id}`;

export function changesContract(contract: StoreContract): void {
  it('is empty at first', async () => {
    const { store } = await freshStore(contract);
    expect(await store.changes.read(0, 10)).toEqual([]);
    expect(await store.changes.latest()).toBe(0);
  });

  it('tells what happened to pages and vectors, in order', async () => {
    const { store } = await freshStore(contract);
    await store.pages.put([page('a'), page('b')]);
    await store.vectors.put(SPACE, [embedded('a')]);
    await store.pages.put([page('a', { body: 'changed' })]);
    await store.pages.delete(['a']);
    const changes = await store.changes.read(0, 100);
    expect(changes.slice(0, 4).map(short)).toEqual([
      'put pages a',
      'put pages b',
      'put page_vectors a',
      'put pages a',
    ]);
    expect(changes.slice(4).map(short).sort()).toEqual(['delete page_vectors a', 'delete pages a']);
    const sequences = changes.map(({ sequence }) => sequence);
    expect(sequences).toEqual([...new Set(sequences)].sort((x, y) => x - y));
    expect(await store.changes.latest()).toBe(sequences.at(-1));
    expect(changes.every(({ at }) => Math.abs(at - Date.now()) < 3_600_000)).toBe(true);
  });

  it('is silent about what stays the same', async () => {
    const { store } = await freshStore(contract);
    await store.pages.put([page('a')]);
    await store.vectors.put(SPACE, [embedded('a')]);
    const before = await store.changes.latest();
    await store.pages.put([page('a')]);
    await store.vectors.put(SPACE, [embedded('a')]);
    await store.vectors.put(SPACE, [embedded('a', { version: 1, contentHash: 'late' })]);
    await store.pages.delete(['never there']);
    expect(await store.changes.read(before, 10)).toEqual([]);
    await store.pages.put([page('a', { title: 'another title' })]);
    expect((await store.changes.read(before, 10)).map(short)).toEqual(['put pages a']);
  });

  it('is silent about a call that was refused', async () => {
    const { store } = await freshStore(contract);
    await expect(store.pages.put([page('a'), page('')])).rejects.toThrow();
    expect(await store.changes.latest()).toBe(0);
  });

  it('reads on behind a sequence, a few at a time', async () => {
    const { store, reopen } = await freshStore(contract);
    await store.pages.put(ids(25).map((id) => page(id)));
    const reader = await reopen();
    const seen: string[] = [];
    for (let after = 0; ;) {
      const some = await reader.changes.read(after, 10);
      expect(some.length).toBeLessThanOrEqual(10);
      if (some.length === 0) break;
      seen.push(...some.map(({ id }) => id));
      expect(seen.length).toBeLessThanOrEqual(25);
      after = some.at(-1)?.sequence ?? Infinity;
    }
    expect(seen).toEqual(ids(25));
  });

  it('trims what was read, and goes on counting', async () => {
    const { store } = await freshStore(contract);
    await store.pages.put(ids(5).map((id) => page(id)));
    const all = await store.changes.read(0, 10);
    await store.changes.trim(all[2]?.sequence ?? 0);
    expect((await store.changes.read(0, 10)).map(short)).toEqual(all.slice(3).map(short));
    const latest = await store.changes.latest();
    await store.changes.trim(latest);
    expect(await store.changes.read(0, 10)).toEqual([]);
    expect(await store.changes.latest()).toBe(latest);
    await store.pages.put([page('after')]);
    expect(await store.changes.latest()).toBeGreaterThan(latest);
  });
}
