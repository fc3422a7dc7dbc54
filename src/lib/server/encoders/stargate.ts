/** Replies in the dialect of Stargate's REST API v2. */
import { redact } from '../../config/redact.js';
import { ERRORS, type ErrorCode, type GibseyError } from '../../domain/errors.js';
import type { ColumnType, Table } from '../stargate/exposed.js';

/** Its clients know no 422. */
export const stargateStatus = (code: ErrorCode): number =>
  code === 'REQUEST_INVALID' ? 400 : ERRORS[code].http;

export const stargateError = ({
  code,
  message,
  hint,
}: Pick<GibseyError, 'code' | 'message' | 'hint'>) => ({
  description: redact(`${message} ${hint}`),
  code: stargateStatus(code),
});

const CQL: Readonly<Record<ColumnType, string>> = {
  ...{ text: 'text', int: 'int', double: 'double', boolean: 'boolean', timestamp: 'timestamp' },
  ...{ list: 'list<text>', map: 'map<text, text>', vector: 'list<float>' },
};

/** A table as its clients look at schemas. */
export const tableJson = (keyspace: string, name: string, table: Table) => ({
  ...{ name, keyspace },
  columnDefinitions: Object.entries(table.columns).map(([column, type]) => {
    return { name: column, typeDefinition: CQL[type], static: false };
  }),
  primaryKey: { partitionKey: [...table.partition], clusteringKey: [...table.clustering] },
  tableOptions: { defaultTimeToLive: 0, clusteringExpression: [] },
});
