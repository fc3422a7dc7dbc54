import { expect, it } from 'vitest';
import type { Membership } from '../../../src/lib/domain/clustering.js';
import type { StoreContract } from './contract.js';
import { clustering, collect, ids, members } from './fixtures.js';
import { freshStore, sharedStore } from './setup.js';

const byId = (a: Membership, b: Membership) => (a.id < b.id ? -1 : 1);

export function clusteringsContract(contract: StoreContract): void {
  const s = sharedStore(contract);

  it('gives a clustering back as it was put', async () => {
    const whole = clustering('whole', { rebased: true, basis: 'generation 1' });
    await s.store.clusterings.put(whole, members());
    expect(await s.store.clusterings.get('whole')).toEqual(whole);
    const scanned = await collect(s.store.clusterings.scanMembers('whole'));
    expect(scanned.sort(byId)).toEqual(members().sort(byId));
  });

  it('knows nothing of a clustering that was never put', async () => {
    expect(await s.store.clusterings.get('never')).toBeNull();
    expect(await s.store.clusterings.members('never', 1)).toEqual([]);
    expect(await collect(s.store.clusterings.scanMembers('never'))).toEqual([]);
  });

  it('gives the members of one cluster nearest first, ties by bytes of the id', async () => {
    const near = ['a', 'B', 'é', '😀', '\uff5e'].map((id) => ({
      id,
      clusterId: 7,
      distance: 0.5,
      contentHash: 'h',
    }));
    const first = { id: 'z', clusterId: 7, distance: 0.1, contentHash: 'h' };
    await s.store.clusterings.put(clustering('order'), [...near, first]);
    const found = await s.store.clusterings.members('order', 7);
    expect(found.map(({ id }) => id)).toEqual(['z', 'B', 'a', 'é', '\uff5e', '😀']);
    expect(await s.store.clusterings.members('order', 3)).toEqual([]);
  });

  it('is immutable: the first clustering under an id stays', async () => {
    await s.store.clusterings.put(clustering('fixed'), members());
    const others = clustering('fixed').clusters.map((c) => ({
      ...c,
      clusterId: c.clusterId + 100,
    }));
    const stray = { id: 'stray', clusterId: 107, distance: 0, contentHash: 'h' };
    await s.store.clusterings.put(clustering('fixed', { k: 99, clusters: others }), [stray]);
    expect(await s.store.clusterings.get('fixed')).toEqual(clustering('fixed'));
    expect(await collect(s.store.clusterings.scanMembers('fixed'))).toHaveLength(3);
  });

  it('holds a clustering without clusters', async () => {
    const empty = clustering('empty', { clusters: [], retired: [], points: 0, inertia: 0 });
    await s.store.clusterings.put(empty, []);
    expect(await s.store.clusterings.get('empty')).toEqual(empty);
  });

  it('scans all of more than a thousand members, with equal distances among them', async () => {
    const many = ids(4321).map((id, i) => ({
      id,
      clusterId: i % 3,
      distance: (i % 5) / 8,
      contentHash: 'h',
    }));
    await s.store.clusterings.put(clustering('many'), many);
    const found = await collect(s.store.clusterings.scanMembers('many'));
    expect(found.sort(byId)).toEqual(many);
    expect(await s.store.clusterings.members('many', 1)).toHaveLength(1440);
  });

  it('lists and deletes', async () => {
    const { store } = await freshStore(contract);
    await store.clusterings.put(clustering('one'), members());
    await store.clusterings.put(clustering('two'), members());
    expect((await store.clusterings.list('pages')).sort()).toEqual(['one', 'two']);
    await store.clusterings.delete('one');
    await store.clusterings.delete('never there');
    expect(await store.clusterings.list('pages')).toEqual(['two']);
    expect(await store.clusterings.get('one')).toBeNull();
    expect(await store.clusterings.members('one', 7)).toEqual([]);
    expect(await store.clusterings.get('two')).toEqual(clustering('two'));
  });
}
