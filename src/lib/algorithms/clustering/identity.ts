import type { Cluster, RetiredCluster } from '../../domain/clustering.js';
import { cosine } from '../vectors/dot.js';
import { lineageOf, takersOf } from './lineage.js';
import { optimalAssignment } from './matching.js';

/**
 * Least Jaccard index, on the pages of both nights, at which a cluster may be last night's: that of two
 * clusters of one size that share half of their pages.
 */
const MEMBER_FLOOR = 1 / 3;
/** Least cosine of the centres at which a cluster that shares too few pages may be last night's. */
const CENTRE_FLOOR = 0.9;
/** Least cosine of a centre to that with which its id was founded; an id that has drifted further is retired. */
const FOUNDING_FLOOR = 0.4;

/** A cluster of last night. */
export interface Ancestor {
  clusterId: number;
  /** Members last night, those that are gone included. */
  size: number;
  /** Null where tonight's vectors are of another space. */
  centres: { last: Float32Array; founding: Float32Array } | null;
}

/** A cluster of tonight. */
export interface Newcomer {
  size: number;
  centre: Float32Array;
}

export type Identity = Pick<Cluster, 'clusterId' | 'lineage' | 'from' | 'founding'>;

/** What is known of both nights. */
export interface Succession {
  /** In ascending order of id. */
  ancestors: readonly Ancestor[];
  /** In an order that does not depend on how they were found. */
  newcomers: readonly Newcomer[];
  /** ancestors × newcomers: pages that both hold. */
  shared: readonly (readonly number[])[];
  /** The smallest id that was never used. */
  nextId: number;
}

/** Who follows whom, as places in the other list; −1 for nobody. */
interface Descent {
  /** The newcomer that carries each ancestor's id on. */
  heirs: Int32Array;
  /** The ancestor whose id each newcomer carries on. */
  parents: Int32Array;
  /** The newcomer that holds more than half of each ancestor's members. */
  takers: Int32Array;
}

/**
 * Gives tonight's clusters their ids. Each is matched with the ancestor that it shares most of its members
 * with (Jaccard, optimal assignment), then, of those left, with the one whose centre it is nearest to. An id
 * that was used is never given to anything else.
 * @returns an identity for each newcomer, in their order; `retired` in the order of the ancestors.
 */
export function identify(succession: Succession): {
  identities: Identity[];
  retired: RetiredCluster[];
  nextId: number;
} {
  const { ancestors, newcomers } = succession;
  const descent = descend(succession);
  let { nextId } = succession;
  const identities = newcomers.map(({ centre }, n): Identity => {
    const parent = ancestors[descent.parents[n]!];
    const clusterId = parent?.clusterId ?? nextId++;
    return {
      clusterId,
      ...lineageOf({ ...succession, ...descent }, n),
      founding: parent?.centres?.founding ?? centre,
    };
  });
  const retired = ancestors.flatMap(({ clusterId }, a): RetiredCluster[] => {
    if (descent.heirs[a] !== -1) return [];
    return [{ clusterId, into: identities[descent.takers[a]!]?.clusterId ?? null }];
  });
  return { identities, retired, nextId };
}

function descend(succession: Succession): Descent {
  const { ancestors, newcomers, shared } = succession;
  const byMembers = optimalAssignment(jaccards(succession));
  const byCentre = optimalAssignment(similarities(succession, byMembers));
  const heirs = byMembers.map((n, a) => {
    const heir = n === -1 ? byCentre[a]! : n;
    return heir !== -1 && hasDrifted(ancestors[a]!, newcomers[heir]!) ? -1 : heir;
  });
  const takers = takersOf(ancestors, shared);
  return { heirs, parents: inverse(heirs, newcomers.length), takers };
}

/** ancestors × newcomers, on the pages of both nights; 0 below the floor. */
function jaccards({ ancestors, newcomers, shared }: Succession): number[][] {
  const before = ancestors.map((_, a) => sum(shared[a]!));
  const after = newcomers.map((_, n) => sum(shared.map((row) => row[n]!)));
  return shared.map((row, a) =>
    row.map((both, n) => {
      const jaccard = both === 0 ? 0 : both / (before[a]! + after[n]! - both);
      return jaccard >= MEMBER_FLOOR ? jaccard : 0;
    }),
  );
}

/** ancestors × newcomers: cosine of the centres of those that are left; 0 below the floor. */
function similarities({ ancestors, newcomers }: Succession, heirs: Int32Array): number[][] {
  const taken = new Set(heirs);
  return ancestors.map(({ centres }, a) =>
    newcomers.map(({ centre }, n) => {
      if (heirs[a] !== -1 || taken.has(n) || centres === null) return 0;
      const similarity = cosine(centres.last, centre);
      return similarity >= CENTRE_FLOOR ? similarity : 0;
    }),
  );
}

function hasDrifted({ centres }: Ancestor, { centre }: Newcomer): boolean {
  return centres !== null && cosine(centres.founding, centre) < FOUNDING_FLOOR;
}

function inverse(of: Int32Array, length: number): Int32Array {
  const inverted = new Int32Array(length).fill(-1);
  of.forEach((value, index) => {
    if (value !== -1) inverted[value] = index;
  });
  return inverted;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
