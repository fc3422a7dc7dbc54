/** The REST gateway: the dialect of Stargate's REST API v2 over whichever store is configured. */
import type { Operation } from '../operation.js';
import { login } from './stargate/login.js';
import { addRow, changeRow, everyRow, removeRows, rowsAt, rowsWhere } from './stargate/rows.js';
import { keyspace, keyspaces, table, tables } from './stargate/schemas.js';

/** The second as clients of Astra ask for it. */
const BASES = ['', '/api/rest'];

export const gateway: readonly Operation[] = BASES.flatMap((base) => [
  login(base),
  ...[keyspaces(base), keyspace(base), tables(base), table(base)],
  ...[rowsWhere(base), everyRow(base), rowsAt(base)],
  ...[addRow(base), changeRow(base, 'PUT'), changeRow(base, 'PATCH'), removeRows(base)],
]);
