import { GibseyError, type ErrorCode } from '../../../domain/errors.js';

/**
 * What the driver puts on its errors; the extended code has the primary one in its low byte. Where a query
 * fails between its rows there is no number at all, but SQLite's fixed words for one.
 */
interface SqliteFailure extends Error {
  code: 'ERR_SQLITE_ERROR';
  errcode?: number;
  sqliteExtendedCode?: number;
  systemErrno?: number;
}

interface Meaning {
  code: ErrorCode;
  what: string;
}

const FULL: Meaning = { code: 'STORE_FULL', what: 'has no room: the disk is full' };
const LIMITED: Meaning = { code: 'STORE_FULL', what: 'may not grow: a limit on file sizes is met' };
const READONLY: Meaning = { code: 'STORE_READONLY', what: 'cannot be written to' };
const CORRUPT: Meaning = { code: 'STORE_CORRUPT', what: 'is damaged' };
const BUSY: Meaning = { code: 'STORE_UNREACHABLE', what: 'is kept busy by another process' };
const IO: Meaning = { code: 'STORE_UNREACHABLE', what: 'cannot be read or written' };

/** By primary result code (https://www.sqlite.org/rescode.html). */
const PRIMARY: ReadonlyMap<number, Meaning> = new Map([
  [3, READONLY], // PERM
  [5, BUSY],
  [6, BUSY], // LOCKED
  [8, READONLY],
  [10, IO], // IOERR
  [11, CORRUPT],
  [13, FULL],
  [14, { code: 'STORE_READONLY', what: 'cannot be opened' }], // CANTOPEN
  [15, BUSY], // PROTOCOL
  [18, { code: 'BAD_INPUT', what: 'does not take a text or vector of this size' }], // TOOBIG
  [23, READONLY], // AUTH
  [26, { code: 'STORE_CORRUPT', what: 'is not an SQLite file, or is damaged' }], // NOTADB
]);

/** sqlite3_errstr of the primary codes that a query can end with after its first row. */
const WORDS: ReadonlyMap<string, number> = new Map([
  ['database is locked', 5],
  ['database table is locked', 6],
  ['disk I/O error', 10],
  ['database disk image is malformed', 11],
  ['database or disk is full', 13],
  ['unable to open database file', 14],
  ['file is not a database', 26],
]);

/** By extended result code, where the primary one says too little. */
const EXTENDED: ReadonlyMap<number, Meaning> = new Map([
  [522, CORRUPT], // IOERR_SHORT_READ
  [8202, CORRUPT], // IOERR_DATA
  [8458, CORRUPT], // IOERR_CORRUPTFS
]);

/** By errno of the file system, which SQLite reports as an I/O error or as "cannot open". */
const ERRNO: ReadonlyMap<number, Meaning> = new Map([
  [1, READONLY], // EPERM
  [13, READONLY], // EACCES
  [23, IO], // ENFILE
  [24, IO], // EMFILE
  [27, LIMITED], // EFBIG
  [28, FULL], // ENOSPC
  [30, READONLY], // EROFS
  [122, FULL], // EDQUOT
]);

/**
 * A failure of the file at `location` as a row of the error table; what is ours already goes through.
 * @param mend hint for a damaged file; default: that of the table
 */
export function asStoreError(thrown: unknown, location: string, mend?: string): unknown {
  if (!isSqlite(thrown)) return thrown;
  const meaning = meaningOf(thrown);
  if (!meaning) {
    const message = `The store ${location} refused a statement: ${thrown.message}.`;
    return new GibseyError('INTERNAL', message, { cause: thrown });
  }
  const message = `The store ${location} ${meaning.what} (SQLite: ${thrown.message}).`;
  const hint = meaning.code === 'STORE_CORRUPT' && mend ? { hint: mend } : {};
  return new GibseyError(meaning.code, message, { cause: thrown, ...hint });
}

function meaningOf(failure: SqliteFailure): Meaning | undefined {
  const extended = EXTENDED.get(failure.sqliteExtendedCode ?? codeOf(failure));
  return extended ?? byErrno(failure) ?? PRIMARY.get(codeOf(failure) & 0xff);
}

/** errno is meaningful for I/O errors and "cannot open" only; elsewhere it may be left from another call. */
function byErrno(failure: SqliteFailure): Meaning | undefined {
  const primary = codeOf(failure) & 0xff;
  return primary === 10 || primary === 14 ? ERRNO.get(failure.systemErrno ?? 0) : undefined;
}

const codeOf = ({ errcode, message }: SqliteFailure) => errcode ?? WORDS.get(message) ?? 0;

/** True when another process was in the way, and the same statement may succeed in a moment. */
export function isBusy(thrown: unknown): boolean {
  return isSqlite(thrown) && meaningOf(thrown) === BUSY;
}

function isSqlite(thrown: unknown): thrown is SqliteFailure {
  return thrown instanceof Error && 'code' in thrown && thrown.code === 'ERR_SQLITE_ERROR';
}
