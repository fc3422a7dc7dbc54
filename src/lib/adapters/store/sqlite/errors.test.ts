import {
  mkdtempSync,
  mkdirSync,
  openSync,
  rmSync,
  writeFileSync,
  writeSync,
  closeSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { GibseyError } from '../../../domain/errors.js';
import { systemClock } from '../../clock/system.js';
import { Connection } from './connection.js';
import { asStoreError } from './errors.js';
import { openSqliteStore } from './factory.js';

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gibsey-errors-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function connect(path: string, options: { readonly?: boolean; busyMs?: number } = {}): Connection {
  const db = new Connection({ location: path, label: path, durable: false, ...options });
  onTestFinished(() => db.close());
  return db;
}

const open = (path: string) => openSqliteStore({ path, clock: systemClock });

/** A file with a table of 2,000 rows over many pages. */
function filled(): string {
  const path = join(newFolder(), 'x.db');
  const db = connect(path);
  db.exec('CREATE TABLE t (x TEXT)');
  db.immediate(() => {
    for (let i = 0; i < 2_000; i++) db.run('INSERT INTO t VALUES (?)', 'x'.repeat(100));
  });
  db.close();
  return path;
}

describe('failures of SQLite', () => {
  it('are STORE_CORRUPT for a file that is no database', async () => {
    const path = join(newFolder(), 'gibsey.db');
    writeFileSync(path, 'this is not a database '.repeat(500));
    const failure = expect.objectContaining({
      code: 'STORE_CORRUPT',
      message: expect.stringContaining(path) as string,
      hint: expect.stringMatching(/backup/) as string,
    }) as Error;
    await expect(open(path)).rejects.toThrow(failure);
    await expect(openSqliteStore({ path, clock: systemClock, readonly: true })).rejects.toThrow(
      failure,
    );
  });

  it('are STORE_CORRUPT for a damaged page in the middle', () => {
    const path = filled();
    const file = openSync(path, 'r+');
    writeSync(file, Buffer.alloc(statSync(path).size - 8192, 0xff), 0, undefined, 8192);
    closeSync(file);
    const db = connect(path);
    expect(() => db.all('SELECT x FROM t')).toThrow(
      expect.objectContaining({ code: 'STORE_CORRUPT' }),
    );
  });

  it('are STORE_FULL when the disk is, and what was committed stays', () => {
    const db = connect(join(newFolder(), 'x.db'));
    db.exec('PRAGMA max_page_count = 20; CREATE TABLE t (x)');
    db.run("INSERT INTO t VALUES ('kept')");
    const fill = () =>
      db.immediate(() => {
        for (let i = 0; i < 100; i++) db.run('INSERT INTO t VALUES (zeroblob(4000))');
      });
    expect(fill).toThrow(expect.objectContaining({ code: 'STORE_FULL' }));
    expect(db.all('SELECT x FROM t')).toEqual([{ x: 'kept' }]);
    expect(() => db.immediate(() => db.run('DELETE FROM t'))).not.toThrow();
  });

  it('are STORE_READONLY for a file that may not be written', () => {
    const db = connect(filled(), { readonly: true });
    expect(() => db.run('DELETE FROM t')).toThrow(
      expect.objectContaining({ code: 'STORE_READONLY' }),
    );
  });

  it('are STORE_READONLY where no file can be', async () => {
    const folder = newFolder();
    writeFileSync(join(folder, 'file'), '');
    const below = open(join(folder, 'file', 'gibsey.db'));
    await expect(below).rejects.toMatchObject({ code: 'STORE_READONLY' });
  });

  it('are CONFIG_INVALID where a folder is', async () => {
    const folder = newFolder();
    mkdirSync(join(folder, 'folder.db'));
    const there = open(join(folder, 'folder.db'));
    await expect(there).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  });

  it('are STORE_UNREACHABLE, to be tried again, when another process does not let go', () => {
    const path = filled();
    const [holder, other] = [connect(path), connect(path, { busyMs: 20 })];
    holder.immediate(() => {
      const attempt = () => other.immediate(() => other.run('DELETE FROM t'));
      expect(attempt).toThrow(
        expect.objectContaining({ code: 'STORE_UNREACHABLE', retryable: true }),
      );
    });
    expect(other.immediate(() => other.run('DELETE FROM t'))).toBe(2_000);
  });

  it('are INTERNAL for a wrong statement, with what SQLite says', () => {
    const db = connect(filled());
    expect(() => db.all('SELECT x FROM nowhere')).toThrow(
      expect.objectContaining({
        code: 'INTERNAL',
        message: expect.stringMatching(/nowhere/) as string,
      }),
    );
  });
});

describe('asStoreError', () => {
  const sqlite = (codes: object) =>
    Object.assign(new Error('disk I/O error'), { code: 'ERR_SQLITE_ERROR' }, codes);

  it.each([
    [{ errcode: 778, systemErrno: 28 }, 'STORE_FULL'],
    [{ errcode: 778, systemErrno: 27 }, 'STORE_FULL'],
    [{ errcode: 778, systemErrno: 30 }, 'STORE_READONLY'],
    [{ errcode: 778, systemErrno: 5 }, 'STORE_UNREACHABLE'],
    [{ errcode: 10, sqliteExtendedCode: 522, systemErrno: 0 }, 'STORE_CORRUPT'],
    [{ errcode: 14, systemErrno: 24 }, 'STORE_UNREACHABLE'],
    [{ errcode: 14, systemErrno: 13 }, 'STORE_READONLY'],
    [{ errcode: 5, systemErrno: 28 }, 'STORE_UNREACHABLE'],
    [{ errcode: 517 }, 'STORE_UNREACHABLE'],
    [{ errcode: 267 }, 'STORE_CORRUPT'],
    [{ errcode: 18 }, 'BAD_INPUT'],
    [{ errcode: 1555 }, 'INTERNAL'],
  ])('reads %j as %s', (codes, code) => {
    expect(asStoreError(sqlite(codes), 'x.db')).toMatchObject({ code });
  });

  it('lets through what is not of SQLite', () => {
    const ours = new GibseyError('LOCKED', 'x');
    const theirs = new TypeError('x');
    expect([asStoreError(ours, 'x'), asStoreError(theirs, 'x')]).toEqual([ours, theirs]);
  });
});
