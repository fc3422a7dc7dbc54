import type { TaskCluster } from '../../domain/context.js';
import type { Clustering } from '../../domain/clustering.js';
import type { Hash } from '../../domain/values.js';
import { clusterNight, type NightResult, type PreviousNight } from '../clustering/night.js';

export interface TaskPoint {
  id: string;
  contentHash: Hash;
  /** Unit length. */
  vector: Float32Array;
}

export interface TaskClusters {
  clusters: TaskCluster[];
  /** The smallest id that was never used. */
  nextClusterId: number;
}

const MOST_CLUSTERS = 8;
const SEED = 42;

/** √(n/2), the rule of thumb for few points (Mardia, Kent & Bibby 1979), at most eight. */
const clustersFor = (tasks: number) =>
  Math.max(1, Math.min(MOST_CLUSTERS, Math.round(Math.sqrt(tasks / 2))));

/**
 * Groups one user's open tasks, with the ids of their last clusters where they go on. No task makes no cluster; the
 * ids of those that went are not used again.
 * @param points in bytewise order of their ids
 * @param before the user's last clusters; in another space they keep their ids by their members alone
 */
export async function clusterTasks(
  userId: string,
  points: readonly TaskPoint[],
  {
    before,
    space,
    titles,
    signal,
  }: {
    before: TaskClusters & { space: string };
    space: { id: string; dimensions: number };
    titles: ReadonlyMap<string, string>;
    signal: AbortSignal;
  },
): Promise<TaskClusters> {
  if (points.length === 0) return { clusters: [], nextClusterId: before.nextClusterId };
  const data = new Float32Array(points.length * space.dimensions);
  points.forEach(({ vector }, row) => data.set(vector, row * space.dimensions));
  const night = await clusterNight({
    pages: points.map(({ id, contentHash }) => ({ id, contentHash })),
    vectors: { data, rows: points.length, cols: space.dimensions },
    space: space.id,
    grouping: { algorithm: 'kmeans', k: clustersFor(points.length) },
    ...{ seed: SEED, previous: lastNight(before), signal },
  });
  return { clusters: clustersOf(userId, night, titles), nextClusterId: night.nextId };
}

function clustersOf(
  userId: string,
  { clusters, members }: NightResult,
  titles: ReadonlyMap<string, string>,
): TaskCluster[] {
  return clusters.map(({ clusterId, size, centre, founding, centerPage }) => ({
    ...{ userId, clusterId, size, centre, founding },
    title: titles.get(centerPage) ?? centerPage,
    members: members
      .filter((member) => member.clusterId === clusterId)
      .map(({ id, contentHash, distance }) => ({ taskId: id, contentHash, distance })),
  }));
}

/** What is kept of a user's clusters, as the clustering of pages keeps its own. */
function lastNight({ clusters, nextClusterId, space }: TaskClusters & { space: string }) {
  if (clusters.length === 0 && nextClusterId === 1) return null;
  const clustering: Clustering = {
    ...{ id: '', pipeline: 'context', space, algorithm: 'kmeans', seed: SEED, basis: null },
    ...{ k: clusters.length, points: 0, noise: 0, inertia: 0, rebased: false, retired: [] },
    nextId: nextClusterId,
    clusters: clusters.map(({ clusterId, size, centre, founding }) => ({
      ...{ clusterId, size, centre, founding },
      ...{ centerPage: '', cohesion: 0, lineage: 'continued' as const, from: [] },
    })),
  };
  const members = clusters.flatMap(({ clusterId, members: all }) =>
    all.map(({ taskId, contentHash, distance }) => ({
      ...{ id: taskId, clusterId, contentHash, distance },
    })),
  );
  return { generation: '', clustering, members } satisfies PreviousNight;
}
