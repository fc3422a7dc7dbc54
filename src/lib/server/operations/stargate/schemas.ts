/** What there is, as clients ask before they read. */
import { z } from 'zod';
import { tableJson } from '../../encoders/stargate.js';
import { operation } from '../../operation.js';
import { KEYSPACES, tableOf, tablesOf } from '../../stargate/keyspaces.js';
import { none, noParams } from '../shapes.js';
import { inKeyspace, inTable, isSet, named, writeQuery } from './shapes.js';

const aKeyspace = z.strictObject({ name: z.string() });
const aTable = z.strictObject({
  name: z.string(),
  keyspace: z.string(),
  columnDefinitions: z.array(
    z.strictObject({ name: z.string(), typeDefinition: z.string(), static: z.boolean() }),
  ),
  primaryKey: z.strictObject({
    partitionKey: z.array(z.string()),
    clusteringKey: z.array(z.string()),
  }),
  tableOptions: z.strictObject({
    defaultTimeToLive: z.number().int(),
    clusteringExpression: z.array(z.string()),
  }),
});

/** `{"data": …}`, or what is in it. */
const bare = <T extends z.ZodType>(data: T) => z.union([z.strictObject({ data }), data]);
const shown = <T>(data: T, raw: string | undefined) => (isSet(raw) ? data : { data });

const shared = {
  method: 'GET',
  role: 'reader',
  dialect: 'stargate',
  query: writeQuery,
  body: none,
} as const;

export const keyspaces = (base: string) =>
  operation({
    ...shared,
    name: named('keyspaces', base),
    path: `${base}/v2/schemas/keyspaces`,
    summary: 'Keyspaces of the gateway.',
    params: noParams,
    reply: bare(z.array(aKeyspace)),
    handle: async ({ query: { raw } }) =>
      shown(
        Object.keys(KEYSPACES).map((name) => ({ name })),
        raw,
      ),
  });

export const keyspace = (base: string) =>
  operation({
    ...shared,
    name: named('keyspace', base),
    path: `${base}/v2/schemas/keyspaces/:keyspace`,
    summary: 'One of them.',
    params: inKeyspace,
    reply: bare(aKeyspace),
    async handle({ params: { keyspace: name }, query: { raw } }) {
      tablesOf(name, 'NOT_FOUND');
      return shown({ name }, raw);
    },
  });

export const tables = (base: string) =>
  operation({
    ...shared,
    name: named('tables', base),
    path: `${base}/v2/schemas/keyspaces/:keyspace/tables`,
    summary: 'Tables of a keyspace, with columns and keys.',
    params: inKeyspace,
    reply: bare(z.array(aTable)),
    async handle({ params: { keyspace: name }, query: { raw } }) {
      const all = Object.entries(tablesOf(name, 'NOT_FOUND'));
      return shown(
        all.map(([each, table]) => tableJson(name, each, table)),
        raw,
      );
    },
  });

export const table = (base: string) =>
  operation({
    ...shared,
    name: named('table', base),
    path: `${base}/v2/schemas/keyspaces/:keyspace/tables/:table`,
    summary: 'One of them.',
    params: inTable,
    reply: bare(aTable),
    handle: async ({ params, query: { raw } }) =>
      shown(
        tableJson(
          params.keyspace,
          params.table,
          tableOf(params.keyspace, params.table, 'NOT_FOUND'),
        ),
        raw,
      ),
  });
