/** Stores on a real Cassandra for tests. Defining tables is slow there, so keyspaces are emptied and used again. */
import cassandra from 'cassandra-driver';
import { openCassandraStore } from '../../src/lib/adapters/store/cassandra/factory.js';
import type { Clock, Store } from '../../src/lib/ports/index.js';
import type { StoreHandle } from '../contract/store/index.js';

/** @throws when no server was started: a test that needs one never passes without it. */
export function contactPoint(): string {
  const point = process.env.CASSANDRA_CONTACT_POINTS;
  if (point) return point;
  throw new Error(
    'CASSANDRA_CONTACT_POINTS is not set: run test/services/run.sh, which starts a server for these tests.',
  );
}

export interface Keyspaces {
  client: cassandra.Client;
  url(keyspace: string): string;
  /** An empty store, in a keyspace that nobody else uses until it is closed. */
  open(clock: Clock): Promise<StoreHandle & { keyspace: string }>;
  drop(keyspace: string): Promise<void>;
  close(): Promise<void>;
}

export async function keyspaces(prefix: string): Promise<Keyspaces> {
  const point = contactPoint();
  const client = new cassandra.Client({
    contactPoints: [point],
    localDataCenter: 'datacenter1',
    // Dropping a keyspace flushes it first, on a busy machine for longer than the 12 s of the driver.
    socketOptions: { readTimeout: 60_000 },
  });
  await client.connect();
  const free: string[] = [];
  const made: string[] = [];
  const url = (keyspace: string) => `cassandra://${point}/${keyspace}`;
  const drop = async (keyspace: string) => {
    await client.execute(`DROP KEYSPACE IF EXISTS ${keyspace}`);
    await client.execute(`DROP KEYSPACE IF EXISTS ${keyspace}_vectors`);
  };
  const take = async () => {
    const used = free.pop();
    if (used) {
      await empty(client, used);
      return used;
    }
    const keyspace = `${prefix}_${made.length}`;
    made.push(keyspace);
    await drop(keyspace);
    return keyspace;
  };
  return {
    client,
    url,
    drop,
    async open(clock) {
      const keyspace = await take();
      const open = () => openCassandraStore({ url: url(keyspace), clock });
      const handles: Store[] = [await open()];
      return {
        keyspace,
        store: handles[0] as Store,
        async reopen() {
          const store = await open();
          handles.push(store);
          return store;
        },
        async close() {
          await Promise.all(handles.map((handle) => handle.close()));
          free.push(keyspace);
        },
      };
    },
    async close() {
      for (const keyspace of made) await drop(keyspace);
      await client.shutdown();
    },
  };
}

async function empty(client: cassandra.Client, keyspace: string): Promise<void> {
  for (const name of [keyspace, `${keyspace}_vectors`]) {
    const cql = 'SELECT table_name FROM system_schema.tables WHERE keyspace_name = ?';
    for (const row of (await client.execute(cql, [name])).rows) {
      const table = String(row.get('table_name'));
      // What migrations put there stays.
      if (table === '_migrations') continue;
      if (table === 'cultural_knowledge') {
        await client.execute(
          `DELETE FROM ${name}.${table} WHERE id IN ('x', 'y', 'x-é', 'x-b', 'x-B')`,
        );
        continue;
      }
      const { rowLength } = await client.execute(`SELECT * FROM ${name}.${table} LIMIT 1`);
      if (rowLength > 0) await client.execute(`TRUNCATE ${name}.${table}`);
    }
  }
}
