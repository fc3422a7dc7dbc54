import { expect, it } from 'vitest';
import type { StoreContract } from './contract.js';
import { generation } from './fixtures.js';
import { freshStore } from './setup.js';

export function generationsContract(contract: StoreContract): void {
  it('has published nothing at first', async () => {
    const { store } = await freshStore(contract);
    expect(await store.generations.published('pages')).toBeNull();
    expect(await store.generations.list('pages')).toEqual([]);
    expect(await store.generations.get('never')).toBeNull();
  });

  it('shows a generation to readers when it is published, not before', async () => {
    const { store, reopen } = await freshStore(contract);
    const reader = await reopen();
    const { generations } = store;
    await generations.put(generation('g1'));
    expect(await reader.generations.published('pages')).toBeNull();
    expect(await reader.generations.get('g1')).toEqual(generation('g1'));
    expect(await generations.publish('pages', { expect: null, next: 'g1', fence: 1 })).toBe('ok');
    expect(await reader.generations.published('pages')).toEqual(generation('g1'));
    await generations.put(generation('g2', { number: 2, entries: [] }));
    expect(await reader.generations.published('pages')).toEqual(generation('g1'));
    expect(await generations.publish('pages', { expect: 'g1', next: 'g2', fence: 1 })).toBe('ok');
    expect((await reader.generations.published('pages'))?.id).toBe('g2');
    expect(await reader.generations.get('g1')).toEqual(generation('g1'));
  });

  it('keeps how many accounts must share what is shown, where somebody says so', async () => {
    const { store, reopen } = await freshStore(contract);
    const asked = generation('g1', { pipeline: 'answers', minUsers: 3 });
    await store.generations.put(asked);
    await store.generations.publish('answers', { expect: null, next: 'g1', fence: 1 });
    expect(await (await reopen()).generations.published('answers')).toEqual(asked);
  });

  it('loses when the pointer stands elsewhere', async () => {
    const { store } = await freshStore(contract);
    const { generations } = store;
    for (const id of ['g1', 'g2', 'g3']) await generations.put(generation(id));
    expect(await generations.publish('pages', { expect: 'g1', next: 'g2', fence: 1 })).toBe('lost');
    expect(await generations.publish('pages', { expect: null, next: 'g1', fence: 1 })).toBe('ok');
    expect(await generations.publish('pages', { expect: null, next: 'g2', fence: 9 })).toBe('lost');
    expect(await generations.publish('pages', { expect: 'g3', next: 'g2', fence: 9 })).toBe('lost');
    expect((await generations.published('pages'))?.id).toBe('g1');
  });

  it('loses when a higher fence has published', async () => {
    const { store } = await freshStore(contract);
    const { generations } = store;
    for (const id of ['g1', 'g2', 'g3']) await generations.put(generation(id));
    expect(await generations.publish('pages', { expect: null, next: 'g1', fence: 5 })).toBe('ok');
    expect(await generations.publish('pages', { expect: 'g1', next: 'g2', fence: 4 })).toBe('lost');
    expect(await generations.publish('pages', { expect: 'g1', next: 'g2', fence: 5 })).toBe('ok');
    expect(await generations.publish('pages', { expect: 'g2', next: 'g3', fence: 6 })).toBe('ok');
    expect((await generations.published('pages'))?.id).toBe('g3');
  });

  it('lets one of many publishers win', async () => {
    const { store, reopen } = await freshStore(contract);
    const handles = [store, await reopen(), await reopen()];
    const names = Array.from({ length: 12 }, (_, i) => `race-${i}`);
    for (const id of names) await store.generations.put(generation(id));
    const outcomes = await Promise.all(
      names.map((next, i) => {
        const handle = handles[i % handles.length] ?? store;
        return handle.generations.publish('pages', { expect: null, next, fence: 1 });
      }),
    );
    expect(outcomes.filter((outcome) => outcome === 'ok')).toHaveLength(1);
    const winner = names[outcomes.indexOf('ok')];
    expect((await store.generations.published('pages'))?.id).toBe(winner);
  });

  it('never points readers at nothing', async () => {
    const { store } = await freshStore(contract);
    const move = { expect: null, next: 'never put', fence: 1 };
    const publish = store.generations.publish('pages', move);
    await expect(publish).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await store.generations.published('pages')).toBeNull();
  });

  it('is immutable: the first generation under an id stays', async () => {
    const { store } = await freshStore(contract);
    await store.generations.put(generation('g1'));
    const entries = [{ clusterId: 99, artefact: 'another', stale: false }];
    await store.generations.put(generation('g1', { number: 7, entries }));
    expect(await store.generations.get('g1')).toEqual(generation('g1'));
  });

  it('lists newest first, deletes with the manifest', async () => {
    const { store } = await freshStore(contract);
    for (const number of [2, 10, 1]) {
      await store.generations.put(generation(`g${number}`, { number, clustering: `c${number}` }));
    }
    expect(await store.generations.list('pages')).toEqual([
      { id: 'g10', number: 10, clustering: 'c10' },
      { id: 'g2', number: 2, clustering: 'c2' },
      { id: 'g1', number: 1, clustering: 'c1' },
    ]);
    await store.generations.delete('g2');
    await store.generations.delete('never there');
    expect((await store.generations.list('pages')).map(({ id }) => id)).toEqual(['g10', 'g1']);
    expect(await store.generations.get('g2')).toBeNull();
  });

  it('holds a manifest of more than a thousand clusters', async () => {
    const { store } = await freshStore(contract);
    const entries = Array.from({ length: 1200 }, (_, clusterId) => ({
      clusterId,
      artefact: `artefact ${clusterId}`,
      stale: clusterId % 7 === 0,
    }));
    await store.generations.put(generation('wide', { entries }));
    expect((await store.generations.get('wide'))?.entries).toEqual(entries);
  });
}
