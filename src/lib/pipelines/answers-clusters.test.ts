import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { embedderOf, kitOf } from '../../../test/support/kit.js';
import { planOf, reasons, runAll, temporaryStore } from '../../../test/support/store.js';
import { hashText } from '../algorithms/text/hashing.js';
import type { EmbeddedQuery } from '../domain/query.js';
import type { Space } from '../domain/values.js';
import type { Store } from '../ports/index.js';
import { committedClustering } from '../stages/committed.js';
import { systemClock } from '../adapters/clock/system.js';
import { queryClusters } from './answers.js';

const SPACE: Space = { id: 'test', dimensions: 4 };
const AXES = [0, 1, 2];
const DAY_MS = 86_400_000;

describe('query clusters', () => {
  let store: Store;
  beforeEach(async () => void (store = await temporaryStore()));
  afterEach(() => store.close());

  /** On a night that sees all, or only what came after `since` (epoch ms). */
  const stage = ({ minSize = 3, since = 0 } = {}) => {
    const days = 7;
    const clock = { ...systemClock, now: () => since + days * DAY_MS };
    const settings = { answers: { minSize, days } };
    return queryClusters(kitOf(store, embedderOf(SPACE), { clock, settings }));
  };

  it('does nothing where nobody has asked', async () => {
    expect(await planOf(stage())).toEqual([]);
  });

  it('groups by meaning; what fits nowhere is in no group', async () => {
    await store.queries.put(SPACE, [...AXES.flatMap(fiveAround), query('stranger', 3, 0)]);
    await runAll(stage());
    const committed = await committedClustering(store.memo, 'answers');
    const clustering = await store.clusterings.get(committed!.clustering);
    expect(clustering).toMatchObject({ algorithm: 'linkage', points: 16, noise: 1 });
    expect(clustering!.clusters.map(({ size }) => size)).toEqual([5, 5, 5]);
    for (const { clusterId } of clustering!.clusters) {
      const members = await store.clusterings.members(clustering!.id, clusterId);
      expect(new Set(members.map(({ id }) => id.slice(0, 2))).size).toBe(1);
    }
  });

  it('is unchanged while its queries and settings are', async () => {
    await store.queries.put(SPACE, AXES.flatMap(fiveAround));
    expect(await reasons(stage())).toEqual(['answers: run, new']);
    await runAll(stage());
    expect(await reasons(stage())).toEqual(['answers: skip, unchanged']);
    expect(await reasons(stage({ minSize: 2 }))).toEqual([
      'answers: run, queries or settings changed',
    ]);
    expect(await reasons(stage({ since: 1 }))).toEqual([
      'answers: run, queries or settings changed',
    ]);
  });
});

function fiveAround(axis: number): EmbeddedQuery[] {
  return [0, 1, 2, 3, 4].map((n) => query(`q${axis}-${n}`, axis, n / 100));
}

function query(id: string, axis: number, turn: number): EmbeddedQuery {
  const vector = new Float32Array(4);
  vector[axis] = Math.cos(turn);
  vector[(axis + 1) % 4] = Math.sin(turn);
  const said = { text: id, personal: false, language: null, contentHash: hashText(id) };
  return { id, userId: 'ann', createdAt: 0, ...said, vector };
}
