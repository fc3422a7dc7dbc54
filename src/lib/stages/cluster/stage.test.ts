import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { embedderOf, kitOf } from '../../../../test/support/kit.js';
import {
  computed,
  page,
  planOf,
  reasons,
  runAll,
  temporaryStore,
} from '../../../../test/support/store.js';
import { publishPages } from '../../../../test/support/publish.js';
import type { Store } from '../../ports/index.js';
import type { Config } from '../../config/schema.js';
import { cluster } from '../../pipelines/pages.js';
import { committedClustering } from '../committed.js';
import type { ClusterUnit } from './stage.js';

const SPACE = { id: 'plane', dimensions: 2 };

describe('cluster', () => {
  let store: Store;
  beforeEach(async () => void (store = await temporaryStore()));
  afterEach(() => store.close());

  const stage = (more: Partial<Config['clustering']> = {}) => {
    const settings = { clustering: { algorithm: 'kmeans' as const, k: 2, seed: 42, ...more } };
    return cluster(kitOf(store, embedderOf(SPACE), { settings }));
  };
  const publish = () => runAll(publishPages(store));
  /** A page with a vector at an angle. */
  const put = async (id: string, degrees: number) => {
    const angle = (degrees * Math.PI) / 180;
    await store.pages.put([page(id)]);
    const vector = Float32Array.of(Math.cos(angle), Math.sin(angle));
    const row = { pageId: id, contentHash: `${id} ${degrees}`, version: 1, vector, passages: [] };
    await store.vectors.put(SPACE, [row]);
  };
  const committed = async () => {
    const last = await committedClustering(store.memo, 'pages');
    return (await store.clusterings.get(last!.clustering))!;
  };
  const assignment = async () => {
    const pairs: [string, number][] = [];
    for await (const batch of store.clusterings.scanMembers((await committed()).id)) {
      for (const { id, clusterId } of batch) pairs.push([id, clusterId]);
    }
    return Object.fromEntries(pairs);
  };

  it('has nothing to do in an empty store', async () => {
    expect(await reasons(stage())).toEqual([]);
  });

  it('groups what is near, names the medoid, and is skipped when nothing changed', async () => {
    for (const [id, degrees] of [
      ['a', 0],
      ['b', 4],
      ['c', 9],
      ['x', 90],
      ['y', 94],
    ] as const) {
      await put(id, degrees);
    }
    expect(await reasons(stage())).toEqual(['pages: run, new']);
    await runAll(stage());
    const { a, b, c, x, y } = await assignment();
    expect([b, c, y]).toEqual([a, a, x]);
    expect(a).not.toBe(x);
    const near = (await committed()).clusters.find(({ clusterId }) => clusterId === a);
    expect(near).toMatchObject({ centerPage: 'b', size: 3, lineage: 'new' });
    expect(await reasons(stage())).toEqual(['pages: skip, unchanged']);
  });

  it('keeps ids over published nights', async () => {
    await put('a', 0);
    await put('x', 90);
    await runAll(stage());
    await publish();
    const first = await assignment();
    await put('b', 2);
    expect(await reasons(stage())).toEqual(['pages: run, pages or settings changed']);
    await runAll(stage());
    expect(await assignment()).toEqual({ ...first, b: first.a });
    expect((await committed()).clusters.map(({ lineage }) => lineage)).toEqual([
      'continued',
      'continued',
    ]);
  });

  it('runs again when settings change, and by force', async () => {
    await put('a', 0);
    await put('x', 90);
    await runAll(stage());
    expect(await reasons(stage({ seed: 7 }))).toEqual(['pages: run, pages or settings changed']);
    expect(await reasons(stage({ k: 1 }))).toEqual(['pages: run, pages or settings changed']);
    expect(await reasons(stage(), true)).toEqual(['pages: run, forced']);
  });

  it('heeds those settings that the algorithm takes, and no others', async () => {
    await put('a', 0);
    await put('x', 90);
    const dbscan = { algorithm: 'dbscan', eps: 0.1, minSamples: 1 } as const;
    await runAll(stage(dbscan));
    expect(await reasons(stage({ ...dbscan, k: 7 }))).toEqual(['pages: skip, unchanged']);
    const others = [{ ...dbscan, eps: 0.2 }, { ...dbscan, minSamples: 2 }, { k: 2 }];
    for (const other of others) {
      expect(await reasons(stage(other))).toEqual(['pages: run, pages or settings changed']);
    }
    const hdbscan = { algorithm: 'hdbscan', minClusterSize: 3 } as const;
    await runAll(stage(hdbscan));
    expect(await committed()).toMatchObject({ points: 2, noise: 2, k: 0, clusters: [] });
    expect(await reasons(stage({ ...hdbscan, minSamples: 3 }))).toEqual(['pages: skip, unchanged']);
    expect(await reasons(stage({ ...hdbscan, minSamples: 2 }))).toEqual([
      'pages: run, pages or settings changed',
    ]);
  });

  it('never builds on what a sleeper committed after another night was published', async () => {
    await put('a', 0);
    await put('x', 90);
    const sleeper = await stage();
    const [plan] = await planOf(sleeper);
    const late = await computed(sleeper, plan!.unit);
    await put('b', 2);
    await runAll(stage());
    await publish();
    await store.vectors.delete(SPACE, ['b']);
    await sleeper.commit([late!], 1);
    expect(await reasons(stage())).toEqual(['pages: run, another night was published since']);
  });

  it('clusters a page by itself, and nothing once all pages are gone', async () => {
    await put('a', 0);
    await runAll(stage());
    expect((await committed()).clusters).toHaveLength(1);
    await store.vectors.delete(SPACE, ['a']);
    await runAll(stage());
    expect(await committed()).toMatchObject({ points: 0, clusters: [] });
    expect(await reasons(stage())).toEqual(['pages: skip, unchanged']);
  });

  it('gives the same result whatever order the store scans in', async () => {
    for (const [id, degrees] of [
      ['x', 90],
      ['a', 0],
      ['y', 91],
      ['b', 1],
    ] as const)
      await put(id, degrees);
    const [plan] = await planOf(stage());
    const { points } = plan!.unit as ClusterUnit;
    expect(points.map(({ id }) => id)).toEqual(['a', 'b', 'x', 'y']);
  });
});
