import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { identify, type Succession } from './identity.js';

const EAST = Float32Array.of(1, 0);
const NEAR_EAST = Float32Array.of(0.95, Math.sqrt(1 - 0.95 ** 2));
const NORTH = Float32Array.of(0, 1);

/** Clusters whose centres say nothing, as where the space is another; ids 1, 2, … for the ancestors. */
function members(
  shared: number[][],
  { before = [] as number[], after = [] as number[] } = {},
): Succession {
  const columns = shared[0]?.map((_, n) => shared.reduce((sum, row) => sum + row[n]!, 0)) ?? [];
  return {
    ancestors: shared.map((row, a) => ({
      clusterId: a + 1,
      size: before[a] ?? row.reduce((sum, both) => sum + both, 0),
      centres: null,
    })),
    newcomers: columns.map((both, n) => ({ size: after[n] ?? both, centre: EAST })),
    shared,
    nextId: shared.length + 1,
  };
}

const lineages = (succession: Succession) =>
  identify(succession).identities.map(({ clusterId, lineage, from }) => [clusterId, lineage, from]);

describe('identify', () => {
  it('numbers the first night from the next id on', () => {
    const first = { ancestors: [], shared: [], nextId: 1, newcomers: members([[2, 3]]).newcomers };
    expect(lineages(first)).toEqual([
      [1, 'new', []],
      [2, 'new', []],
    ]);
    expect(identify(first).nextId).toBe(3);
  });

  it('continues what shares most members, wherever it stands in the list', () => {
    const { identities, retired, nextId } = identify(members([[1, 9], [8, 0]])); // prettier-ignore
    expect(identities.map(({ clusterId }) => clusterId)).toEqual([2, 1]);
    expect(identities.map(({ lineage }) => lineage)).toEqual(['continued', 'continued']);
    expect([retired, nextId]).toEqual([[], 3]);
  });

  it('takes the pairing with the greatest sum where one cluster is the best for two', () => {
    // Jaccard: 1–A 5/9, 1–B 4/10; 2–A 4/5, 2–B 0.
    expect(identify(members([[5, 4], [4, 0]])).identities.map((i) => i.clusterId)).toEqual([2, 1]); // prettier-ignore
  });

  it('merged: one new cluster holds most of two; the id of the other is retired into it', () => {
    const merged = members([[6], [4]]);
    expect(lineages(merged)).toEqual([[1, 'merged', [1, 2]]]);
    expect(identify(merged).retired).toEqual([{ clusterId: 2, into: 1 }]);
  });

  it('merged: also when what is left of the other goes on under its own id', () => {
    const merged = members([[20, 0], [6, 5]]); // prettier-ignore
    expect(lineages(merged)).toEqual([
      [1, 'merged', [1, 2]],
      [2, 'continued', []],
    ]);
  });

  it('split: the greater part keeps the id, the other one gets a new id and knows its origin', () => {
    const split = members([[6, 4]]);
    expect(lineages(split)).toEqual([
      [1, 'continued', []],
      [2, 'split', [1]],
    ]);
    expect(identify(split).retired).toEqual([]);
  });

  it('new: half of the members from one old cluster is not most of them', () => {
    expect(lineages(members([[6, 4]], { after: [6, 8] }))[1]).toEqual([2, 'new', []]);
    expect(lineages(members([[6, 4]], { after: [6, 7] }))[1]).toEqual([2, 'split', [1]]);
  });

  it('below a third of shared pages no id is carried on; nobody took over what was scattered', () => {
    const scattered = members([[3, 3, 4]], { after: [3, 3, 4] });
    expect(lineages(scattered)[2]).toEqual([1, 'continued', []]);
    const shattered = members([[3, 3, 3, 3]]);
    expect(identify(shattered).retired).toEqual([{ clusterId: 1, into: null }]);
    expect(lineages(shattered).map(([id, lineage]) => [id, lineage])).toEqual([
      [2, 'new'],
      [3, 'new'],
      [4, 'new'],
      [5, 'new'],
    ]);
  });

  it('members that are gone count for the size of the old cluster', () => {
    const gone = members([[5, 0], [3, 0], [0, 4]], { before: [5, 7, 4] }); // prettier-ignore
    expect(lineages(gone)[0]).toEqual([1, 'continued', []]);
    expect(identify(gone).retired).toEqual([{ clusterId: 2, into: null }]);
  });

  it('matches by centre what shares no pages, within one space only', () => {
    const centres = { last: EAST, founding: EAST };
    const replaced: Succession = {
      ancestors: [{ clusterId: 7, size: 3, centres }],
      newcomers: [
        { size: 3, centre: NORTH },
        { size: 2, centre: NEAR_EAST },
      ],
      shared: [[0, 0]],
      nextId: 9,
    };
    const { identities, nextId } = identify(replaced);
    expect(identities.map(({ clusterId }) => clusterId)).toEqual([9, 7]);
    expect(identities.map(({ founding }) => founding)).toEqual([NORTH, EAST]);
    expect(nextId).toBe(10);
    const moved = { ...replaced, ancestors: [{ clusterId: 7, size: 3, centres: null }] };
    expect(identify(moved).identities.map(({ clusterId }) => clusterId)).toEqual([9, 10]);
    expect(identify(moved).retired).toEqual([{ clusterId: 7, into: null }]);
  });

  it('retires an id that has drifted from where it was founded, and founds its cluster anew', () => {
    const drifted: Succession = {
      ancestors: [{ clusterId: 1, size: 4, centres: { last: NEAR_EAST, founding: EAST } }],
      newcomers: [{ size: 4, centre: NORTH }],
      shared: [[4]],
      nextId: 2,
    };
    const { identities, retired } = identify(drifted);
    expect(identities).toEqual([{ clusterId: 2, lineage: 'new', from: [], founding: NORTH }]);
    expect(retired).toEqual([{ clusterId: 1, into: 2 }]);
  });

  it('gives every cluster one id, carries on or retires every old one, reuses none', () => {
    const successions = fc
      .tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 1, max: 5 }))
      .chain(([rows, columns]) => {
        const row = fc.array(fc.nat(4), { minLength: columns, maxLength: columns });
        return fc.array(row, { minLength: rows, maxLength: rows });
      })
      .map((shared) => members(shared));
    fc.assert(
      fc.property(successions, (succession) => {
        const { identities, retired, nextId } = identify(succession);
        const ids = identities.map(({ clusterId }) => clusterId);
        const dead = retired.map(({ clusterId }) => clusterId);
        const old = succession.ancestors.map(({ clusterId }) => clusterId);
        expect(new Set([...ids, ...dead]).size).toBe(ids.length + dead.length);
        expect([...ids, ...dead]).toEqual(expect.arrayContaining(old));
        const fresh = ids.filter((id) => !old.includes(id)).sort((a, b) => a - b);
        expect(fresh).toEqual(fresh.map((_, i) => succession.nextId + i));
        expect(nextId).toBe(succession.nextId + fresh.length);
      }),
    );
  });
});
