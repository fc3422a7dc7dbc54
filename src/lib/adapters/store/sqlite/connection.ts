import { DatabaseSync, type StatementSyncInstance } from '@photostructure/sqlite';
import { GibseyError } from '../../../domain/errors.js';
import { asStoreError } from './errors.js';

export type Value = string | number | null | Uint8Array;

export interface ConnectionOptions {
  /** Path, `:memory:`, or a `file:` address. */
  location: string;
  /** For people, in messages. */
  label: string;
  /** Whether a commit outlives a power cut. A killed process loses no commit in either case. */
  durable: boolean;
  readonly?: boolean;
  /** The hint for a damaged file, where losing it is less than losing the store. */
  mend?: string;
  /** How long a statement waits for another process, ms. */
  busyMs?: number;
}

/** Other processes hold a write lock for one batch, far below a second. */
const BUSY_MS = 10_000;
/** A reader that lasts must not keep a process from ending. */
const CLOSING_BUSY_MS = 250;

/**
 * One SQLite file. Statements are prepared once. Reads never leave a transaction open: every query is drawn to
 * its end before it returns, so that no reader keeps the log from being folded into the file.
 */
export class Connection {
  readonly label: string;
  private readonly mend: string | undefined;
  private readonly db: InstanceType<typeof DatabaseSync>;
  private readonly statements = new Map<string, StatementSyncInstance>();

  /** @throws STORE_READONLY, STORE_CORRUPT, STORE_UNREACHABLE */
  constructor(options: ConnectionOptions) {
    const { location, label, durable, readonly: readOnly = false, busyMs = BUSY_MS } = options;
    this.label = label;
    this.mend = options.mend;
    this.db = this.guard(() => new DatabaseSync(location, { readOnly, timeout: busyMs }));
    // Said always: in this build of SQLite a WAL file opens with NORMAL.
    this.exec(`PRAGMA synchronous = ${durable ? 'FULL' : 'NORMAL'}`);
  }

  exec(sql: string): void {
    this.guard(() => this.db.exec(sql));
  }

  all<Row>(sql: string, ...values: Value[]): Row[] {
    return this.guard(() => this.prepare(sql).all(...values) as Row[]);
  }

  get<Row>(sql: string, ...values: Value[]): Row | undefined {
    return this.guard(() => this.prepare(sql).get(...values) as Row | undefined);
  }

  /** Number of rows that the statement itself changed; what triggers did is not counted. */
  run(sql: string, ...values: Value[]): number {
    return this.guard(() => this.prepare(sql).run(...values).changes);
  }

  /** Runs `work` in one transaction that holds the write lock from its start; all of it is stored, or nothing. */
  immediate<T>(work: () => T): T {
    this.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.exec('COMMIT');
      return result;
    } catch (thrown) {
      this.rollback();
      throw thrown;
    }
  }

  /** After some failures (disk full, I/O) SQLite has rolled back by itself; the first failure is the one to tell. */
  private rollback(): void {
    try {
      if (this.db.isTransaction) this.db.exec('ROLLBACK');
    } catch {
      // A transaction that is not committed is undone by whoever opens the file next.
    }
  }

  /**
   * Folds the log into the file when this connection has written: the driver cannot free statements, so that
   * SQLite does not do it by itself on close. A connection that only read leaves the file untouched. A log that
   * cannot be folded (disk full, a reader that lasts) loses nothing: whoever opens the file next reads it.
   */
  close(): void {
    if (!this.db.isOpen) return;
    try {
      const written = this.get<{ n: number }>('SELECT total_changes() AS n');
      if (written && written.n > 0) {
        this.exec(`PRAGMA busy_timeout = ${CLOSING_BUSY_MS}`);
        this.all('PRAGMA wal_checkpoint(TRUNCATE)');
      }
    } catch {
      // What failed before is what must be told, and every commit is in the log.
    } finally {
      this.statements.clear();
      this.guard(() => this.db.close());
    }
  }

  private prepare(sql: string): StatementSyncInstance {
    const known = this.statements.get(sql);
    if (known) return known;
    const statement = this.db.prepare(sql);
    this.statements.set(sql, statement);
    return statement;
  }

  private guard<T>(work: () => T): T {
    try {
      return work();
    } catch (thrown) {
      if (this.isClosed()) throw new GibseyError('INTERNAL', `The store ${this.label} is closed.`);
      throw asStoreError(thrown, this.label, this.mend);
    }
  }

  /** Before the constructor is through, there is no database to ask. */
  private isClosed(): boolean {
    const db = this.db as InstanceType<typeof DatabaseSync> | undefined;
    return db !== undefined && !db.isOpen;
  }
}
