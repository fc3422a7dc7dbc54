/** Tables that are declared once: each store has one implementation of the declared kind. */

/**
 * How a value is kept. `time`: epoch ms. `json`: any JSON value. `vector`: float32, little-endian. `int`: whole, of 32
 * bits.
 */
export type ColumnKind = 'text' | 'int' | 'real' | 'flag' | 'time' | 'json' | 'vector';

export interface Column {
  kind: ColumnKind;
  /** In the store; default: the property's name in snake_case. */
  name?: string;
  nullable?: boolean;
  /** What a row has that was written before the column was there; default: null. */
  absent?: string | number | boolean;
}

export interface Declaration<R, K extends keyof R & string, P extends K> {
  readonly name: string;
  /** `operations`: what a night may write without having changed anything that readers see. */
  readonly half: 'knowledge' | 'operations';
  readonly columns: { readonly [C in keyof R & string]: Column };
  /** Texts, whole numbers or times, those of the partition first. */
  readonly key: readonly K[];
  /** Rows that are kept, scanned and cleared together. */
  readonly partition: readonly P[];
  /** A partition is spread over so many, by the hash of the rest of the key; default: it is not. */
  readonly buckets?: number;
  /** Of the rest of the key within a partition; default: ascending. With buckets there is no order. */
  readonly order?: 'ascending' | 'descending';
  /** Further columns by whose value rows are found. */
  readonly indexed?: readonly (keyof R & string)[];
  /** What becomes of a row whose key is there already: it is replaced, or the first one stays. */
  readonly put: 'replace' | 'first';
  /** Whose row it is: the column of the partition, or an indexed one. */
  readonly owner?: keyof R & string;
  /** What is removed is overwritten where the store can do so. */
  readonly secure?: boolean;
}

/** Any declaration, for what concerns all tables. */
export type AnyDeclaration = Omit<
  Declaration<Record<string, unknown>, string, string>,
  'columns' | 'key' | 'partition' | 'indexed' | 'owner'
> & {
  readonly columns: Readonly<Record<string, Column>>;
  readonly key: readonly string[];
  readonly partition: readonly string[];
  readonly indexed?: readonly string[];
  readonly owner?: string;
};

/** `declare<Row>()({ … })`: the row's type is given, those of the keys are found. */
export const declare =
  <R>() =>
  <const K extends keyof R & string, const P extends K>(
    declaration: Declaration<R, K, P>,
  ): Declaration<R, K, P> =>
    declaration;

/** Rows of a declared table. Texts are held to what every store gives back unchanged. */
export interface Table<R, K extends keyof R & string, P extends K> {
  /** As declared; of rows with one key in a call the last one counts, or the first. @throws BAD_INPUT, VECTOR_INVALID: nothing is stored then */
  put(rows: readonly R[]): Promise<void>;
  /** Those that exist, in the order asked for. */
  get(keys: readonly Pick<R, K>[]): Promise<R[]>;
  /** The rows of a partition in batches, in the declared order. */
  scan(partition: Pick<R, P>): AsyncIterable<R[]>;
  /** Every row in batches, in an order of the store's own. */
  all(): AsyncIterable<R[]>;
  /** The rows with that value in an indexed column, in batches, in an order of the store's own. */
  find<C extends keyof R & string>(column: C, value: R[C]): AsyncIterable<R[]>;
  /** How many rows of a partition there are of each value of a column, the most first, ties by value. */
  counts<C extends keyof R & string>(
    partition: Pick<R, P>,
    column: C,
  ): Promise<{ value: R[C]; count: number }[]>;
  /** Idempotent. */
  delete(keys: readonly Pick<R, K>[]): Promise<void>;
  /** Puts `rows` in place of all rows of a partition: to readers at once where the store can, else new ones first. */
  replace(partition: Pick<R, P>, rows: readonly R[]): Promise<void>;
}

/** Where declared tables are. */
export interface TableStore {
  of<R, K extends keyof R & string, P extends K>(declaration: Declaration<R, K, P>): Table<R, K, P>;
  /**
   * Removes what belongs to a user from every declared table that has an owner.
   * @param tables default: all of `tables/index.ts`
   * @returns how many rows went, by table
   */
  eraseOwner(user: string, tables?: readonly AnyDeclaration[]): Promise<Record<string, number>>;
}

/** The column's name in the store. */
export const columnName = (property: string, { name }: Column): string =>
  name ?? property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
