import type {
  Cluster,
  Clustering,
  Membership,
  RetiredCluster,
} from '../../../domain/clustering.js';
import type { Hash } from '../../../domain/values.js';
import type { ClusteringStore } from '../../../ports/index.js';
import { decodeVector, encodeVector } from '../vectors.js';
import type { Connection } from './connection.js';

interface ClusteringRow extends Omit<Clustering, 'rebased' | 'clusters' | 'retired'> {
  rebased: 0 | 1;
  retired: string;
}

interface ClusterRow extends Omit<Cluster, 'from' | 'centre' | 'founding'> {
  from: string;
  centre: Uint8Array;
  founding: Uint8Array;
}

const ADD = `INSERT INTO clusterings
  (clustering_id, pipeline, space, algorithm, k, seed, basis, points, noise, inertia, rebased, next_id, retired)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`;
const ADD_CLUSTER = `INSERT INTO clustering_clusters
  (clustering_id, cluster_id, ordinal, size, center_page, cohesion, lineage, came_from, centre, founding)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
const ADD_MEMBER = `INSERT INTO clustering_members (clustering_id, cluster_id, distance, page_id, content_hash)
  VALUES (?, ?, ?, ?, ?)`;
const SELECT = `SELECT clustering_id AS id, pipeline, space, algorithm, k, seed, basis, points, noise, inertia,
  rebased, next_id AS nextId, retired FROM clusterings WHERE clustering_id = ?`;
const SELECT_CLUSTERS = `SELECT cluster_id AS clusterId, size, center_page AS centerPage, cohesion, lineage,
  came_from AS "from", centre, founding FROM clustering_clusters WHERE clustering_id = ? ORDER BY ordinal`;
const SELECT_MEMBERS = `SELECT page_id AS id, cluster_id AS clusterId, distance, content_hash AS contentHash
  FROM clustering_members WHERE clustering_id = ?`;
const MEMBERS_A_BATCH = 2000;

export function sqliteClusterings(db: Connection): ClusteringStore {
  return {
    async put(clustering, members) {
      db.immediate(() => {
        if (addHeader(db, clustering) === 0) return; // immutable: it is there already
        clustering.clusters.forEach((cluster, ordinal) =>
          addCluster(db, clustering.id, cluster, ordinal),
        );
        for (const member of members) addMember(db, clustering.id, member);
      });
    },
    async get(id) {
      const row = db.get<ClusteringRow>(SELECT, id);
      return row ? toClustering(row, db.all<ClusterRow>(SELECT_CLUSTERS, id)) : null;
    },
    scanMembers: (id) => scanMembers(db, id),
    async members(id, clusterId) {
      const sql = `${SELECT_MEMBERS} AND cluster_id = ? ORDER BY distance, page_id`;
      return db.all<Membership>(sql, id, clusterId).map((row) => ({ ...row }));
    },
    async list(pipeline) {
      const sql = 'SELECT clustering_id AS id FROM clusterings WHERE pipeline = ? ORDER BY rowid';
      return db.all<{ id: Hash }>(sql, pipeline).map(({ id }) => id);
    },
    async delete(id) {
      db.immediate(() => db.run('DELETE FROM clusterings WHERE clustering_id = ?', id));
    },
  };
}

function addHeader(db: Connection, c: Clustering): number {
  const counts = [c.points, c.noise, c.inertia, Number(c.rebased), c.nextId];
  const what = [c.id, c.pipeline, c.space, c.algorithm, c.k, c.seed, c.basis];
  return db.run(ADD, ...what, ...counts, JSON.stringify(c.retired));
}

function addCluster(db: Connection, id: Hash, c: Cluster, ordinal: number): void {
  const vectors = [encodeVector(c.centre), encodeVector(c.founding)];
  const nature = [c.size, c.centerPage, c.cohesion, c.lineage, JSON.stringify(c.from)];
  db.run(ADD_CLUSTER, id, c.clusterId, ordinal, ...nature, ...vectors);
}

function addMember(db: Connection, id: Hash, m: Membership): void {
  db.run(ADD_MEMBER, id, m.clusterId, m.distance, m.id, m.contentHash);
}

/** In the order of the key, each batch by a query of its own that starts behind the last member. */
async function* scanMembers(db: Connection, id: Hash): AsyncGenerator<Membership[]> {
  const sql = `${SELECT_MEMBERS} AND (cluster_id, distance, page_id) > (?, ?, ?)
    ORDER BY cluster_id, distance, page_id LIMIT ?`;
  let last: Pick<Membership, 'id' | 'clusterId' | 'distance'> = {
    clusterId: -1,
    distance: -1,
    id: '',
  };
  for (;;) {
    const rows = db.all<Membership>(
      sql,
      id,
      last.clusterId,
      last.distance,
      last.id,
      MEMBERS_A_BATCH,
    );
    if (rows.length > 0) yield rows.map((row) => ({ ...row }));
    if (rows.length < MEMBERS_A_BATCH) return;
    last = rows[rows.length - 1] ?? last;
  }
}

function toClustering(row: ClusteringRow, clusters: readonly ClusterRow[]): Clustering {
  return {
    ...row,
    rebased: row.rebased === 1,
    clusters: clusters.map(toCluster),
    retired: JSON.parse(row.retired) as RetiredCluster[],
  };
}

function toCluster(row: ClusterRow): Cluster {
  return {
    ...row,
    from: JSON.parse(row.from) as number[],
    centre: decodeVector(row.centre),
    founding: decodeVector(row.founding),
  };
}
