import type { Cluster, Membership, RetiredCluster } from '../../domain/clustering.js';
import { compareBytewise } from '../text/hashing.js';
import type { Matrix } from '../vectors/matrix.js';
import { identify } from './identity.js';
import { NOISE } from './labelling.js';
import { sharedPages } from './lineage.js';
import { describeCluster } from './medoid.js';
import type { NightPage, Yesterday } from './yesterday.js';

export interface NightClusters {
  /** In ascending order of id. */
  clusters: Cluster[];
  /** In bytewise order of page id; every page once, but for noise. */
  members: Membership[];
  /** In ascending order of id. */
  retired: RetiredCluster[];
  /** Sum of squared Euclidean distances of the vectors to the means of their clusters. */
  inertia: number;
  /** The smallest id that was never used. */
  nextId: number;
}

export interface Unnamed {
  /** In bytewise order of their ids. */
  pages: readonly NightPage[];
  /** n × d, rows as `pages`. */
  vectors: Matrix;
  /** n: which pages belong together, or `NOISE`; the numbers mean nothing else. */
  labels: Int32Array;
  yesterday: Yesterday | null;
  nextId: number;
}

/**
 * Describes the clusters and gives them their ids. Everything is computed anew from who belongs together, in
 * the order of the pages, so that no trace is left of how the clusters were found.
 */
export function nameClusters({
  pages,
  vectors,
  labels,
  yesterday,
  nextId,
}: Unnamed): NightClusters {
  const groups = groupsByFirst(labels);
  const described = groups.map((rows) => describeCluster(vectors, rows));
  const { identities, ...rest } = identify({
    ancestors: yesterday?.ancestors ?? [],
    newcomers: groups.map((rows, n) => ({ size: rows.length, centre: described[n]!.centre })),
    shared: sharedPages(yesterday?.ancestors.length ?? 0, groups, yesterday?.origin ?? []),
    nextId,
  });
  const clusters = identities.map((identity, n): Cluster => {
    const { centre, cohesion, medoid } = described[n]!;
    const centerPage = pages[medoid]!.id;
    return { ...identity, size: groups[n]!.length, centerPage, cohesion, centre };
  });
  const members = groups.flatMap((rows, n) =>
    rows.map((row, i): Membership => {
      const { id, contentHash } = pages[row]!;
      const distance = described[n]!.distances[i]!;
      return { id, clusterId: identities[n]!.clusterId, distance, contentHash };
    }),
  );
  return {
    clusters: clusters.sort((a, b) => a.clusterId - b.clusterId),
    members: members.sort((a, b) => compareBytewise(a.id, b.id)),
    inertia: described.reduce((sum, { inertia }) => sum + inertia, 0),
    ...rest,
  };
}

/** Rows of each cluster, ascending; clusters in the order of their first rows. */
function groupsByFirst(labels: Int32Array): number[][] {
  const groups = new Map<number, number[]>();
  labels.forEach((label, row) => {
    if (label === NOISE) return;
    const group = groups.get(label);
    if (group) group.push(row);
    else groups.set(label, [row]);
  });
  return [...groups.values()];
}
