/** Declared tables on SQLite. */
import type { TableStore } from '../../../ports/index.js';
import type { AnyDeclaration } from '../../../ports/store/table.js';
import {
  assertRows,
  columnsNamed,
  columnsOf,
  distinctRows,
  restOf,
  tableStore,
  type AnyTable,
  type ColumnOf,
  type Row,
} from '../declared.js';
import { decodeVector, encodeVector } from '../vectors.js';
import type { Connection, Value } from './connection.js';
import { overwriting } from './prune.js';

const BATCH = 500;

export function sqliteTables(halves: {
  knowledge: Connection;
  operations: Connection;
}): TableStore {
  const tables = tableStore((declaration) => declaredTable(halves[declaration.half], declaration));
  return {
    ...tables,
    async eraseOwner(user, only) {
      const erased = await tables.eraseOwner(user, only);
      // The log holds what was there before it was overwritten.
      for (const db of Object.values(halves)) db.all('PRAGMA wal_checkpoint(TRUNCATE)');
      return erased;
    },
  };
}

function declaredTable(db: Connection, declaration: AnyDeclaration): AnyTable {
  const sql = statementsOf(declaration);
  const { columns, partition, key, order } = sql;
  const putAll = (rows: readonly Row[]) => {
    for (const row of rows) db.run(sql.put, ...valuesOf(columns, row));
  };
  const removing = async (remove: () => void) => {
    const work = async () => db.immediate(remove) ?? 0;
    await (declaration.secure ? overwriting(db, work) : work());
  };
  return {
    async put(rows) {
      assertRows(declaration, rows);
      const work = async () => db.immediate(() => putAll(distinctRows(declaration, rows))) ?? 0;
      await (declaration.secure ? overwriting(db, work) : work()); // what is replaced is removed, too
    },
    async get(keys) {
      const rows = keys.map((each) => db.get<Row>(sql.get, ...valuesOf(key, each)));
      return rows.flatMap((row) => (row ? [decoded(columns, row)] : []));
    },
    scan: (where) => paged(db, sql, partition, where, order),
    all: () => paged(db, sql, [], {}, ''),
    find: (property, value) =>
      paged(db, sql, columnsNamed(declaration, [property]), { [property]: value }, ''),
    async counts(where, property) {
      const [column] = columnsNamed(declaration, [property]);
      const text = `SELECT ${column!.name} AS value, count(*) AS count FROM ${declaration.name}
        ${whereOf(partition)} GROUP BY 1 ORDER BY count DESC, value`;
      const rows = db.all<{ value: Value; count: number }>(text, ...valuesOf(partition, where));
      return rows.map(({ value, count }) => ({ value: fromStore(column!, value), count }));
    },
    delete: (keys) =>
      removing(() => keys.forEach((each) => db.run(sql.delete, ...valuesOf(key, each)))),
    async replace(where, rows) {
      assertRows(declaration, rows);
      await removing(() => {
        db.run(sql.clear, ...valuesOf(partition, where));
        putAll(distinctRows(declaration, rows));
      });
    },
  };
}

type Statements = ReturnType<typeof statementsOf>;

function statementsOf(declaration: AnyDeclaration) {
  const { name, put } = declaration;
  const columns = columnsOf(declaration);
  const key = columnsNamed(declaration, declaration.key);
  const partition = columnsNamed(declaration, declaration.partition);
  const rest = columnsNamed(declaration, restOf(declaration));
  const list = columns.map((column) => column.name).join(', ');
  const marks = columns.map(() => '?').join(', ');
  const conflict = put === 'first' ? 'ON CONFLICT DO NOTHING' : '';
  const select = `SELECT ${list} FROM ${name}`;
  return {
    ...{ columns, key, partition, rest, select },
    put: `INSERT ${put === 'replace' ? 'OR REPLACE ' : ''}INTO ${name} (${list}) VALUES (${marks}) ${conflict}`,
    get: `${select} ${whereOf(key)}`,
    delete: `DELETE FROM ${name} ${whereOf(key)}`,
    clear: `DELETE FROM ${name} ${whereOf(partition)}`,
    order: declaration.order === 'descending' ? 'DESC' : '',
  };
}

const whereOf = (columns: readonly ColumnOf[]): string =>
  columns.length === 0 ? '' : `WHERE ${columns.map(({ name }) => `${name} = ?`).join(' AND ')}`;

/** By the key, each batch by a query of its own that starts behind the last row. */
async function* paged(
  db: Connection,
  { select, key, columns }: Statements,
  where: readonly ColumnOf[],
  values: Row,
  order: string,
): AsyncGenerator<Row[]> {
  const names = key.map(({ name }) => name);
  const sorted = `ORDER BY ${names.map((name) => `${name} ${order}`).join(', ')} LIMIT ${BATCH}`;
  const first = whereOf(where);
  const behind = `(${names.join(', ')}) ${order === 'DESC' ? '<' : '>'} (${names.map(() => '?').join(', ')})`;
  const next = first === '' ? `WHERE ${behind}` : `${first} AND ${behind}`;
  let last: Row | undefined;
  for (;;) {
    const bound = [...valuesOf(where, values), ...(last ? valuesOf(key, last) : [])];
    const rows = db.all<Row>(`${select} ${last ? next : first} ${sorted}`, ...bound);
    const batch = rows.map((row) => decoded(columns, row));
    if (batch.length > 0) yield batch;
    if (batch.length < BATCH) return;
    last = batch.at(-1);
  }
}

const valuesOf = (columns: readonly ColumnOf[], row: Row): Value[] =>
  columns.map((column) => toStore(column, row[column.property] ?? null));

const decoded = (columns: readonly ColumnOf[], row: Row): Row =>
  Object.fromEntries(
    columns.map((column) => [column.property, fromStore(column, row[column.name] as Value)]),
  );

function toStore({ kind }: ColumnOf, value: unknown): Value {
  if (value === null) return null;
  if (kind === 'flag') return value ? 1 : 0;
  if (kind === 'json') return JSON.stringify(value);
  return kind === 'vector' ? encodeVector(value as Float32Array) : (value as Value);
}

function fromStore({ kind }: ColumnOf, value: Value): unknown {
  if (value === null) return null;
  if (kind === 'flag') return value === 1;
  if (kind === 'json') return JSON.parse(value as string) as unknown;
  return kind === 'vector' ? decodeVector(value as Uint8Array) : value;
}
