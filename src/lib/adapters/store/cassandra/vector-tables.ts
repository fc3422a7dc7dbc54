import type { Space } from '../../../domain/values.js';
import type { SchemaLock } from './migrate.js';
import type { Session } from './session.js';

/** Where the vectors of each number of dimensions are. */
export interface VectorTables {
  /** Null when nothing of that width was ever stored. */
  find(dimensions: number): Promise<string | null>;
  /** Creates the table and enters the space in the register of spaces. */
  ensure(space: Space): Promise<string>;
  /** Every space that has, or had, vectors. */
  all(): Promise<{ space: string; table: string }[]>;
}

const EXISTS = `SELECT table_name FROM system_schema.tables WHERE keyspace_name = ? AND table_name = ?`;

export function vectorTables(session: Session, lock: SchemaLock): VectorTables {
  const known = new Set<string>();
  const entered = new Set<string>();
  const nameOf = (dimensions: number) => `page_vectors_${dimensions}`;
  const qualified = (name: string) => `${session.vectorKeyspace}.${name}`;

  const exists = async (name: string) => {
    if (known.has(name)) return true;
    const rows = await session.read(EXISTS, [session.vectorKeyspace, name]);
    if (rows.length > 0) known.add(name);
    return rows.length > 0;
  };

  return {
    async find(dimensions) {
      const name = nameOf(dimensions);
      return (await exists(name)) ? qualified(name) : null;
    },
    async ensure({ id, dimensions }) {
      const name = nameOf(dimensions);
      if (!(await exists(name))) {
        await lock(() => session.define(definition(qualified(name), dimensions)));
      }
      const space = `${dimensions} ${id}`;
      if (!entered.has(space)) {
        const cql = 'INSERT INTO spaces (space, dimensions) VALUES (?, ?)';
        await session.write(cql, [id, dimensions]);
        entered.add(space);
      }
      return qualified(name);
    },
    async all() {
      const cql = 'SELECT space, dimensions FROM spaces';
      const rows = await session.read<{ space: string; dimensions: number }>(cql);
      return rows.map(({ space, dimensions }) => ({ space, table: qualified(nameOf(dimensions)) }));
    },
  };
}

function definition(table: string, dimensions: number): string {
  const vector = `vector<float, ${dimensions}>`;
  return `CREATE TABLE IF NOT EXISTS ${table} (
    page_id text, space text, ordinal int,
    vector ${vector} static, content_hash text static, version bigint static, passages int static,
    start_offset int, end_offset int, passage_vector ${vector},
    PRIMARY KEY ((page_id, space), ordinal))`;
}
