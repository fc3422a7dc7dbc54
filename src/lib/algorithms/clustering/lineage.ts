import type { Cluster } from '../../domain/clustering.js';

/** Clusters of an earlier night and of a later one, and who carries on whose id. */
export interface Kinship {
  ancestors: readonly { clusterId: number; size: number }[];
  newcomers: readonly { size: number }[];
  /** ancestors × newcomers: pages that both hold. */
  shared: readonly (readonly number[])[];
  /** The newcomer that carries each ancestor's id on; −1 for none. */
  heirs: Int32Array;
  /** The ancestor whose id each newcomer carries on; −1 for none. */
  parents: Int32Array;
  /** As `takersOf` returns it. */
  takers: Int32Array;
}

/** The newcomer that holds more than half of each ancestor's members; −1 for none. */
export function takersOf(
  ancestors: readonly { size: number }[],
  shared: readonly (readonly number[])[],
): Int32Array {
  return Int32Array.from(shared, (row, a) =>
    row.findIndex((both) => both * 2 > ancestors[a]!.size),
  );
}

/**
 * What became of the newcomer's ancestors. `merged`: it holds most of two of them or more, its own counted.
 * `split`: most of it comes from one that another newcomer continues.
 */
export function lineageOf(
  { ancestors, newcomers, shared, heirs, parents, takers }: Kinship,
  n: number,
): Pick<Cluster, 'lineage' | 'from'> {
  const sources = ancestors.flatMap(({ clusterId }, a) =>
    takers[a] === n || parents[n] === a ? [clusterId] : [],
  );
  if (sources.length > 1) return { lineage: 'merged', from: sources };
  if (parents[n] !== -1) return { lineage: 'continued', from: [] };
  const size = newcomers[n]!.size;
  const origin = shared.findIndex((row, a) => heirs[a] !== -1 && row[n]! * 2 > size);
  if (origin === -1) return { lineage: 'new', from: [] };
  return { lineage: 'split', from: [ancestors[origin]!.clusterId] };
}

/**
 * ancestors × newcomers: how many of the pages in each newcomer come from each ancestor.
 * @param groups pages of each newcomer, as places in `origin`
 * @param origin the ancestor that each page was in, −1 for none
 */
export function sharedPages(
  ancestors: number,
  groups: readonly (readonly number[])[],
  origin: ArrayLike<number>,
): number[][] {
  const shared = Array.from({ length: ancestors }, () => new Array<number>(groups.length).fill(0));
  groups.forEach((pages, n) => {
    for (const page of pages) {
      const counts = shared[origin[page] ?? -1];
      if (counts) counts[n]!++;
    }
  });
  return shared;
}
