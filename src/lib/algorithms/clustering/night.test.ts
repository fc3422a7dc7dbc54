import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Clustering, Grouping } from '../../domain/clustering.js';
import { seededRandom } from '../random.js';
import { compareBytewise } from '../text/hashing.js';
import { normalise } from '../vectors/normalise.js';
import { matrixOf } from '../vectors/matrix.js';
import { clusterNight, type NightResult, type PreviousNight } from './night.js';

interface Page {
  id: string;
  /** Near which corner of the space it lies. */
  topic: number;
  text?: string;
}

const DIMENSIONS = 6;

/** A unit vector near a corner, the same for the same topic and text. */
function vectorOf({ id, topic, text = id }: Page, dimensions = DIMENSIONS): Float32Array {
  const random = seededRandom([...text].reduce((sum, c) => sum * 31 + c.charCodeAt(0), topic + 1));
  return normalise(
    Float32Array.from(
      { length: dimensions },
      (_, j) => (j === topic % dimensions ? 1 : 0) + 0.3 * (random() - 0.5),
    ),
  );
}

interface Setting {
  k?: number;
  grouping?: Grouping;
  space?: string;
  dimensions?: number;
  previous?: PreviousNight | null;
}

async function night(
  pages: readonly Page[],
  { k = 3, grouping = { algorithm: 'kmeans', k }, space = 'one', ...more }: Setting = {},
): Promise<NightResult> {
  const { dimensions, previous = null } = more;
  const sorted = [...pages].sort((a, b) => compareBytewise(a.id, b.id));
  return clusterNight({
    pages: sorted.map(({ id, text = id }) => ({ id, contentHash: text })),
    vectors: matrixOf(sorted.map((page) => vectorOf(page, dimensions))),
    space,
    grouping,
    seed: 42,
    previous,
  });
}

function published(result: NightResult, space = 'one'): PreviousNight {
  const { members, ...rest } = result;
  const clustering: Clustering = {
    ...rest,
    id: 'clustering',
    pipeline: 'pages',
    space,
    algorithm: 'kmeans',
    seed: 42,
    basis: null,
    points: members.length,
    noise: 0,
  };
  return { generation: 'generation', clustering, members };
}

const PAGES: Page[] = Array.from({ length: 24 }, (_, i) => ({
  id: `p${String(i).padStart(2, '0')}`,
  topic: i % 3,
}));

const idsOf = ({ members }: NightResult) =>
  Object.fromEntries(members.map(({ id, clusterId }) => [id, clusterId]));

describe('a night', () => {
  it('finds the topics on the first night and numbers them by their first pages', async () => {
    const first = await night(PAGES);
    expect(first.members.map(({ clusterId }) => clusterId)).toEqual(
      PAGES.map((_, i) => (i % 3) + 1),
    );
    expect(first).toMatchObject({ k: 3, nextId: 4, rebased: false, retired: [] });
    for (const { size, lineage, founding, centre } of first.clusters) {
      expect({ size, lineage, founding }).toEqual({ size: 8, lineage: 'new', founding: centre });
    }
  });

  it('names the member that is nearest to the centre', async () => {
    const { clusters, members } = await night(PAGES);
    for (const { clusterId, centerPage, cohesion } of clusters) {
      const own = members.filter((member) => member.clusterId === clusterId);
      const least = Math.min(...own.map(({ distance }) => distance));
      expect(own.find(({ id }) => id === centerPage)?.distance).toBe(least);
      const mean = own.reduce((sum, { distance }) => sum + distance, 0) / own.length;
      expect(cohesion).toBeCloseTo(1 - mean, 12);
    }
  });

  it('changes nothing, bit for bit, when nothing changed', async () => {
    const first = await night(PAGES);
    const second = await night(PAGES, { previous: published(first) });
    const continued = first.clusters.map((cluster) => ({ ...cluster, lineage: 'continued' }));
    expect(second).toEqual({ ...first, clusters: continued });
    expect(await night(PAGES, { previous: published(second) })).toEqual(second);
  });

  it('takes no page out of its cluster for a few new ones, and gives new ones the nearest', async () => {
    const first = await night(PAGES);
    const more = [...PAGES, { id: 'a', topic: 1 }, { id: 'z', topic: 2 }];
    const second = await night(more, { previous: published(first) });
    expect(idsOf(second)).toEqual({ ...idsOf(first), a: 2, z: 3 });
  });

  it('knows a page that was ingested again under another id', async () => {
    const first = await night(PAGES);
    const renamed = PAGES.map((page) => ({ ...page, id: `new-${page.id}`, text: page.id }));
    const second = await night(renamed, { previous: published(first) });
    expect(idsOf(second)).toEqual(
      Object.fromEntries(Object.entries(idsOf(first)).map(([id, c]) => [`new-${id}`, c])),
    );
    expect(second.clusters.map(({ lineage }) => lineage)).toEqual(Array(3).fill('continued'));
  });

  it('recognises a cluster by its centre when all of its pages were replaced', async () => {
    const first = await night(PAGES);
    const replaced = PAGES.map((page) => ({ ...page, id: `x${page.id}` }));
    const second = await night(replaced, { previous: published(first) });
    expect(Object.values(idsOf(second))).toEqual(Object.values(idsOf(first)));
    expect(second.clusters[0]?.founding).toEqual(first.clusters[0]?.founding);
  });

  it('lets a rewritten page go where its new text belongs', async () => {
    const first = await night(PAGES);
    const rewritten = PAGES.map((page, i) => (i === 0 ? { ...page, topic: 1, text: 'new' } : page));
    const second = await night(rewritten, { previous: published(first) });
    expect(idsOf(second)).toEqual({ ...idsOf(first), p00: 2 });
  });

  it('matches by members alone when the space is another, of another size even', async () => {
    const first = await night(PAGES);
    const second = await night(PAGES, {
      space: 'two',
      dimensions: 9,
      previous: published(first),
    });
    expect(idsOf(second)).toEqual(idsOf(first));
    for (const { founding, centre } of second.clusters) expect(founding).toEqual(centre);
  });

  it('starts anew, and says so, when last night no longer fits', async () => {
    const first = await night(PAGES);
    const mixed = PAGES.map((page, i) => ({
      ...page,
      topic: 3 + (Math.floor(i / 3) % 3),
      text: page.id,
    }));
    const second = await night(mixed, { space: 'two', previous: published(first) });
    expect(second.rebased).toBe(true);
    const topics = new Map(mixed.map(({ id, topic }) => [id, topic]));
    for (const { clusterId } of second.clusters) {
      const own = second.members.filter((member) => member.clusterId === clusterId);
      expect(new Set(own.map(({ id }) => topics.get(id))).size).toBe(1);
    }
  });

  it('gives a new topic a cluster of its own when k grows, and merges when k falls', async () => {
    const two = await night(PAGES, { k: 2 });
    const three = await night(PAGES, { k: 3, previous: published(two) });
    expect(three.clusters.map(({ clusterId }) => clusterId)).toEqual([1, 2, 3]);
    expect(three.clusters.map(({ lineage }) => lineage)).toEqual([
      'continued',
      'continued',
      'split',
    ]);
    const again = await night(PAGES, { k: 2, previous: published(three) });
    expect(again.clusters.map(({ lineage }) => lineage).sort()).toEqual(['continued', 'merged']);
    expect(again.retired).toHaveLength(1);
    expect(again.nextId).toBe(4);
  });

  it('has as many clusters as distinct vectors, at most', async () => {
    const same = ['a', 'b', 'c', 'd'].map((id) => ({ id, topic: 0, text: id < 'c' ? 'x' : 'y' }));
    expect(await night(same)).toMatchObject({ k: 2, inertia: 0, nextId: 3 });
    expect(await night(same.slice(0, 1))).toMatchObject({ k: 1, clusters: [{ centerPage: 'a' }] });
  });

  it('of no pages makes no clusters, and retires those there were', async () => {
    expect(await night([])).toMatchObject({ k: 0, clusters: [], members: [], nextId: 1 });
    const gone = await night([], { previous: published(await night(PAGES)) });
    expect(gone).toMatchObject({ clusters: [], nextId: 4 });
    expect(gone.retired).toEqual([1, 2, 3].map((clusterId) => ({ clusterId, into: null })));
    expect((await night(PAGES, { previous: published(gone) })).clusters[0]?.clusterId).toBe(4);
  });

  it('does not depend on the order in which the store gives last night back', async () => {
    const previous = published(await night(PAGES));
    const { clustering, members } = previous;
    const reversed = {
      ...previous,
      members: [...members].reverse(),
      clustering: { ...clustering, clusters: [...clustering.clusters].reverse() },
    };
    const more = [...PAGES, { id: 'a', topic: 4 }, { id: 'b', topic: 5 }];
    expect(await night(more, { previous: reversed })).toEqual(await night(more, { previous }));
  });

  it('stops when asked to', async () => {
    const grouping = { algorithm: 'kmeans', k: 3 } as const;
    const input = { space: 'one', grouping, seed: 1, previous: null };
    const pages = [{ id: 'a', contentHash: 'a' }];
    const vectors = matrixOf([vectorOf({ id: 'a', topic: 0 })]);
    const signal = AbortSignal.abort();
    await expect(clusterNight({ ...input, pages, vectors, signal })).rejects.toThrow(/abort/i);
  });
});

describe('every algorithm', () => {
  const dense: Grouping = { algorithm: 'dbscan', eps: 0.2, minSamples: 3 };
  const groups = [0, 1].flatMap((topic) =>
    Array.from({ length: 8 }, (_, i) => ({ id: `${topic}-${i}`, topic })),
  );
  const alone = { id: 'z', topic: 4 };

  it.each([
    ['minibatch-kmeans', { algorithm: 'minibatch-kmeans', k: 2 }],
    ['graph', { algorithm: 'graph', k: 2 }],
    ['dbscan', dense],
    ['hdbscan', { algorithm: 'hdbscan', minClusterSize: 4, minSamples: 4 }],
  ] as [string, Grouping][])(
    '%s finds what belongs together, and keeps its ids',
    async (_, grouping) => {
      const first = await night(groups, { grouping });
      const idOf = ({ members }: NightResult) => new Map(members.map((m) => [m.id, m.clusterId]));
      const before = idOf(first);
      expect(new Set(before.values()).size).toBe(2);
      for (const { id, topic } of groups) expect(before.get(id)).toBe(before.get(`${topic}-0`));
      const more = [{ id: '0', topic: 1 }, ...groups];
      const next = await night(more, { grouping, previous: published(first) });
      const after = idOf(next);
      for (const { id } of groups) expect(after.get(id)).toBe(before.get(id));
      expect(after.get('0')).toBe(before.get('1-0'));
      expect(next.clusters.map(({ lineage }) => lineage)).toEqual(['continued', 'continued']);
    },
  );

  it.each(['minibatch-kmeans', 'graph'] as const)(
    '%s changes nothing, bit for bit, when nothing changed',
    async (algorithm) => {
      const grouping = { algorithm, k: 3 };
      const first = await night(PAGES, { grouping });
      const second = await night(PAGES, { grouping, previous: published(first) });
      const continued = first.clusters.map((cluster) => ({ ...cluster, lineage: 'continued' }));
      expect(second).toEqual({ ...first, clusters: continued });
    },
  );

  it.each(['minibatch-kmeans', 'graph'] as const)(
    '%s follows pages that were all replaced, and another k',
    async (algorithm) => {
      const grouping = { algorithm, k: 3 };
      const first = await night(PAGES, { grouping });
      const replaced = PAGES.map((page) => ({ ...page, id: `x${page.id}` }));
      const second = await night(replaced, { grouping, previous: published(first) });
      expect(Object.values(idsOf(second))).toEqual(Object.values(idsOf(first)));
      const fewer = { grouping: { algorithm, k: 2 }, previous: published(first) };
      expect((await night(PAGES, fewer)).clusters.map(({ lineage }) => lineage).sort()).toEqual([
        ...['continued', 'merged'],
      ]);
    },
  );

  it('makes noise nobody’s member', async () => {
    const { members, clusters, k } = await night([...groups, alone], { grouping: dense });
    expect(k).toBe(2);
    expect(members.map(({ id }) => id)).not.toContain('z');
    expect(clusters.map(({ size }) => size)).toEqual([8, 8]);
  });

  it('has no clusters where all is noise, and k-means can go on from there', async () => {
    const none = await night(groups, { grouping: { ...dense, minSamples: 50 } });
    expect(none).toMatchObject({ clusters: [], members: [], k: 0, inertia: 0 });
    const next = await night(groups, { k: 2, previous: published(none) });
    expect(next.clusters.map(({ clusterId }) => clusterId)).toEqual([1, 2]);
  });

  it('chooses k by itself, and stays with it', async () => {
    const grouping: Grouping = { algorithm: 'kmeans', k: 'auto' };
    const first = await night(groups, { grouping });
    expect(first.k).toBe(2);
    const more = [...groups, { id: '0-x', topic: 0 }];
    expect((await night(more, { grouping, previous: published(first) })).k).toBe(2);
  });
});

it('over any nights, every page has one cluster and no id comes back', async () => {
  const page = fc.record({
    id: fc.integer({ min: 10, max: 40 }).map(String),
    topic: fc.nat(5),
  });
  const pagesOfANight = fc.uniqueArray(page, { selector: ({ id }) => id, maxLength: 20 });
  const nights = fc.array(fc.record({ pages: pagesOfANight, k: fc.integer({ min: 1, max: 6 }) }), {
    maxLength: 5,
  });
  await fc.assert(
    fc.asyncProperty(nights, async (sequence) => {
      let previous: PreviousNight | null = null;
      const dead = new Set<number>();
      for (const { pages, k } of sequence) {
        const before: number[] = previous?.clustering.clusters.map((c) => c.clusterId) ?? [];
        const result: NightResult = await night(pages, { k, previous });
        const alive = result.clusters.map(({ clusterId }) => clusterId);
        expect(new Set(alive).size).toBe(Math.min(k, pages.length));
        expect(result.members.map(({ id }) => id).sort()).toEqual(pages.map(({ id }) => id).sort());
        expect(new Set(result.members.map(({ clusterId }) => clusterId))).toEqual(new Set(alive));
        for (const { clusterId } of result.retired) dead.add(clusterId);
        for (const id of before) expect(alive.includes(id)).toBe(!dead.has(id));
        expect(alive.filter((id) => dead.has(id) || id >= result.nextId)).toEqual([]);
        previous = published(result);
      }
    }),
    { numRuns: 60 },
  );
});
