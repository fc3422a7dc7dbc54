import { expect, test } from 'vitest';
import { letterEmbedder, world } from '../../../../test/fixtures/retrieval/world.js';
import { page } from '../../../../test/support/store.js';
import type { Cluster } from '../../domain/clustering.js';
import type { Store } from '../../ports/index.js';

const CLUSTERS = [
  { clusterId: 1, title: 'The tower', summary: 'Arieol climbs the tower.' },
  { clusterId: 2, title: 'The market', summary: 'Clocks are sold.' },
];

/** Publishes a night of two clusters whose summaries read as given. */
async function publish(store: Store, number: number, expect_: string | null): Promise<void> {
  const [id, clustering] = [`g${number}`, `c${number}`];
  const clusters = await Promise.all(
    CLUSTERS.map(async ({ clusterId, summary }): Promise<Cluster> => {
      const [centre = new Float32Array()] = await letterEmbedder.embed([summary], {
        purpose: 'document',
      });
      const kin = { lineage: 'new' as const, from: [], centre, founding: centre };
      return { clusterId, size: 1, centerPage: 'a', cohesion: 1, ...kin };
    }),
  );
  const entries = [];
  for (const { clusterId, title, summary } of CLUSTERS) {
    const artefact = `s${number}-${clusterId}`;
    const shown = { clusterId, title: `${title} ${number}`, summary, keywords: ['salt'] };
    await store.memo.putFirst('summarize', artefact, artefact, shown);
    entries.push({ clusterId, artefact, stale: false });
  }
  const { id: space } = letterEmbedder.space;
  const shape = { points: 2, noise: 0, inertia: 0, rebased: false, nextId: 3, retired: [] };
  await store.clusterings.put(
    {
      id: clustering,
      pipeline: 'pages',
      space,
      algorithm: 'kmeans',
      k: 2,
      seed: 1,
      basis: null,
      clusters,
      ...shape,
    },
    [],
  );
  const run = { runId: 'r', createdAt: 1 };
  await store.generations.put({
    id,
    pipeline: 'pages',
    number,
    clustering,
    space,
    ...run,
    entries,
  });
  await store.generations.publish('pages', { expect: expect_, next: id, fence: number });
}

test('the summaries of the published night that fit, best first; a new night is taken up', async () => {
  const w = await world();
  await w.store.pages.put([page('a', { body: 'The tower is tall.' })]);
  await w.refresh();
  expect(await w.ask('tower')).toMatchObject({ summaries: [], generation: null });
  await publish(w.store, 1, null);
  const first = await w.ask('Who climbs the tower?');
  expect(first.generation).toBe('g1');
  expect(first.summaries.map(({ clusterId, title }) => `${clusterId} ${title}`)).toEqual([
    '1 The tower 1',
  ]);
  expect((await w.ask('Which clocks are sold?')).summaries[0]?.clusterId).toBe(2);
  await publish(w.store, 2, 'g1');
  const second = await w.ask('Who climbs the tower?');
  expect([second.generation, second.summaries[0]?.title]).toEqual(['g2', 'The tower 2']);
  await w.close();
});
