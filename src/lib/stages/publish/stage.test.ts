import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { reasons, runAll, temporaryStore } from '../../../../test/support/store.js';
import { publishPages } from '../../../../test/support/publish.js';
import type { Clustering } from '../../domain/clustering.js';
import type { Store } from '../../ports/index.js';
import { membersHash } from '../summarize/artefact.js';

const clustering = (id: string, clusterIds: number[]): Clustering => ({
  id,
  pipeline: 'pages',
  space: 'space',
  algorithm: 'kmeans',
  k: clusterIds.length,
  seed: 42,
  basis: null,
  points: clusterIds.length,
  noise: 0,
  inertia: 0,
  rebased: false,
  nextId: 9,
  retired: [],
  clusters: clusterIds.map((clusterId) => ({
    clusterId,
    size: 1,
    centerPage: `page-${clusterId}`,
    cohesion: 1,
    lineage: 'new',
    from: [],
    centre: Float32Array.of(1, 0),
    founding: Float32Array.of(1, 0),
  })),
});

describe('publish', () => {
  let store: Store;
  beforeEach(async () => void (store = await temporaryStore()));
  afterEach(() => store.close());

  const stage = (keep = 7) => publishPages(store, keep);
  const cluster = async (id: string, clusterIds: number[]) => {
    const members = clusterIds.map((clusterId) => ({
      id: `page-${clusterId}`,
      clusterId,
      distance: 0,
      contentHash: 'h',
    }));
    await store.clusterings.put(clustering(id, clusterIds), members);
    await store.memo.putFirst('cluster', 'pages', id, { clustering: id, content: id });
  };
  const summarize = (clusterId: number, input: string) => {
    const members = membersHash({
      clustering: { space: 'space' },
      clusterId,
      members: [{ id: `page-${clusterId}`, contentHash: 'h' }],
    });
    return store.memo.putFirst('summarize', `pages/${clusterId}`, input, { clusterId, members });
  };

  it('has nothing to do before anything was clustered', async () => {
    expect(await reasons(stage())).toEqual([]);
  });

  it('shows what was committed, once', async () => {
    await cluster('c1', [1, 2]);
    await summarize(1, 's1');
    await summarize(2, 's2');
    expect(await reasons(stage())).toEqual(['pages: run, new']);
    await runAll(stage());
    expect(await store.generations.published('pages')).toMatchObject({
      number: 1,
      clustering: 'c1',
      entries: [
        { clusterId: 1, artefact: 's1', stale: false },
        { clusterId: 2, artefact: 's2', stale: false },
      ],
    });
    expect(await reasons(stage())).toEqual(['pages: skip, generation 1 shows it already']);
    expect(await reasons(stage(), true)).toEqual(['pages: skip, generation 1 shows it already']);
  });

  it('carries the last summary forward, marked stale, where this night wrote none', async () => {
    await cluster('c1', [1]);
    await summarize(1, 's1');
    await store.memo.putFirst('summarize', 'pages/2', 's2', {
      clusterId: 2,
      members: 'of last night',
    });
    await cluster('c2', [1, 2, 3]);
    await runAll(stage());
    expect((await store.generations.published('pages'))?.entries).toEqual([
      { clusterId: 1, artefact: 's1', stale: false },
      { clusterId: 2, artefact: 's2', stale: true },
    ]);
    await store.memo.forget('summarize', ['pages/1']);
    await runAll(stage());
    expect((await store.generations.published('pages'))?.entries[0]).toEqual({
      clusterId: 1,
      artefact: 's1',
      stale: true,
    });
  });

  it('publishes again when a summary was renewed', async () => {
    await cluster('c1', [1]);
    await summarize(1, 's1');
    await runAll(stage());
    await summarize(1, 's1-renewed');
    expect(await reasons(stage())).toEqual(['pages: run, something changed']);
  });

  it('refuses to publish over a pointer that has moved, or behind a higher fence', async () => {
    await cluster('c1', [1]);
    await summarize(1, 's1');
    const slow = stage();
    const [plan] = await planUnits(slow);
    await runAll(stage(), 5);
    await expect(
      slow.commit(
        [{ unit: plan!, value: await slow.compute(plan!, AbortSignal.timeout(1000), undefined) }],
        4,
      ),
    ).rejects.toMatchObject({ code: 'LOCK_LOST' });
  });

  it('keeps as many generations as told, and the clusterings that they need', async () => {
    for (let night = 1; night <= 5; night++) {
      await cluster(`c${night}`, [night]);
      await summarize(night, `s${night}`);
      await runAll(stage(2), night);
    }
    expect((await store.generations.list('pages')).map(({ number }) => number)).toEqual([5, 4]);
    expect((await store.clusterings.list('pages')).sort()).toEqual(['c4', 'c5']);
  });

  async function planUnits(from: ReturnType<typeof stage>) {
    const units = [];
    for await (const { unit } of from.plan({ force: false, signal: AbortSignal.timeout(1000) })) {
      units.push(unit);
    }
    return units;
  }
});
