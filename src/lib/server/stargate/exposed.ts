/** Tables as the Stargate dialect shows them: most are views of what a night has published. */
import type { Json } from '../../domain/values.js';
import type { Store } from '../../ports/index.js';

/** As CQL calls them. On the wire a vector is an array of numbers, a timestamp ISO 8601. */
export type ColumnType =
  'text' | 'int' | 'double' | 'boolean' | 'timestamp' | 'list' | 'map' | 'vector';

export type Row = Readonly<Record<string, Json>>;

/** A row, and where it is: a scan goes on behind it. */
export interface Placed {
  place: string;
  row: Row;
}

/** Which rows. */
export interface Reading {
  /** Values of the first columns of the key; empty: all rows. */
  prefix: readonly Json[];
  /** The place of a row: those behind it. */
  after: string | null;
}

export interface Table {
  readonly columns: Readonly<Record<string, ColumnType>>;
  readonly partition: readonly string[];
  readonly clustering: readonly string[];
  /** Rows with that prefix, in an order that stays while nothing is written. */
  scan(store: Store, reading: Reading): AsyncIterable<Placed>;
  /** Absent: what it shows is made by gibsey, and only read. */
  readonly written?: Writing;
}

export interface Writing {
  /**
   * Inserts, or changes the columns that are given.
   * @param columns whole key included, values as the table's columns take them
   * @throws REQUEST_INVALID
   */
  put(store: Store, columns: Row, now: number): Promise<void>;
  /** Removes what has that prefix of the key. */
  remove(store: Store, prefix: readonly Json[]): Promise<void>;
}

export const keyOf = ({ partition, clustering }: Table): string[] => [...partition, ...clustering];

export const startsWith = (table: Table, row: Row, prefix: readonly Json[]): boolean =>
  keyOf(table)
    .slice(0, prefix.length)
    .every((column, i) => row[column] === prefix[i]);
