import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ColumnKind } from '../../../ports/store/table.js';
import { TABLES } from '../../../ports/store/tables/index.js';
import { systemClock } from '../../clock/system.js';
import { columnsNamed, columnsOf } from '../declared.js';
import { Connection } from './connection.js';
import { journalPath, openSqliteStore } from './factory.js';

const TYPES: Record<ColumnKind, string> = {
  ...{ text: 'TEXT', int: 'INTEGER', real: 'REAL', flag: 'INTEGER', time: 'INTEGER' },
  ...{ json: 'TEXT', vector: 'BLOB' },
};

interface Info {
  name: string;
  type: string;
  notnull: 0 | 1;
  pk: number;
}

describe('migrations', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gibsey-declared-'));
  const path = join(folder, 'gibsey.db');
  const open = (location: string) => new Connection({ location, label: location, durable: false });
  let files: Record<'knowledge' | 'operations', Connection>;

  beforeAll(async () => {
    await (await openSqliteStore({ path, clock: systemClock })).close();
    files = { knowledge: open(path), operations: open(journalPath(path)) };
  });
  afterAll(() => {
    for (const file of Object.values(files)) file.close();
    rmSync(folder, { recursive: true });
  });

  it.each(TABLES.map((table) => [table.name, table] as const))(
    'make %s as declared',
    (_, table) => {
      const info = files[table.half].all<Info>(`PRAGMA table_info(${table.name})`);
      const made = info.map(({ name, type, notnull }) => ({ name, type, nullable: notnull === 0 }));
      const declared = columnsOf(table).map(({ name, kind, nullable }) => {
        return { name, type: TYPES[kind], nullable };
      });
      const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1);
      expect(made.sort(byName)).toEqual(declared.sort(byName));
      const key = info.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk);
      expect(key.map(({ name }) => name)).toEqual(namesOf(columnsNamed(table, table.key)));
    },
  );

  it.each(TABLES.flatMap((table) => (table.indexed ?? []).map((each) => [table, each] as const)))(
    'have an index on what $0.name is found by',
    (table, property) => {
      const [column] = columnsNamed(table, [property]);
      const sql = `EXPLAIN QUERY PLAN SELECT * FROM ${table.name} WHERE ${column!.name} = ?`;
      const [step] = files[table.half].all<{ detail: string }>(sql, 'x');
      expect(step?.detail).toMatch(/^SEARCH .* USING INDEX/);
    },
  );

  it('know whose rows are whose', () => {
    for (const { owner, partition, indexed = [] } of TABLES) {
      if (owner !== undefined) expect([...partition.slice(0, 1), ...indexed]).toContain(owner);
    }
  });
});

const namesOf = (columns: readonly { name: string }[]) => columns.map(({ name }) => name);
