import { randomUUID } from 'node:crypto';
import { GibseyError } from '../../../domain/errors.js';
import {
  pendingMigrations,
  readMigrations,
  type AppliedMigration,
  type Migration,
} from '../migrations.js';
import { AGAIN, contend } from './concurrency.js';
import { isInvalid } from './errors.js';
import type { Session } from './session.js';

/** Runs work that changes the schema, while no other process does. */
export type SchemaLock = (work: () => Promise<void>) => Promise<void>;

/** CQL names must not begin with an underscore unless they are quoted. */
const TABLE = '"_migrations"';
const LOCK = 'lock';
/** After this time a lock whose owner died is free; the statements are idempotent, should it still live. */
const LOCK_SECONDS = 60;
/** Attempts of about a quarter of a second: longer than the lock lasts. */
const PATIENCE = 400;
const KNOWN = new URL('./migrations/', import.meta.url);

/** The keyspaces and the register of migrations where they are missing, then the migrations that are missing. */
export async function migrate(
  session: Session,
  keyspace: string,
  replication: string,
): Promise<void> {
  if (!(await hasRegister(session, keyspace))) {
    // The register last: where it is, both keyspaces are.
    for (const name of [session.vectorKeyspace, keyspace]) {
      const cql = `CREATE KEYSPACE IF NOT EXISTS ${name} WITH replication = ${replication}`;
      await session.define(cql);
    }
    await session.define(`CREATE TABLE IF NOT EXISTS ${keyspace}.${TABLE}
      (name text PRIMARY KEY, checksum text, applied_at timestamp, owner uuid)`);
  }
  await session.use(keyspace);
  if ((await pending(session)).length === 0) return;
  await schemaLock(session)(async () => {
    for (const migration of await pending(session)) await apply(session, migration);
  });
}

/**
 * For a session that may not write, on a store that is there.
 * @throws STORE_READONLY migrations are missing
 */
export async function openMigrated(session: Session, keyspace: string): Promise<void> {
  await session.use(keyspace);
  const lacking = await pending(session);
  if (lacking.length === 0) return;
  const message = `${session.location} lacks ${lacking.length} migration(s) and may not be written to now.`;
  throw new GibseyError('STORE_READONLY', message, { hint: 'gibsey migrate' });
}

/** Whether there is a store. */
export async function hasRegister(session: Session, keyspace: string): Promise<boolean> {
  const cql = `SELECT table_name FROM system_schema.tables WHERE keyspace_name = ? AND table_name = ?`;
  return (await session.read(cql, [keyspace, TABLE.replaceAll('"', '')])).length > 0;
}

/** @throws STORE_TOO_NEW, STORE_CORRUPT */
async function pending(session: Session): Promise<Migration[]> {
  const cql = `SELECT name, checksum FROM ${TABLE}`;
  const rows = await session.read<AppliedMigration>(cql);
  const applied = rows.filter(({ name }) => name !== LOCK);
  return pendingMigrations(session.location, readMigrations(KNOWN, '.cql'), applied);
}

/**
 * Two processes that create one table through two nodes at once can end up with two tables of one name: schema
 * changes are made by one process at a time.
 */
export function schemaLock(session: Session): SchemaLock {
  return async (work) => {
    const owner = randomUUID();
    await contend(
      'the schema',
      async () => {
        const { outcome } = await session.compareAndSet({
          cql: `INSERT INTO ${TABLE} (name, owner) VALUES (?, ?) IF NOT EXISTS USING TTL ${LOCK_SECONDS}`,
          values: [LOCK, owner],
        });
        if (outcome === 'applied') return undefined;
        const cql = `SELECT owner FROM ${TABLE} WHERE name = ?`;
        const [row] = await session.read<{ owner: unknown }>(cql, [LOCK], { serial: true });
        return String(row?.owner) === owner ? undefined : AGAIN;
      },
      PATIENCE,
    );
    try {
      await work();
    } finally {
      const cql = `DELETE FROM ${TABLE} WHERE name = ? IF owner = ?`;
      await session.compareAndSet({ cql, values: [LOCK, owner] });
    }
  };
}

async function apply(session: Session, { name, checksum, text }: Migration): Promise<void> {
  for (const { cql, optional } of statementsOf(text)) {
    try {
      await session.define(cql);
    } catch (error) {
      if (!optional || !isInvalid((error as Error).cause)) throw error;
    }
  }
  const done = `INSERT INTO ${TABLE} (name, checksum, applied_at) VALUES (?, ?, toTimestamp(now()))`;
  await session.write(done, [name, checksum]);
}

/** Statements end with a semicolon at the end of a line; a comment `-- optional` before one lets it fail. */
export function statementsOf(text: string): { cql: string; optional: boolean }[] {
  return text
    .split(/;[ \t]*(?:\n|$)/)
    .map((part) => ({
      cql: part.replace(/--.*$/gm, '').trim(),
      optional: /^-- optional/m.test(part),
    }))
    .filter(({ cql }) => cql !== '');
}
