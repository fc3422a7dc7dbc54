/** A request for rows, answered: a page of them, and where the next one begins. */
import { GibseyError } from '../../domain/errors.js';
import type { Json } from '../../domain/values.js';
import type { Store } from '../../ports/index.js';
import { keyOf, type Placed, type Row, type Table } from './exposed.js';
import { typeOf, whereIn, type Where } from './where.js';

export interface RowsQuery {
  where?: string | undefined;
  fields?: string | undefined;
  sort?: string | undefined;
  pageSize: number;
  pageState?: string | undefined;
}

export interface RowsPage {
  rows: Row[];
  /** Absent behind the last page. A full last page still has one. */
  pageState?: string;
}

/** A partition that is asked for in another order is held whole. */
const MOST_SORTED = 10_000;

/** @throws REQUEST_INVALID */
export async function readRows(
  store: Store,
  table: Table,
  key: readonly Json[],
  query: RowsQuery,
  signal: AbortSignal,
): Promise<RowsPage> {
  const where = whereIn(query.where, table);
  const prefix = key.length > 0 ? key : prefixIn(table, where);
  const show = projection(table, query.fields);
  const order = orderIn(table, prefix, query.sort);
  const after = placeIn(query.pageState);
  const scanned = order
    ? await sorted(table.scan(store, { prefix, after: null }), order, after)
    : table.scan(store, { prefix, after });
  const found: Placed[] = [];
  for await (const placed of scanned) {
    signal.throwIfAborted();
    if (where.holds(placed.row)) found.push(placed);
    if (found.length === query.pageSize) break;
  }
  const last = found.length === query.pageSize ? found.at(-1) : undefined;
  const rows = found.map(({ row }) => show(row));
  return last ? { rows, pageState: Buffer.from(last.place).toString('base64') } : { rows };
}

/** A whole partition that is named by equality is read instead of the table. */
function prefixIn({ partition }: Table, { equal }: Where): Json[] {
  const values = partition.flatMap((column) => equal.get(column) ?? []);
  return values.length === partition.length ? values : [];
}

function projection(table: Table, fields: string | undefined): (row: Row) => Row {
  if (fields === undefined || fields.trim() === '') return (row) => row;
  const columns = fields.split(',').map((column) => column.trim());
  columns.forEach((column) => typeOf(table, column));
  return (row) => Object.fromEntries(columns.map((column) => [column, row[column] ?? null]));
}

type Order = (a: Row, b: Row) => number;

function orderIn(table: Table, prefix: readonly Json[], text: string | undefined): Order | null {
  if (text === undefined) return null;
  const [column, direction, ...more] = Object.entries(sortIn(text)).flat();
  const sortable = prefix.length >= table.partition.length && table.clustering.includes(column!);
  if (!sortable || more.length > 0 || !['asc', 'desc'].includes(String(direction).toLowerCase())) {
    const columns = table.clustering.join(', ') || 'no column';
    throw invalid(`sort: within one partition by ${columns}, "asc" or "desc"`);
  }
  const sign = String(direction).toLowerCase() === 'desc' ? -1 : 1;
  return (a, b) => sign * (a[column!]! < b[column!]! ? -1 : a[column!]! > b[column!]! ? 1 : 0);
}

function sortIn(text: string): Record<string, string> {
  try {
    return Object(JSON.parse(text)) as Record<string, string>;
  } catch {
    throw invalid('sort: it is a JSON object');
  }
}

async function sorted(rows: AsyncIterable<Placed>, order: Order, after: string | null) {
  const all: Row[] = [];
  for await (const { row } of rows) {
    if (all.push(row) > MOST_SORTED) throw invalid(`sort: of at most ${MOST_SORTED} rows`);
  }
  const placed = all.sort(order).map((row, i) => ({ row, place: String(i) }));
  return iterable(placed.slice(after === null ? 0 : Number(after) + 1));
}

async function* iterable<T>(values: readonly T[]): AsyncIterable<T> {
  yield* values;
}

/** A number, and for some tables more. */
const PLACE = /^\d{1,12}(?: .+)?$/;

function placeIn(pageState: string | undefined): string | null {
  if (pageState === undefined || pageState === '') return null;
  const place = Buffer.from(pageState, 'base64').toString();
  if (PLACE.test(place)) return place;
  throw invalid('page-state: it is none that this server gave');
}

const invalid = (what: string) => new GibseyError('REQUEST_INVALID', `query.${what}.`);

/** The values in a path, each for its column of the key. @throws REQUEST_INVALID */
export function keyIn(
  table: Table,
  segments: readonly string[],
  read: (column: string, text: string) => Json,
): Json[] {
  const columns = keyOf(table);
  if (segments.length < table.partition.length || segments.length > columns.length) {
    const key = columns.join(', ');
    throw new GibseyError('REQUEST_INVALID', `The key has ${columns.length} parts: ${key}.`);
  }
  return segments.map((text, i) => read(columns[i]!, text));
}
