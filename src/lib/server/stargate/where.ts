/** The `where` of the dialect: `{"column": {"$op": value}}`, all of which hold. */
import { isDeepStrictEqual } from 'node:util';
import { GibseyError } from '../../domain/errors.js';
import type { Json } from '../../domain/values.js';
import type { ColumnType, Row, Table } from './exposed.js';
import { asText, valueFor } from './values.js';

export interface Where {
  holds(row: Row): boolean;
  /** The value that a column is held to. */
  equal: ReadonlyMap<string, Json>;
}

type Test = (value: Json) => boolean;
type Operator = (wanted: Json, read: (value: Json) => Json) => Test;

const ordered =
  (holds: (a: number | string, b: number | string) => boolean): Operator =>
  (wanted, read) => {
    const bound = read(wanted) as number | string;
    return (value) =>
      value !== null && typeof value === typeof bound && holds(value as never, bound);
  };

const equals: Operator = (wanted, read) => {
  const bound = read(wanted);
  return (value) => isDeepStrictEqual(value, bound);
};

const OPERATORS: Readonly<Record<string, Operator>> = {
  $eq: equals,
  $lt: ordered((a, b) => a < b),
  $lte: ordered((a, b) => a <= b),
  $gt: ordered((a, b) => a > b),
  $gte: ordered((a, b) => a >= b),
  $in: (wanted, read) => {
    const any = listIn(wanted).map((each) => equals(each, read));
    return (value) => any.some((test) => test(value));
  },
  $exists: (wanted) => (value) => (value !== null) === (wanted !== false),
  $contains: (wanted) => (value) => valuesIn(value).some((each) => isDeepStrictEqual(each, wanted)),
  $containsKey: (wanted) => (value) => Object.hasOwn(mapIn(value), asText(wanted)),
  $containsEntry: (wanted) => {
    const { key, value: bound } = mapIn(wanted) as { key?: Json; value?: Json };
    return (value) => isDeepStrictEqual(mapIn(value)[asText(key ?? null)], bound);
  },
};

/** @throws REQUEST_INVALID naming the column or the operator that is not known */
export function whereIn(text: string | undefined, table: Table): Where {
  const tests: [column: string, test: Test][] = [];
  const equal = new Map<string, Json>();
  for (const [column, conditions] of Object.entries(text === undefined ? {} : mapFrom(text))) {
    const type = typeOf(table, column);
    for (const [name, wanted] of Object.entries(conditionsIn(conditions, column))) {
      const read = (value: Json) => valueFor(column, type, value);
      tests.push([column, operator(name)(wanted, read)]);
      if (name === '$eq') equal.set(column, read(wanted));
    }
  }
  const holds = (row: Row) => tests.every(([column, test]) => test(row[column] ?? null));
  return { holds, equal };
}

/** @throws REQUEST_INVALID */
export function typeOf({ columns }: Table, column: string): ColumnType {
  if (Object.hasOwn(columns, column)) return columns[column]!;
  throw new GibseyError('REQUEST_INVALID', `There is no column "${column.slice(0, 80)}".`, {
    hint: `there are ${Object.keys(columns).join(', ')}`,
  });
}

function operator(name: string): Operator {
  if (Object.hasOwn(OPERATORS, name)) return OPERATORS[name]!;
  throw invalid(`there is no operator ${name.slice(0, 40)}; ${Object.keys(OPERATORS).join(', ')}`);
}

function mapFrom(text: string): Record<string, Json> {
  try {
    const value = JSON.parse(text) as Json;
    if (isMap(value)) return value;
  } catch {
    // said below
  }
  throw invalid('it is a JSON object of columns');
}

function conditionsIn(value: Json, column: string): Record<string, Json> {
  if (isMap(value) && Object.keys(value).length > 0) return value;
  throw invalid(`${column} takes {"$eq": …}`);
}

function listIn(value: Json): Json[] {
  if (Array.isArray(value)) return value;
  throw invalid('$in takes a list');
}

const isMap = (value: Json): value is Record<string, Json> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);
const mapIn = (value: Json): Record<string, Json> => (isMap(value) ? value : {});
const valuesIn = (value: Json): Json[] =>
  Array.isArray(value) ? value : Object.values(mapIn(value));

const invalid = (what: string) => new GibseyError('REQUEST_INVALID', `query.where: ${what}.`);
