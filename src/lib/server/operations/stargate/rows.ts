import { z } from 'zod';
import { GibseyError } from '../../../domain/errors.js';
import type { Json } from '../../../domain/values.js';
import { Encoded, JSON_TYPE, operation, type Call } from '../../operation.js';
import type { Rooms } from '../../rooms.js';
import { keyOf, type Table, type Writing } from '../../stargate/exposed.js';
import { tableOf } from '../../stargate/keyspaces.js';
import { keyIn, readRows, type RowsQuery } from '../../stargate/reading.js';
import { valueFor } from '../../stargate/values.js';
import { typeOf } from '../../stargate/where.js';
import { none, noQuery } from '../shapes.js';
import {
  atKey,
  inTable,
  isSet,
  named,
  row,
  rows,
  rowsQuery,
  written,
  writeQuery,
  type Columns,
} from './shapes.js';

const reading = {
  method: 'GET',
  role: 'reader',
  dialect: 'stargate',
  query: rowsQuery,
  body: none,
  reply: rows,
} as const;

type Asked = RowsQuery & { raw: boolean };

export const rowsWhere = (base: string) =>
  operation({
    ...reading,
    name: named('rows-where', base),
    path: `${base}/v2/keyspaces/:keyspace/:table`,
    summary: 'Rows of a table that hold a condition; all without one.',
    params: inTable,
    handle: (call, rooms) => page(call, rooms, []),
  });

export const everyRow = (base: string) =>
  operation({
    ...reading,
    name: named('rows', base),
    path: `${base}/v2/keyspaces/:keyspace/:table/rows`,
    summary: 'All rows of a table, page by page.',
    params: inTable,
    handle: (call, rooms) => page(call, rooms, []),
  });

export const rowsAt = (base: string) =>
  operation({
    ...reading,
    name: named('rows-at', base),
    path: `${base}/v2/keyspaces/:keyspace/:table/:key`,
    summary: 'Rows with these first columns of the key.',
    params: atKey,
    handle: (call, rooms) => page(call, rooms, keyAt(tableIn(call), call.path)),
  });

type InTable = { keyspace: string; table: string };
const tableIn = ({ params: { keyspace, table } }: Call<InTable>) => tableOf(keyspace, table);

async function page(call: Call<InTable, Asked>, rooms: Rooms, key: readonly Json[]) {
  const { raw, ...query } = call.query;
  const table = tableIn(call);
  const found = await readRows(await rooms.store(), table, key, query, call.signal);
  const data = found.rows.map((each) => ({ ...each }));
  if (raw) return data;
  const { pageState } = found;
  return { count: data.length, ...(pageState === undefined ? {} : { pageState }), data };
}

export const addRow = (base: string) =>
  operation({
    name: named('add-row', base),
    method: 'POST',
    path: `${base}/v2/keyspaces/:keyspace/:table`,
    summary: 'Writes a row; the body has its columns, those of the key among them.',
    role: 'author',
    dialect: 'stargate',
    status: 201,
    params: inTable,
    query: noQuery,
    body: row,
    reply: row,
    async handle(call, rooms) {
      const table = tableIn(call);
      const missing = keyOf(table).find((column) => !Object.hasOwn(call.body, column));
      if (missing !== undefined) throw invalid(`body.${missing}: it is part of the key`);
      await write(table, call.body, rooms);
      return call.body;
    },
  });

export const changeRow = (base: string, method: 'PUT' | 'PATCH') =>
  operation({
    name: named(method === 'PUT' ? 'put-row' : 'patch-row', base),
    method,
    path: `${base}/v2/keyspaces/:keyspace/:table/:key`,
    summary: 'Writes the given columns of a row, which is made where it is not there.',
    role: 'author',
    dialect: 'stargate',
    params: atKey,
    query: writeQuery,
    body: row,
    reply: written,
    async handle(call, rooms) {
      const table = tableIn(call);
      const columns = keyOf(table);
      const key = keyAt(table, call.path);
      if (key.length < columns.length) throw invalid(`The key is ${columns.join(', ')}`);
      const named = Object.fromEntries(columns.map((column, i) => [column, key[i]!]));
      await write(table, { ...call.body, ...named }, rooms);
      return isSet(call.query.raw) ? call.body : { data: call.body };
    },
  });

export const removeRows = (base: string) =>
  operation({
    name: named('remove-rows', base),
    method: 'DELETE',
    path: `${base}/v2/keyspaces/:keyspace/:table/:key`,
    summary: 'Removes the rows with these first columns of the key.',
    role: 'author',
    dialect: 'stargate',
    params: atKey,
    query: noQuery,
    body: none,
    reply: z.null(),
    async handle(call, rooms) {
      const table = tableIn(call);
      const key = keyAt(table, call.path);
      await writingOf(table).remove(await rooms.store(), key);
      return new Encoded(JSON_TYPE, null, 204);
    },
  });

async function write(table: Table, columns: Columns, rooms: Rooms): Promise<void> {
  const writing = writingOf(table);
  const read = Object.entries(columns).map(([column, value]) => [
    column,
    value === null && !keyOf(table).includes(column)
      ? null
      : valueFor(column, typeOf(table, column), value),
  ]);
  const row = Object.fromEntries(read) as Columns;
  await writing.put(await rooms.store(), row, rooms.clock.now());
}

/** @throws REQUEST_INVALID */
function writingOf({ written: writing }: Table): Writing {
  if (writing) return writing;
  throw invalid('The table is made by gibsey and can only be read');
}

/** The key in an address. Where it is one column, slashes need not be encoded. @throws REQUEST_INVALID */
function keyAt(table: Table, path: string): Json[] {
  const [, rest = ''] = /\/keyspaces\/[^/]+\/[^/]+\/(.*)$/.exec(path) ?? [];
  const parts = keyOf(table).length === 1 ? [rest] : rest.replace(/\/$/, '').split('/');
  return keyIn(table, parts.map(decodeURIComponent), (column, text) =>
    valueFor(column, typeOf(table, column), text),
  );
}

const invalid = (what: string) => new GibseyError('REQUEST_INVALID', `${what}.`);
