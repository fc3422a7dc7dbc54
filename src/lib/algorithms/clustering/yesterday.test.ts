import { describe, expect, it } from 'vitest';
import type { Membership } from '../../domain/clustering.js';
import { matrixOf } from '../vectors/matrix.js';
import { warmStart } from './warm-start.js';
import { lookBack, type PreviousNight } from './yesterday.js';

const EAST = Float32Array.of(1, 0);
const NORTH = Float32Array.of(0, 1);

/** Clusters 3 (east) and 5 (north) with these members: `id:cluster:content`. */
function previous(...members: string[]): PreviousNight {
  const clusters = [
    { clusterId: 5, centre: NORTH, founding: NORTH },
    { clusterId: 3, centre: EAST, founding: EAST },
  ].map((known) => ({
    ...known,
    size: 0,
    centerPage: '',
    cohesion: 1,
    lineage: 'new' as const,
    from: [],
  }));
  return {
    generation: 'g',
    clustering: {
      id: 'c',
      pipeline: 'pages',
      space: 'one',
      algorithm: 'kmeans',
      k: 2,
      seed: 1,
      basis: null,
      points: members.length,
      noise: 0,
      inertia: 0,
      rebased: false,
      nextId: 6,
      clusters,
      retired: [],
    },
    members: members.map((each): Membership => {
      const [id, cluster, contentHash] = each.split(':') as [string, string, string];
      return { id, clusterId: Number(cluster), distance: 0, contentHash };
    }),
  };
}

/** `id:content` */
const pages = (...all: string[]) =>
  all.map((each) => {
    const [id, contentHash] = each.split(':') as [string, string];
    return { id, contentHash };
  });

describe('lookBack', () => {
  it('lists the ancestors by id, with the members that they had', () => {
    const { ancestors } = lookBack([], previous('a:5:x', 'b:5:y', 'c:3:z'), 'one');
    expect(ancestors.map(({ clusterId, size }) => [clusterId, size])).toEqual([
      [3, 1],
      [5, 2],
    ]);
    expect(ancestors[0]?.centres).toEqual({ last: EAST, founding: EAST });
  });

  it('knows no centres of another space', () => {
    const { ancestors } = lookBack([], previous('a:5:x'), 'two');
    expect(ancestors.map(({ centres }) => centres)).toEqual([null, null]);
  });

  it('finds pages by id, and those of another id by content', () => {
    const found = lookBack(pages('a:x', 'new:y', 'z:z'), previous('a:5:x', 'b:3:y'), 'one');
    expect([...found.origin]).toEqual([1, 0, -1]);
    expect([...found.home]).toEqual([1, 0, -1]);
    expect(found.news).toBe(1);
  });

  it('pairs pages of one content in the order of their ids, each old one once', () => {
    const night = previous('b:5:x', 'a:3:x');
    expect([...lookBack(pages('m:x', 'n:x', 'o:x'), night, 'one').origin]).toEqual([0, 1, -1]);
  });

  it('prefers the id to the content: a copy does not take the place of the page', () => {
    const night = previous('b:5:x');
    expect([...lookBack(pages('a:x', 'b:x'), night, 'one').origin]).toEqual([-1, 1]);
  });

  it('lets a page with another text go, and counts what came, changed and went', () => {
    const night = previous('a:5:x', 'b:3:y', 'c:3:z');
    const found = lookBack(pages('a:changed', 'b:y', 'd:new'), night, 'one');
    expect([...found.origin]).toEqual([1, 0, -1]);
    expect([...found.home]).toEqual([-1, 0, -1]);
    expect(found.news).toBe(3);
  });
});

describe('warmStart', () => {
  const vectors = matrixOf([Float32Array.of(0.8, 0.6), Float32Array.of(0.6, 0.8), NORTH]);
  const known = [EAST, NORTH].map((centre, i) => ({
    clusterId: i,
    size: 1,
    centres: { last: centre, founding: centre },
  }));

  it('leaves pages where they were; a new one joins the nearest mean of those that remain', () => {
    // The mean of the first cluster is now page 1, so that page 0 is nearer to it than to the north.
    const origin = Int32Array.of(-1, 0, 1);
    expect([...warmStart(vectors, { ancestors: known, origin })!]).toEqual([0, 0, 1]);
  });

  it('falls back on last night’s centre where none of the pages remains', () => {
    const origin = Int32Array.of(-1, -1, 1);
    expect([...warmStart(vectors, { ancestors: known, origin })!]).toEqual([0, 1, 1]);
  });

  it('has nothing to start from when neither pages nor centres remain', () => {
    const ancestors = known.map((each) => ({ ...each, centres: null }));
    expect(warmStart(vectors, { ancestors, origin: Int32Array.of(-1, -1, -1) })).toBeNull();
  });
});
