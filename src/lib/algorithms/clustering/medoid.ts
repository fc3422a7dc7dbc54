import { cosine, meanRow, squaredDistance } from '../vectors/dot.js';
import type { Matrix } from '../vectors/matrix.js';
import { gather, rowOf } from '../vectors/matrix.js';

export interface ClusterDescription {
  /** Mean of the members (d), not normalised. */
  centre: Float32Array;
  /** Cosine distance of each member to the centre, 0…2, in the order of the members. */
  distances: number[];
  /** The member nearest to the centre; of several, the first. */
  medoid: number;
  /** Mean cosine of the members to the centre, −1…1. */
  cohesion: number;
  /** Sum of the squared Euclidean distances of the members to the centre. */
  inertia: number;
}

/**
 * What a cluster looks like from its members.
 * @param members row numbers, at least one, in the order that decides ties.
 */
export function describeCluster(points: Matrix, members: readonly number[]): ClusterDescription {
  const rows = members.map((member) => rowOf(points, member));
  const centre = meanRow(gather(points, members));
  const distances = rows.map((row) => 1 - cosine(row, centre));
  let nearest = 0;
  distances.forEach((distance, i) => {
    if (distance < distances[nearest]!) nearest = i;
  });
  const sum = distances.reduce((total, distance) => total + distance, 0);
  return {
    centre,
    distances,
    medoid: members[nearest]!,
    cohesion: 1 - sum / members.length,
    inertia: rows.reduce((total, row) => total + squaredDistance(row, centre), 0),
  };
}
