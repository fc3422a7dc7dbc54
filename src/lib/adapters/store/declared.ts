/** What the implementations of declared tables have in common. */
import { GibseyError } from '../../domain/errors.js';
import {
  columnName,
  type AnyDeclaration,
  type ColumnKind,
  type Declaration,
  type Table,
  type TableStore,
} from '../../ports/store/table.js';
import { TABLES } from '../../ports/store/tables/index.js';
import { assertTexts } from './storable.js';

export type Row = Readonly<Record<string, unknown>>;
/** A table whose rows have no type of their own. */
export type AnyTable = Table<Row, string, string>;

export interface ColumnOf {
  property: string;
  name: string;
  kind: ColumnKind;
  nullable: boolean;
  absent: string | number | boolean | null;
}

export const columnsOf = ({ columns }: AnyDeclaration): ColumnOf[] =>
  Object.entries(columns).map(([property, column]) => ({
    property,
    name: columnName(property, column),
    kind: column.kind,
    nullable: column.nullable ?? false,
    absent: column.absent ?? null,
  }));

/** The columns of these properties, in their order. */
export function columnsNamed(
  declaration: AnyDeclaration,
  properties: readonly string[],
): ColumnOf[] {
  const all = new Map(columnsOf(declaration).map((column) => [column.property, column]));
  return properties.map((property) => all.get(property)!);
}

/** The part of the key behind the partition. */
export const restOf = ({ key, partition }: AnyDeclaration): string[] =>
  key.filter((property) => !partition.includes(property));

/** Tells rows of one table from one another. */
export const identity = ({ key }: AnyDeclaration, row: Row): string =>
  JSON.stringify(key.map((property) => row[property]));

/** Each key once: of several rows the last one, or the first, as declared. */
export function distinctRows(declaration: AnyDeclaration, rows: readonly Row[]): Row[] {
  const ordered = declaration.put === 'first' ? [...rows].reverse() : rows;
  return [...new Map(ordered.map((row) => [identity(declaration, row), row])).values()];
}

/**
 * Looks at every row of a call before any of it is stored.
 * @throws BAD_INPUT, VECTOR_INVALID
 */
export function assertRows(declaration: AnyDeclaration, rows: readonly Row[]): void {
  const columns = columnsOf(declaration);
  for (const row of rows) {
    const whose = `row ${identity(declaration, row).slice(0, 80)} of ${declaration.name}`;
    for (const column of columns) assertValue(whose, column, row[column.property] ?? null);
  }
}

const LARGEST_INT = 2 ** 31 - 1;

function assertValue(whose: string, { property, kind, nullable }: ColumnOf, value: unknown): void {
  const wrong = (what: string) =>
    new GibseyError('BAD_INPUT', `The ${whose}: ${property} ${what}.`);
  if (value === null) {
    if (!nullable) throw wrong('is missing');
  } else if (kind === 'text') assertTexts(whose, { [property]: value as string });
  else if (kind === 'vector') assertFinite(whose, value as Float32Array);
  else if (kind === 'time' && !Number.isSafeInteger(value)) throw wrong('is not a time in ms');
  else if (kind === 'real' && !Number.isFinite(value)) throw wrong('is not a number');
  else if (kind === 'int' && !isInt(value)) throw wrong('is not a whole number of 32 bits');
}

const isInt = (value: unknown): boolean =>
  Number.isInteger(value) && Math.abs(value as number) <= LARGEST_INT;

function assertFinite(whose: string, vector: Float32Array): void {
  const at = vector.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return;
  const message = `The vector of the ${whose} has ${vector[at]} at dimension ${at}.`;
  throw new GibseyError('VECTOR_INVALID', message);
}

/** Declared tables by what makes one; the types of rows are those of the declarations. */
export function tableStore(make: (declaration: AnyDeclaration) => AnyTable): TableStore {
  const made = new Map<AnyDeclaration, AnyTable>();
  const tableOf = (declaration: AnyDeclaration) => {
    const table = made.get(declaration) ?? make(declaration);
    made.set(declaration, table);
    return table;
  };
  return {
    of: <R, K extends keyof R & string, P extends K>(declaration: Declaration<R, K, P>) =>
      tableOf(declaration) as unknown as Table<R, K, P>,
    async eraseOwner(user, tables = TABLES) {
      const erased: Record<string, number> = {};
      for (const declaration of tables) {
        if (declaration.owner === undefined) continue;
        erased[declaration.name] = await eraseRows(tableOf(declaration), declaration, user);
      }
      return erased;
    },
  };
}

async function eraseRows(
  table: AnyTable,
  { owner = '', partition }: AnyDeclaration,
  user: string,
): Promise<number> {
  const isPartition = partition.length === 1 && partition[0] === owner;
  const rows = isPartition ? table.scan({ [owner]: user }) : table.find(owner, user);
  let erased = 0;
  for await (const batch of rows) {
    await table.delete(batch);
    erased += batch.length;
  }
  return erased;
}
