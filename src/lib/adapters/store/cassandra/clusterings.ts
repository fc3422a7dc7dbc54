import type { Cluster, Clustering, Membership } from '../../../domain/clustering.js';
import type { Hash } from '../../../domain/values.js';
import { compareBytewise } from '../../../algorithms/text/hashing.js';
import type { ClusteringStore } from '../../../ports/index.js';
import { decodeVector, encodeVector } from '../vectors.js';
import { inParallel } from './concurrency.js';
import type { Session, Statement } from './session.js';

interface HeaderRow {
  clustering: Hash;
  /** Null while it is being built, false while it is being deleted. */
  complete: boolean | null;
  pipeline: string | null;
  header: string | null;
  members: string | null;
}

interface ClusterRow {
  cluster_id: number;
  size: number;
  center_page: string;
  cohesion: number;
  lineage: Cluster['lineage'];
  came_from: string;
  centre: Buffer;
  founding: Buffer;
}

interface MemberRow {
  cluster_id: number;
  distance: number;
  page_id: string;
  content_hash: Hash;
}

/** Members a partition, by rank. */
const BUCKET = 10_000;
/** Rows of one partition that travel together. */
const TOGETHER = 100;

const SELECT_HEADERS = 'SELECT clustering, complete, pipeline, header, members FROM clusterings';
const SELECT_CLUSTERS = `SELECT cluster_id, size, center_page, cohesion, lineage, came_from, centre, founding
  FROM clustering_clusters WHERE clustering = ?`;
const SELECT_MEMBERS = `SELECT cluster_id, distance, page_id, content_hash FROM cluster_members
  WHERE clustering = ? AND cluster_id = ? AND bucket = ?`;

export function cassandraClusterings(session: Session): ClusteringStore {
  const headerOf = async (id: Hash) => {
    const cql = `${SELECT_HEADERS} WHERE clustering = ?`;
    return (await session.read<HeaderRow>(cql, [id]))[0];
  };
  const completeHeader = async (id: Hash) => {
    const header = await headerOf(id);
    return header?.complete === true ? header : undefined;
  };
  return {
    async put(clustering, members) {
      if (await completeHeader(clustering.id)) return;
      const ranked = byCluster(members);
      await session.write(
        'INSERT INTO clusterings (clustering, pipeline, header, members) VALUES (?, ?, ?, ?)',
        [clustering.id, clustering.pipeline, headerJson(clustering), countsJson(ranked)],
      );
      const writes = [clusterRows(clustering), ...memberRows(clustering.id, ranked)];
      await inParallel(writes.flatMap(inBatches), (batch) => session.writeTogether(batch));
      const cql = 'UPDATE clusterings SET complete = true WHERE clustering = ?';
      await session.write(cql, [clustering.id]);
    },
    async get(id) {
      const header = await completeHeader(id);
      if (!header) return null;
      const rows = await session.read<ClusterRow>(SELECT_CLUSTERS, [id]);
      const rest = JSON.parse(header.header ?? '{}') as Omit<Clustering, 'clusters'>;
      return { ...rest, clusters: rows.map(toCluster) };
    },
    async *scanMembers(id) {
      for (const key of partitionsOf(await completeHeader(id))) {
        for await (const rows of session.stream<MemberRow>(SELECT_MEMBERS, [id, ...key])) {
          yield rows.map(toMembership);
        }
      }
    },
    async members(id, clusterId) {
      const keys = partitionsOf(await completeHeader(id)).filter(([of]) => of === clusterId);
      const buckets = await inParallel(keys, (key) =>
        session.read<MemberRow>(SELECT_MEMBERS, [id, ...key]),
      );
      return buckets.flat().map(toMembership);
    },
    async list(pipeline) {
      const cql =
        'SELECT clustering, complete, pipeline, WRITETIME(complete) AS at FROM clusterings';
      const rows = await session.read<HeaderRow & { at: bigint }>(cql);
      const complete = rows.filter((row) => row.complete === true && row.pipeline === pipeline);
      return complete.sort((a, b) => Number(a.at - b.at)).map(({ clustering }) => clustering);
    },
    async delete(id) {
      if (!(await headerOf(id))) return;
      // Invisible first, but still to be found: whoever deletes next finishes what a crash left.
      await session.write('UPDATE clusterings SET complete = false WHERE clustering = ?', [id]);
      const rows = await session.read<HeaderRow>(SELECT_HEADERS);
      for (const row of rows.filter(({ complete }) => complete === false)) {
        await removeAll(session, row);
      }
    },
  };
}

async function removeAll(session: Session, header: HeaderRow): Promise<void> {
  const { clustering: id } = header;
  const members =
    'DELETE FROM cluster_members WHERE clustering = ? AND cluster_id = ? AND bucket = ?';
  await inParallel(partitionsOf(header), (key) => session.write(members, [id, ...key]));
  await session.write('DELETE FROM clustering_clusters WHERE clustering = ?', [id]);
  await session.write('DELETE FROM clusterings WHERE clustering = ?', [id]);
}

/** Nearest first, ties by id. */
function byCluster(members: readonly Membership[]): Map<number, Membership[]> {
  const clusters = new Map<number, Membership[]>();
  for (const member of members) {
    const cluster = clusters.get(member.clusterId);
    if (cluster) cluster.push(member);
    else clusters.set(member.clusterId, [member]);
  }
  for (const cluster of clusters.values()) {
    cluster.sort((a, b) => a.distance - b.distance || compareBytewise(a.id, b.id));
  }
  return clusters;
}

const headerJson = (clustering: Clustering) =>
  JSON.stringify({ ...clustering, clusters: undefined });

const countsJson = (ranked: Map<number, Membership[]>) =>
  JSON.stringify([...ranked].map(([clusterId, members]) => [clusterId, members.length]));

/** Keys `(cluster_id, bucket)` of all partitions with members, nearest first within a cluster. */
function partitionsOf(header: HeaderRow | undefined): [clusterId: number, bucket: number][] {
  const counts = JSON.parse(header?.members ?? '[]') as [number, number][];
  return counts.flatMap(([clusterId, size]) =>
    Array.from({ length: Math.ceil(size / BUCKET) }, (_, bucket): [number, number] => [
      clusterId,
      bucket,
    ]),
  );
}

function clusterRows({ id, clusters }: Clustering): Statement[] {
  const cql = `INSERT INTO clustering_clusters
    (clustering, ordinal, cluster_id, size, center_page, cohesion, lineage, came_from, centre, founding)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
  return clusters.map((c, ordinal) => {
    const nature = [c.clusterId, c.size, c.centerPage, c.cohesion, c.lineage];
    const vectors = [encodeVector(c.centre), encodeVector(c.founding)];
    return { cql, values: [id, ordinal, ...nature, JSON.stringify(c.from), ...vectors] };
  });
}

/** One list a partition. */
function memberRows(id: Hash, ranked: Map<number, Membership[]>): Statement[][] {
  const cql = `INSERT INTO cluster_members (clustering, cluster_id, bucket, distance, page_id, content_hash)
    VALUES (?, ?, ?, ?, ?, ?)`;
  const partitions: Statement[][] = [];
  for (const members of ranked.values()) {
    const rows = members.map((m, rank) => {
      const bucket = Math.floor(rank / BUCKET);
      return { cql, values: [id, m.clusterId, bucket, m.distance, m.id, m.contentHash] };
    });
    for (let at = 0; at < rows.length; at += BUCKET) partitions.push(rows.slice(at, at + BUCKET));
  }
  return partitions;
}

function inBatches(rows: Statement[]): Statement[][] {
  const batches = Array.from({ length: Math.ceil(rows.length / TOGETHER) });
  return batches.map((_, i) => rows.slice(i * TOGETHER, (i + 1) * TOGETHER));
}

const toCluster = (row: ClusterRow): Cluster => ({
  clusterId: row.cluster_id,
  size: row.size,
  centerPage: row.center_page,
  cohesion: row.cohesion,
  lineage: row.lineage,
  from: JSON.parse(row.came_from) as number[],
  centre: decodeVector(row.centre),
  founding: decodeVector(row.founding),
});

const toMembership = (row: MemberRow): Membership => ({
  id: row.page_id,
  clusterId: row.cluster_id,
  distance: row.distance,
  contentHash: row.content_hash,
});
