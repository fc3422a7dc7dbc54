import { principalPlane, projected, type Plane } from '../../algorithms/vectors/principal-plane.js';
import type { Clustering } from '../../domain/clustering.js';
import type { Generation } from '../../domain/generation.js';
import type { Store } from '../../ports/index.js';
import { assignmentsOf } from '../published.js';

/** The pages of a published night as points: like lies near like, as far as two dimensions can show it. */
export interface PageMap {
  generation: string;
  points: { id: string; x: number; y: number; clusterId: number | null }[];
}

type MapStore = Pick<Store, 'generations' | 'clusterings' | 'vectors'>;

/** The map of what is published now, drawn once for each clustering; null before the first night. */
export function pageMaps(open: () => Promise<Store>): () => Promise<PageMap | null> {
  let drawn: { clustering: string; map: Promise<PageMap | null> } | null = null;
  return async () => {
    const store = await open();
    const generation = await store.generations.published('pages');
    if (!generation) return null;
    const { clustering } = generation;
    if (drawn?.clustering !== clustering) {
      const map = mapOf(store, generation);
      const mine = { clustering, map };
      drawn = mine;
      map.catch(() => {
        if (drawn === mine) drawn = null; // the next one tries again
      });
    }
    return drawn.map;
  };
}

async function mapOf(store: Store, generation: Generation): Promise<PageMap | null> {
  const clustering = await store.clusterings.get(generation.clustering);
  if (!clustering) return null;
  const assignments = await assignmentsOf(store, generation.clustering);
  const clusterOf = new Map(assignments.map(({ id, clusterId }) => [id, clusterId]));
  const points = await placed(store, clustering, planeOf(clustering), clusterOf);
  return { generation: generation.id, points };
}

/** The plane in which the clusters lie furthest apart: their centres, each as often as it has pages. */
function planeOf({ clusters }: Clustering): Plane {
  return principalPlane(
    clusters.map(({ centre }) => centre),
    clusters.map(({ size }) => size),
  );
}

async function placed(
  { vectors }: MapStore,
  { space, clusters }: Clustering,
  plane: Plane,
  clusterOf: ReadonlyMap<string, number>,
): Promise<PageMap['points']> {
  const points: PageMap['points'] = [];
  const dimensions = clusters[0]?.centre.length ?? 0;
  if (dimensions === 0) return points;
  for await (const batch of vectors.scan({ id: space, dimensions })) {
    for (const { pageId, vector } of batch) {
      const [x, y] = projected(plane, vector);
      points.push({ id: pageId, x, y, clusterId: clusterOf.get(pageId) ?? null });
    }
  }
  return points.sort((a, b) => (a.id < b.id ? -1 : 1));
}
