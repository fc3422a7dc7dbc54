import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../clock/system.js';
import type { Migration } from '../migrations.js';
import { Connection } from './connection.js';
import { journalPath, openSqliteStore } from './factory.js';
import { migrate, pending } from './migrate.js';

function newPath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gibsey-migrate-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'gibsey.db');
}

function connect(path: string): Connection {
  const db = new Connection({ location: path, label: path, durable: false });
  onTestFinished(() => db.close());
  return db;
}

const migration = (name: string, text: string): Migration => ({
  name,
  text,
  checksum: createHash('sha256').update(text).digest('hex'),
});

const TWO = [
  migration('0001-a', 'CREATE TABLE a (x); INSERT INTO a VALUES (1);'),
  migration('0002-b', 'CREATE TABLE b (x); INSERT INTO b SELECT x + 1 FROM a;'),
];

describe('migrate', () => {
  it('applies each migration once, in order, and says when', () => {
    const db = connect(newPath());
    expect(migrate(db, TWO.slice(0, 1), () => 10)).toEqual(['0001-a']);
    expect(migrate(db, TWO, () => 20)).toEqual(['0002-b']);
    expect(migrate(db, TWO, () => 30)).toEqual([]);
    expect(db.all('SELECT name, applied_at FROM _migrations ORDER BY name')).toEqual([
      { name: '0001-a', applied_at: 10 },
      { name: '0002-b', applied_at: 20 },
    ]);
    expect(db.get('SELECT x FROM b')).toEqual({ x: 2 });
  });

  it('takes a failed migration back as a whole, and goes on when it is mended', () => {
    const db = connect(newPath());
    const broken = migration('0002-b', 'CREATE TABLE b (x); INSERT INTO nowhere VALUES (1);');
    expect(() => migrate(db, [TWO[0]!, broken], () => 1)).toThrow(/nowhere/);
    expect(db.get("SELECT name FROM sqlite_schema WHERE name = 'b'")).toBeUndefined();
    expect(pending(db, TWO).map(({ name }) => name)).toEqual(['0002-b']);
    expect(migrate(db, TWO, () => 1)).toEqual(['0002-b']);
  });

  it('does not touch the file of another program', () => {
    const path = newPath();
    const other = new DatabaseSync(path);
    other.exec('CREATE TABLE theirs (x)');
    other.close();
    const before = readFileSync(path);
    expect(() => migrate(connect(path), TWO, () => 1)).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID' }),
    );
    expect(readFileSync(path)).toEqual(before);
  });
});

describe('openSqliteStore', () => {
  const open = (path: string) => openSqliteStore({ path, clock: systemClock });

  it.each(['knowledge', 'journal'])('refuses a %s of a newer version', async (which) => {
    const path = newPath();
    await (await open(path)).close();
    const db = new DatabaseSync(which === 'journal' ? journalPath(path) : path);
    db.exec("INSERT INTO _migrations VALUES ('9999-future', 'x', 1)");
    db.close();
    await expect(open(path)).rejects.toMatchObject({
      code: 'STORE_TOO_NEW',
      hint: 'upgrade gibsey',
    });
  });

  it('refuses a store that was built by another text', async () => {
    const path = newPath();
    await (await open(path)).close();
    const db = new DatabaseSync(path);
    db.exec("UPDATE _migrations SET checksum = 'x'");
    db.close();
    await expect(open(path)).rejects.toMatchObject({ code: 'STORE_CORRUPT' });
  });
});
