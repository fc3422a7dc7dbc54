/** The driver, loaded when it is needed, behind the few ways in which this adapter talks to Cassandra. */
import type { Client, QueryOptions, types } from 'cassandra-driver';
import { GibseyError } from '../../../domain/errors.js';
import { clientOptions, type ClusterSettings } from './client-options.js';
import { asStoreError, mayHaveApplied } from './errors.js';
import { mendReconnecting } from './reconnecting.js';
import type { CassandraUrl } from './url.js';

/** `undefined` leaves a column as it is; `null` deletes it (and leaves a tombstone). */
export type Value =
  string | number | bigint | boolean | Date | Uint8Array | Float32Array | null | undefined;

export interface Statement {
  cql: string;
  values: readonly Value[];
}

export interface Attempt<T> {
  /** `unknown`: the server did not say in time whether it applied the write; a serial read tells. */
  outcome: 'applied' | 'refused' | 'unknown';
  /** The row that refused, as far as the condition names it. */
  row: T | undefined;
}

export interface Session {
  readonly location: string;
  /** For vectors only: one vector table stops the change stream of its whole keyspace. */
  readonly vectorKeyspace: string;
  /** `serial`: sees every conditional write that will ever have been applied before it. */
  read<T>(cql: string, values?: readonly Value[], options?: { serial?: boolean }): Promise<T[]>;
  /** Every row of a query, `batch` at a time. */
  stream<T>(cql: string, values: readonly Value[], batch?: number): AsyncGenerator<T[]>;
  write(cql: string, values: readonly Value[]): Promise<void>;
  /** Writes to one partition that readers see all at once. */
  writeTogether(statements: readonly Statement[]): Promise<void>;
  /** Conditional writes to one partition (Paxos): all or none. */
  compareAndSet<T>(...statements: Statement[]): Promise<Attempt<T>>;
  define(cql: string): Promise<void>;
  /** From now on unqualified tables are those of this keyspace. */
  use(keyspace: string): Promise<void>;
  close(): Promise<void>;
}

const SCAN_BATCH = 500;
const READ_BATCH = 5000;
/** Above every time-out of the server's own, which tells more than ours. */
const REQUEST_MS = 15_000;
/** A busy server takes seconds for a table, and nobody can tell a lost change of the schema from a slow one. */
const DEFINE_MS = 60_000;

export async function connect(
  url: CassandraUrl,
  readonly: boolean,
  settings: ClusterSettings = {},
): Promise<Session> {
  const { default: driver } = await import('cassandra-driver');
  const client = new driver.Client(clientOptions(driver, url, settings));
  // The driver wants to be heard; what matters arrives as a rejected call.
  client.on('error', () => undefined);
  mendReconnecting(client);
  try {
    await client.connect();
  } catch (error) {
    await client.shutdown();
    throw asStoreError(error, url.location);
  }
  return sessionOf(client, url, readonly, driver.types.consistencies.localSerial);
}

function sessionOf(
  client: Client,
  { location, keyspace }: CassandraUrl,
  readonly: boolean,
  localSerial: number,
): Session {
  const { run, paged, together } = callsOf(client, location);
  const assertWritable = () => {
    if (readonly) {
      throw new GibseyError('STORE_READONLY', `${location} was opened for reading only.`);
    }
  };
  return {
    location,
    vectorKeyspace: `${keyspace}_vectors`,
    async read<T>(cql: string, values: readonly Value[] = [], { serial = false } = {}) {
      const options = { fetchSize: READ_BATCH, ...(serial && { consistency: localSerial }) };
      const all: T[] = [];
      for await (const rows of paged<T>(cql, values, options)) all.push(...rows);
      return all;
    },
    stream: <T>(cql: string, values: readonly Value[], batch = SCAN_BATCH) =>
      paged<T>(cql, values, { fetchSize: batch }),
    async write(cql, values) {
      assertWritable();
      await run(cql, values, { isIdempotent: true });
    },
    async writeTogether(statements) {
      assertWritable();
      await translated(location, () => together(statements, true));
    },
    async compareAndSet<T>(...statements: Statement[]): Promise<Attempt<T>> {
      assertWritable();
      try {
        const result = await together(statements, false);
        const outcome = result.wasApplied() ? 'applied' : 'refused';
        return { outcome, row: rowsOf<T>(result)[0] };
      } catch (error) {
        if (mayHaveApplied(error)) return { outcome: 'unknown', row: undefined };
        throw asStoreError(error, location);
      }
    },
    async define(cql) {
      assertWritable();
      await run(cql, [], { prepare: false, readTimeout: DEFINE_MS });
    },
    async use(name) {
      await run(`USE ${name}`, [], { prepare: false });
    },
    close: () => client.shutdown(),
  };
}

/** The driver's own calls, with the errors of the error table. */
function callsOf(client: Client, location: string) {
  const run = (cql: string, values: readonly Value[], options: QueryOptions) =>
    translated(location, () =>
      client.execute(cql, values.map(encode), { readTimeout: REQUEST_MS, ...options }),
    );
  const together = (statements: readonly Statement[], isIdempotent: boolean) =>
    client.batch(
      statements.map(({ cql, values }) => ({ query: cql, params: values.map(encode) })),
      { prepare: true, logged: false, isIdempotent, readTimeout: REQUEST_MS },
    );
  async function* paged<T>(cql: string, values: readonly Value[], options: QueryOptions) {
    let pageState: string | null = null;
    do {
      const from = pageState ? { pageState } : {};
      const result = await run(cql, values, { isIdempotent: true, ...options, ...from });
      const rows = rowsOf<T>(result);
      if (rows.length > 0) yield rows;
      pageState = result.pageState;
    } while (pageState);
  }
  return { run, paged, together };
}

async function translated<T>(location: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw asStoreError(error, location);
  }
}

/** A session that finds nothing: what a keyspace that does not exist reads as. */
export function emptySession(session: Session): Session {
  return {
    ...session,
    read: async () => [],
    async *stream() {
      // Nothing to yield.
    },
  };
}

/** The driver's rows are plain objects of the columns asked for; the caller knows their types. */
function rowsOf<T>(result: types.ResultSet): T[] {
  return (result.rows ?? []) as unknown as T[];
}

function encode(value: Value): unknown {
  if (value instanceof Uint8Array && !Buffer.isBuffer(value)) {
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  }
  return value;
}
