import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { GibseyError } from '../../../domain/errors.js';
import { readMigrations } from '../migrations.js';
import { Connection } from './connection.js';
import { isBusy } from './errors.js';
import { migrate, pending } from './migrate.js';

export interface FileOptions {
  path: string;
  /** Folder below `migrations/`. */
  migrations: 'knowledge' | 'operations';
  durable: boolean;
  /** See ConnectionOptions. */
  mend?: string;
  now: () => number;
}

const WAL_TRIES = 200;
const WAL_PAUSE_MS = 25;

/** Opens a file for reading and writing, brought up to date; its folder and itself are made where missing. */
export async function openForWriting(options: FileOptions): Promise<Connection> {
  refuseFolder(options.path);
  makeFolder(options.path);
  const db = new Connection({ ...options, location: options.path, label: options.path });
  try {
    await useWal(db);
    migrate(db, known(options), options.now);
    return db;
  } catch (thrown) {
    db.close();
    throw thrown;
  }
}

/**
 * Opens a file that is only looked at: nothing of it is written or created. A file that is not there reads as
 * an empty one.
 * @throws STORE_READONLY when the file lacks migrations
 */
export function openForReading(options: FileOptions): Connection {
  refuseFolder(options.path);
  if (!holdsSomething(options.path)) return emptyInMemory(options);
  const db = existingForReading(options);
  try {
    const lacking = pending(db, known(options));
    if (lacking.length === 0) return db;
    const message = `${options.path} lacks ${lacking.length} migration(s) and may not be written to now.`;
    throw new GibseyError('STORE_READONLY', message, { hint: 'gibsey migrate' });
  } catch (thrown) {
    db.close();
    throw thrown;
  }
}

/** An empty file is what is left of a store that was being made. */
export const holdsSomething = (path: string): boolean =>
  existsSync(path) && statSync(path).size > 0;

/** SQLite would only say that it cannot be opened. */
function refuseFolder(path: string): void {
  if (!isFolder(path)) return;
  throw new GibseyError('CONFIG_INVALID', `The store ${path} is a folder.`, {
    hint: `name a file, e.g. --store sqlite:${join(path, 'gibsey.db')}`,
  });
}

function emptyInMemory(options: FileOptions): Connection {
  const db = new Connection({ ...options, location: ':memory:', label: options.path });
  migrate(db, known(options), options.now);
  db.exec('PRAGMA query_only = ON');
  return db;
}

/**
 * A reader of a log needs a place for shared memory beside the file. Where the folder cannot be written to
 * there is none, and the file itself is all there is to see (https://www.sqlite.org/wal.html#readonly).
 */
function existingForReading(options: FileOptions): Connection {
  try {
    return lookInto(options, options.path);
  } catch (thrown) {
    if (!(thrown instanceof GibseyError) || thrown.code !== 'STORE_READONLY') throw thrown;
    return lookInto(options, `${pathToFileURL(options.path).href}?immutable=1`);
  }
}

function lookInto(options: FileOptions, location: string): Connection {
  const db = new Connection({ ...options, location, label: options.path, readonly: true });
  try {
    db.get('SELECT count(*) FROM sqlite_schema'); // SQLite opens files lazily
    return db;
  } catch (thrown) {
    db.close();
    throw thrown;
  }
}

/** Kept in the file: only the first process ever changes it. SQLite does not wait by itself here. */
async function useWal(db: Connection): Promise<void> {
  for (let i = 1; ; i++) {
    try {
      if (journalMode(db, 'PRAGMA journal_mode') === 'wal') return;
      if (journalMode(db, 'PRAGMA journal_mode = WAL') === 'wal') return;
      throw withoutSharedMemory(db);
    } catch (thrown) {
      const busy = thrown instanceof GibseyError && isBusy(thrown.cause);
      if (!busy || i === WAL_TRIES) throw thrown;
      await delay(WAL_PAUSE_MS);
    }
  }
}

const journalMode = (db: Connection, pragma: string) =>
  db.get<{ journal_mode: string }>(pragma)?.journal_mode;

function withoutSharedMemory({ label }: Connection): GibseyError {
  const message = `The file system of ${label} cannot be shared by processes (a network drive?).`;
  return new GibseyError('STORE_UNREACHABLE', message, { hint: 'set store.url to a local disk' });
}

function makeFolder(path: string): void {
  const folder = dirname(path);
  try {
    mkdirs(folder);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new GibseyError('STORE_READONLY', `The folder ${folder} cannot be made (${why}).`, {
      cause,
    });
  }
}

/** One by one: Node's own recursion never ends where a folder is there and takes none (/proc). */
function mkdirs(folder: string): void {
  if (isFolder(folder)) return;
  mkdirs(dirname(folder)); // ends at the root, which is there
  try {
    mkdirSync(folder);
  } catch (thrown) {
    if (!isFolder(folder)) throw thrown; // else another process was faster
  }
}

const isFolder = (path: string) => existsSync(path) && statSync(path).isDirectory();

const known = ({ migrations }: FileOptions) =>
  readMigrations(new URL(`./migrations/${migrations}/`, import.meta.url), '.sql');
