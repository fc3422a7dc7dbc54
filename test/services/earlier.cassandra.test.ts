/** A Cassandra store that an earlier version has left is gone on with, too: see test/fixtures/earlier. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dumpKeyspaces, restoreKeyspaces, type Dumped } from '../fixtures/earlier/cassandra.js';
import {
  bookFolder,
  expected,
  keptOnCassandra,
  withoutRepeated,
} from '../fixtures/earlier/kept.js';
import { night } from '../fixtures/earlier/nights.js';
import { modelHost, ON_SERVER, type Case } from '../fixtures/earlier/story.js';
import type { OllamaHost } from '../fixtures/ollama/server.js';
import { BIN } from '../support/cli.js';
import { keyspaces, type Keyspaces } from './cassandra-keyspaces.js';

const KEYSPACE = 'earlier_kept';
/** What runs, locks and migrations leave is no knowledge. */
const JOURNAL = /\."?(runs|nightly_worker_runs|locks|_migrations|_migration_lock)"?$/;

let host: OllamaHost;
let server: Keyspaces;
let before: Dumped;
beforeAll(async () => {
  host = await modelHost();
  server = await keyspaces('earlier');
  await server.drop(KEYSPACE);
  await restoreKeyspaces(server.client, KEYSPACE, keptOnCassandra());
  before = await dumpKeyspaces(server.client, KEYSPACE);
});
afterAll(async () => {
  await server?.drop(KEYSPACE);
  await server?.close();
  await host?.close();
});

async function asBefore(each: Case): Promise<void> {
  const place = { bin: BIN, folder: bookFolder(each), host, store: server.url(KEYSPACE) };
  const seen = await night(place, each, null);
  expect(seen).toMatchObject(withoutRepeated(seen, expected()[`${each.name}, on Cassandra`]!));
}
const [unchanged, changed] = ON_SERVER;

it('holds what was dumped', () => expect(before.rows).toEqual(keptOnCassandra().rows));

it('an unchanged night asks nobody, and leaves every row as it was', async () => {
  await asBefore(unchanged!);
  const after = await dumpKeyspaces(server.client, KEYSPACE);
  for (const [table, rows] of Object.entries(before.rows)) {
    if (JOURNAL.test(table)) continue;
    expect(after.rows[table]!.map(parsed), table).toMatchObject(rows.map(parsed));
  }
});

it('a page that changed is what the next one works on', () => asBefore(changed!));

const parsed = (row: string) => JSON.parse(row) as object;
