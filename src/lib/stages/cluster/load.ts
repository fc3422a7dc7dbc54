import { compareBytewise } from '../../algorithms/text/hashing.js';
import type { Matrix } from '../../algorithms/vectors/matrix.js';
import type { Clustering, Membership } from '../../domain/clustering.js';
import type { Generation } from '../../domain/generation.js';
import type { Space } from '../../domain/values.js';
import type { ClusteringStore, Point, Points } from '../../ports/index.js';

export type PointKey = Pick<Point, 'id' | 'contentHash'>;

/** Ids and content hashes of all points of a space, sorted bytewise: a store's own order is not promised. */
export async function pointKeys(points: Points, space: Space): Promise<PointKey[]> {
  const keys: PointKey[] = [];
  for await (const batch of points.scan(space)) {
    for (const { id, contentHash } of batch) keys.push({ id, contentHash });
  }
  return keys.sort((a, b) => compareBytewise(a.id, b.id));
}

/**
 * The vectors of these points as one n × d matrix, rows as in `keys`. Points that came or changed since the keys
 * were read are left to the next night; those that went keep no row.
 */
export async function pointMatrix(
  points: Points,
  space: Space,
  keys: readonly PointKey[],
): Promise<{ keys: readonly PointKey[]; matrix: Matrix }> {
  const { dimensions } = space;
  const rowOfId = new Map(keys.map(({ id }, row) => [id, row]));
  const data = new Float32Array(keys.length * dimensions);
  const found = new Uint8Array(keys.length);
  for await (const batch of points.scan(space)) {
    for (const { id, vector } of batch) {
      const row = rowOfId.get(id);
      if (row === undefined) continue;
      data.set(vector, row * dimensions);
      found[row] = 1;
    }
  }
  return compacted(keys, found, { data, rows: keys.length, cols: dimensions });
}

function compacted(keys: readonly PointKey[], found: Uint8Array, matrix: Matrix) {
  const left = keys.filter((_, row) => found[row] === 1);
  if (left.length === keys.length) return { keys, matrix };
  const { data, cols } = matrix;
  let kept = 0;
  for (let row = 0; row < keys.length; row++) {
    if (found[row] === 1) data.copyWithin(cols * kept++, cols * row, cols * (row + 1));
  }
  return { keys: left, matrix: { data: data.subarray(0, kept * cols), rows: kept, cols } };
}

export interface Previous {
  generation: string;
  clustering: Clustering;
  members: Membership[];
}

/** What the published night said of each point; null before the first night. */
export async function previousNight(
  clusterings: ClusteringStore,
  published: Generation | null,
): Promise<Previous | null> {
  const clustering = published && (await clusterings.get(published.clustering));
  if (!published || !clustering) return null;
  const members: Membership[] = [];
  for await (const batch of clusterings.scanMembers(clustering.id)) members.push(...batch);
  members.sort((a, b) => compareBytewise(a.id, b.id));
  return { generation: published.id, clustering, members };
}
