import { GibseyError } from '../../../domain/errors.js';
import { pendingMigrations, type AppliedMigration, type Migration } from '../migrations.js';
import type { Connection } from './connection.js';

const CREATE = `CREATE TABLE IF NOT EXISTS _migrations (
  name TEXT PRIMARY KEY NOT NULL, checksum TEXT NOT NULL, applied_at INTEGER NOT NULL) STRICT`;

/**
 * Applies what is pending, each migration in one transaction. Processes that start together take turns: each
 * looks again once it holds the write lock. A store that lacks nothing is not written to.
 * @returns the names of those applied by this process
 * @throws STORE_TOO_NEW, STORE_CORRUPT; CONFIG_INVALID for a file of another program
 */
export function migrate(db: Connection, known: readonly Migration[], now: () => number): string[] {
  const mine: string[] = [];
  while (pending(db, known).length > 0) {
    db.immediate(() => {
      const next = pending(db, known)[0];
      if (!next) return; // another process was faster
      db.exec(CREATE);
      db.exec(next.text);
      const sql = 'INSERT INTO _migrations (name, checksum, applied_at) VALUES (?, ?, ?)';
      db.run(sql, next.name, next.checksum, now());
      mine.push(next.name);
    });
  }
  return mine;
}

/** Migrations that the file still lacks, in order. Reads only. */
export function pending(db: Connection, known: readonly Migration[]): Migration[] {
  return pendingMigrations(db.label, known, applied(db));
}

function applied(db: Connection): AppliedMigration[] {
  const tables = db.all<{ name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table'");
  if (tables.length === 0) return [];
  if (!tables.some(({ name }) => name === '_migrations')) throw foreign(db);
  const rows = db.all<AppliedMigration>('SELECT name, checksum FROM _migrations ORDER BY name');
  return rows.map((row) => ({ ...row }));
}

function foreign(db: Connection): GibseyError {
  const message = `${db.label} is an SQLite file of another program.`;
  return new GibseyError('CONFIG_INVALID', message, { hint: 'choose another path for store.url' });
}
