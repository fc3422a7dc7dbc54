import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { pendingMigrations, readMigrations } from './migrations.js';

function folderOf(files: Record<string, string>): URL {
  const folder = mkdtempSync(join(tmpdir(), 'gibsey-migrations-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return pathToFileURL(`${folder}/`);
}

const three = () =>
  readMigrations(folderOf({ '0001-a.sql': 'a', '0002-b.sql': 'b', '0010-c.sql': 'c' }), '.sql');
const names = (migrations: { name: string }[]) => migrations.map(({ name }) => name);

describe('readMigrations', () => {
  it('reads files of one kind in order', () => {
    const folder = folderOf({
      '0002-b.sql': 'b',
      '0001-a.sql': 'a',
      'readme.md': '',
      '0001-a.cql': '',
    });
    expect(names(readMigrations(folder, '.sql'))).toEqual(['0001-a', '0002-b']);
  });

  it('has checksums that do not depend on line ends', () => {
    const [unix] = readMigrations(folderOf({ '1.sql': 'x\ny\n' }), '.sql');
    const [windows] = readMigrations(folderOf({ '1.sql': 'x\r\ny\r\n' }), '.sql');
    expect(windows).toEqual(unix);
    expect(readMigrations(folderOf({ '1.sql': 'x\n\ny' }), '.sql')[0]?.checksum).not.toBe(
      unix?.checksum,
    );
  });
});

describe('pendingMigrations', () => {
  it('are those behind the last applied one', () => {
    const known = three();
    expect(names(pendingMigrations('s', known, []))).toEqual(['0001-a', '0002-b', '0010-c']);
    expect(names(pendingMigrations('s', known, known.slice(0, 1)))).toEqual(['0002-b', '0010-c']);
    expect(pendingMigrations('s', known, known)).toEqual([]);
  });

  it('are refused to a store of a newer version', () => {
    const applied = [...three(), { name: '0011-d', checksum: 'd' }];
    expect(() => pendingMigrations('here.db', three(), applied)).toThrow(
      expect.objectContaining({
        code: 'STORE_TOO_NEW',
        message: expect.stringMatching(/here\.db.*0011-d/) as string,
      }),
    );
  });

  it('are refused when an applied one had another text', () => {
    const applied = [{ name: '0001-a', checksum: 'another' }];
    expect(() => pendingMigrations('here.db', three(), applied)).toThrow(
      expect.objectContaining({
        code: 'STORE_CORRUPT',
        message: expect.stringMatching(/0001-a/) as string,
      }),
    );
  });

  it('are refused when one was left out', () => {
    const known = three();
    expect(() => pendingMigrations('here.db', known, known.slice(1))).toThrow(
      expect.objectContaining({
        code: 'STORE_CORRUPT',
        message: expect.stringMatching(/0001-a/) as string,
      }),
    );
  });
});
