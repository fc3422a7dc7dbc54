import { expect, it } from 'vitest';
import { readMigrations } from '../migrations.js';
import { statementsOf } from './migrate.js';

it('splits a migration into statements without comments', () => {
  const text = `-- About it all; even so.
CREATE TABLE a (
  x text, -- a comment
  y int
);

-- optional: the server may refuse
ALTER TABLE a WITH cdc = true;
`;
  expect(statementsOf(text)).toEqual([
    { cql: 'CREATE TABLE a (\n  x text, \n  y int\n)', optional: false },
    { cql: 'ALTER TABLE a WITH cdc = true', optional: true },
  ]);
});

it('has migrations that can be repeated', () => {
  const migrations = readMigrations(new URL('./migrations/', import.meta.url), '.cql');
  expect(migrations.length).toBeGreaterThan(0);
  for (const { text } of migrations) {
    for (const { cql } of statementsOf(text)) {
      expect(cql).toMatch(
        /^((CREATE (TABLE|INDEX) IF NOT EXISTS|ALTER TABLE \w+ (WITH|ADD IF NOT EXISTS)) |INSERT INTO .* IF NOT EXISTS$|UPDATE .* IF EXISTS$)/s,
      );
    }
  }
});
