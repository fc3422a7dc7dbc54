import type { Membership } from '../../../domain/clustering.js';
import type { Wording } from '../../../domain/wording.js';
import { isInvalid } from './errors.js';
import type { SchemaLock } from './migrate.js';
import type { ProjectedTable } from './projections.js';
import type { Session, Statement, Value } from './session.js';

/** A wording that others may read, and the published cluster that it is in. */
export interface ShownWording extends Wording, Pick<Membership, 'clusterId' | 'distance'> {}

/** By the words, not by whoever asked in them. */
export const wordingId = ({ clusterId, query }: ShownWording): string =>
  `${clusterId}:${query.contentHash}`;

/** The questions of the published clusters with their vectors, one table for each number of dimensions. */
export interface QueryVectorTables {
  /** The tables that there are, and the one for the width of these. */
  tablesOf(wordings: readonly ShownWording[]): Promise<ProjectedTable[]>;
}

const PREFIX = 'query_clusters_';
const TABLES = 'SELECT table_name FROM system_schema.tables WHERE keyspace_name = ?';

/** In the keyspace of vectors, since a vector table stops the change stream of its keyspace. */
export function queryVectorTables(session: Session, lock: SchemaLock): QueryVectorTables {
  const qualified = (table: string) => `${session.vectorKeyspace}.${table}`;
  return {
    async tablesOf(wordings) {
      const found = await session.read<{ table_name: string }>(TABLES, [session.vectorKeyspace]);
      const names = found.map(({ table_name }) => table_name);
      const tables = new Set(names.filter((name) => name.startsWith(PREFIX)));
      const dimensions = wordings[0]?.query.vector.length;
      const current = dimensions && `${PREFIX}${dimensions}`;
      if (current && !tables.has(current)) {
        await lock(() => define(session, qualified(current), dimensions));
        tables.add(current);
      }
      // Those of another width are emptied: no published question is in them.
      return [...tables].map((table) => {
        const rows = table === current ? rowsOf(qualified(table), wordings) : new Map();
        return { name: qualified(table), key: 'id', rows };
      });
    },
  };
}

async function define(session: Session, table: string, dimensions: number): Promise<void> {
  await session.define(`CREATE TABLE IF NOT EXISTS ${table}
    (id text PRIMARY KEY, cluster_id int, embedding vector<float, ${dimensions}>)`);
  const index = table.slice(table.indexOf('.') + 1);
  try {
    await session.define(`CREATE INDEX IF NOT EXISTS ${index}_ann ON ${table} (embedding)
      USING 'sai' WITH OPTIONS = {'similarity_function': 'cosine'}`);
  } catch (error) {
    // A server without vector indexes stores vectors as well; gibsey itself searches without the index.
    if (!isInvalid((error as Error).cause)) throw error;
  }
}

function rowsOf(table: string, wordings: readonly ShownWording[]): Map<Value, Statement> {
  const cql = `INSERT INTO ${table} (id, cluster_id, embedding) VALUES (?, ?, ?) USING TIMESTAMP ?`;
  return new Map(
    wordings.map((each) => {
      const id = wordingId(each);
      return [id, { cql, values: [id, each.clusterId, each.query.vector] }];
    }),
  );
}
