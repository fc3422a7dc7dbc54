/** Declared tables on Cassandra. */
import { createHash } from 'node:crypto';
import { compareBytewise } from '../../../algorithms/text/hashing.js';
import type { TableStore } from '../../../ports/index.js';
import type { AnyDeclaration } from '../../../ports/store/table.js';
import {
  assertRows,
  columnsNamed,
  columnsOf,
  distinctRows,
  identity,
  restOf,
  tableStore,
  type AnyTable,
  type ColumnOf,
  type Row,
} from '../declared.js';
import { decodeVector, encodeVector } from '../vectors.js';
import { AGAIN, contend, inParallel } from './concurrency.js';
import type { Session, Value } from './session.js';

const READ_BATCH = 5000;

export const cassandraTables = (session: Session): TableStore =>
  tableStore((declaration) => declaredTable(session, declaration));

function declaredTable(session: Session, declaration: AnyDeclaration): AnyTable {
  const cql = statementsOf(declaration);
  const { columns } = cql;
  const write = (row: Row) => session.write(cql.put, cql.placed(columns, row));
  const put = async (rows: readonly Row[]) => {
    const once = declaration.put === 'first';
    await inParallel(distinctRows(declaration, rows), (row) =>
      once ? writeFirst(session, cql, row) : write(row),
    );
  };
  const remove = async (keys: readonly Row[]) =>
    void (await inParallel(keys, (each) => session.write(cql.delete, cql.placed(cql.key, each))));
  async function* scan(where: Row) {
    for (const values of cql.partitions(where)) {
      const text = `${cql.select} ${cql.inPartition} ${cql.sorted}`;
      for await (const rows of session.stream<Row>(text, values))
        yield rows.map((row) => decoded(columns, row));
    }
  }
  return {
    scan,
    delete: remove,
    async put(rows) {
      assertRows(declaration, rows);
      await put(rows);
    },
    async get(keys) {
      const rows = await inParallel(keys, (each) =>
        session.read<Row>(cql.get, cql.placed(cql.key, each)),
      );
      return rows.flat().map((row) => decoded(columns, row));
    },
    async *all() {
      for await (const rows of session.stream<Row>(cql.select, []))
        yield rows.map((row) => decoded(columns, row));
    },
    async *find(property, value) {
      const [column] = columnsNamed(declaration, [property]);
      const text = `${cql.select} WHERE ${column!.name} = ?`;
      for await (const rows of session.stream<Row>(text, [toStore(column!, value)]))
        yield rows.map((row) => decoded(columns, row));
    },
    counts: (where, property) => counts(session, cql, declaration, where, property),
    async replace(where, rows) {
      assertRows(declaration, rows);
      await put(rows);
      const kept = new Set(rows.map((row) => identity(declaration, row)));
      for await (const batch of scan(where))
        await remove(batch.filter((row) => !kept.has(identity(declaration, row))));
    },
  };
}

type Statements = ReturnType<typeof statementsOf>;

function statementsOf(declaration: AnyDeclaration) {
  const { name, buckets } = declaration;
  const columns = columnsOf(declaration);
  const partition = columnsNamed(declaration, declaration.partition);
  const rest = columnsNamed(declaration, restOf(declaration));
  const key = [...partition, ...rest];
  const spread = buckets === undefined ? [] : ['bucket'];
  const list = columns.map((column) => column.name).join(', ');
  const all = [...spread, ...columns.map((column) => column.name)];
  const where = (names: readonly string[]) =>
    names.length === 0 ? '' : `WHERE ${names.map((each) => `${each} = ?`).join(' AND ')}`;
  const sorted = rest.map((column) => `${column.name} DESC`).join(', ');
  const backwards = declaration.order === 'descending' && buckets === undefined;
  const whole = where([...spread, ...key.map((column) => column.name)]);
  return {
    ...{ columns, key },
    select: `SELECT ${list} FROM ${name}`,
    put: `INSERT INTO ${name} (${all.join(', ')}) VALUES (${all.map(() => '?').join(', ')})`,
    get: `SELECT ${list} FROM ${name} ${whole}`,
    delete: `DELETE FROM ${name} ${whole}`,
    inPartition: where([...spread, ...partition.map((column) => column.name)]),
    sorted: backwards ? `ORDER BY ${sorted}` : '',
    /** Values of these columns, that of the bucket before them. */
    placed: (those: readonly ColumnOf[], row: Row): Value[] => [
      ...(buckets === undefined ? [] : [bucketOf(rest, row, buckets)]),
      ...valuesOf(those, row),
    ],
    /** The parts that a partition is spread over. */
    partitions: (row: Row): Value[][] =>
      buckets === undefined
        ? [valuesOf(partition, row)]
        : Array.from({ length: buckets }, (_, bucket) => [bucket, ...valuesOf(partition, row)]),
  };
}

function bucketOf(rest: readonly ColumnOf[], row: Row, buckets: number): number {
  const text = rest.map(({ property }) => String(row[property])).join('\0');
  return createHash('sha256').update(text).digest().readUInt32BE(0) % buckets;
}

/** One whose outcome is not known is tried again: the second attempt finds the first one's row. */
async function writeFirst(session: Session, cql: Statements, row: Row): Promise<void> {
  await contend('a row', async () => {
    const statement = { cql: `${cql.put} IF NOT EXISTS`, values: cql.placed(cql.columns, row) };
    const { outcome } = await session.compareAndSet(statement);
    return outcome === 'unknown' ? AGAIN : undefined;
  });
}

async function counts(
  session: Session,
  cql: Statements,
  declaration: AnyDeclaration,
  where: Row,
  property: string,
): Promise<{ value: unknown; count: number }[]> {
  const [column] = columnsNamed(declaration, [property]);
  const text = `SELECT ${column!.name} AS value FROM ${declaration.name} ${cql.inPartition}`;
  const found = new Map<unknown, number>();
  for (const values of cql.partitions(where)) {
    for await (const rows of session.stream<Row>(text, values, READ_BATCH)) {
      for (const row of rows) {
        const value = fromStore(column!, row.value);
        found.set(value, (found.get(value) ?? 0) + 1);
      }
    }
  }
  return [...found]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count || compareBytewise(String(a.value), String(b.value)));
}

const valuesOf = (columns: readonly ColumnOf[], row: Row): Value[] =>
  columns.map((column) => toStore(column, row[column.property] ?? null));

const decoded = (columns: readonly ColumnOf[], row: Row): Row =>
  Object.fromEntries(
    columns.map((column) => [
      column.property,
      fromStore(column, row[column.name] ?? null) ?? column.absent,
    ]),
  );

function toStore({ kind }: ColumnOf, value: unknown): Value {
  if (value === null) return null;
  if (kind === 'time') return new Date(value as number);
  if (kind === 'json') return JSON.stringify(value);
  return kind === 'vector' ? encodeVector(value as Float32Array) : (value as Value);
}

function fromStore({ kind }: ColumnOf, value: unknown): unknown {
  if (value === null) return null;
  if (kind === 'time') return (value as Date).getTime();
  if (kind === 'json') return JSON.parse(value as string) as unknown;
  return kind === 'vector' ? decodeVector(value as Uint8Array) : value;
}
