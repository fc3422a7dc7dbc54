/** Declared tables of issue mining, as they are kept. */
import type { Json } from '../../domain/values.js';
import {
  columnName,
  type AnyDeclaration,
  type Column,
  type ColumnKind,
  type Table as Kept,
} from '../../ports/store/table.js';
import type { Store } from '../../ports/index.js';
import { startsWith, type ColumnType, type Placed, type Reading, type Row } from './exposed.js';
import type { Table } from './exposed.js';
import { asText, iso, numbers } from './values.js';

const TYPES: Readonly<Record<ColumnKind, ColumnType>> = {
  ...{ text: 'text', int: 'int', real: 'double', flag: 'boolean', time: 'timestamp' },
  ...{ json: 'map', vector: 'vector' },
};

type AnyKept = Kept<Record<string, unknown>, string, string>;

/** A declared table, read only. */
export function mined(declaration: AnyDeclaration): Table {
  const { columns, key, partition } = declaration;
  const named = (properties: readonly string[]) =>
    properties.map((property) => columnName(property, columns[property]!));
  const table: Table = {
    columns: Object.fromEntries(
      Object.entries(columns).map(([property, column]) => [
        columnName(property, column),
        TYPES[column.kind],
      ]),
    ),
    partition: named(partition),
    clustering: named(key.filter((property) => !partition.includes(property))),
    scan: (store, reading) => scanned(store, declaration, table, reading),
  };
  return table;
}

async function* scanned(
  store: Store,
  declaration: AnyDeclaration,
  table: Table,
  { prefix, after }: Reading,
): AsyncIterable<Placed> {
  const first = after === null ? 0 : Number(after) + 1;
  let i = 0;
  for await (const batch of batches(store, declaration, prefix)) {
    for (const kept of batch) {
      const row = rowOf(kept, declaration.columns);
      if (!startsWith(table, row, prefix)) continue;
      if (i++ >= first) yield { place: String(i - 1), row };
    }
  }
}

/** The rows of a partition where the prefix names one, else all. */
function batches(store: Store, declaration: AnyDeclaration, prefix: readonly Json[]) {
  const kept = store.tables.of(declaration as never) as unknown as AnyKept;
  const { partition, columns } = declaration;
  if (prefix.length < partition.length) return kept.all();
  const values = partition.map((property, i) => [property, stored(prefix[i]!, columns[property]!)]);
  return kept.scan(Object.fromEntries(values) as Record<string, unknown>);
}

const stored = (value: Json, { kind }: Column): unknown =>
  kind === 'time' ? Date.parse(asText(value)) : value;

const rowOf = (kept: Readonly<Record<string, unknown>>, columns: AnyDeclaration['columns']): Row =>
  Object.fromEntries(
    Object.entries(columns).map(([property, column]) => [
      columnName(property, column),
      shown(kept[property], column),
    ]),
  );

function shown(value: unknown, { kind }: Column): Json {
  if (value === null || value === undefined) return null;
  if (kind === 'time') return iso(value as number);
  return kind === 'vector' ? numbers(value as Float32Array) : (value as Json);
}
