/** A store that an earlier version has left is gone on with as that version would have: see test/fixtures/earlier. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { caseFolder, expected, withoutRepeated } from '../fixtures/earlier/kept.js';
import { night } from '../fixtures/earlier/nights.js';
import { rowsOf } from '../fixtures/earlier/sqlite.js';
import { CASES, modelHost } from '../fixtures/earlier/story.js';
import type { OllamaHost } from '../fixtures/ollama/server.js';
import { BIN } from '../support/cli.js';

let host: OllamaHost;
beforeAll(async () => void (host = await modelHost()));
afterAll(() => host.close());

it.each(CASES.slice(1))('a night on a store of before: $name', async (each) => {
  const folder = caseFolder(each);
  const seen = await night({ bin: BIN, folder, host }, each, 1);
  expect(seen).toMatchObject(withoutRepeated(seen, expected()[each.name]!));
});

it('an unchanged night asks nobody, and leaves every row as it was', async () => {
  const [unchanged] = CASES;
  const folder = caseFolder(unchanged!);
  const file = join(folder, '.gibsey/gibsey.db');
  const before = rowsOf(file);
  const seen = await night({ bin: BIN, folder, host }, unchanged!, 1);
  expect(seen).toMatchObject({ status: 'unchanged', asked: 0, embedded: 0 });
  expect(seen).toMatchObject(expected()[unchanged!.name]!);
  const after = rowsOf(file);
  for (const [table, rows] of Object.entries(before)) {
    // Columns that came later stand behind those that were there.
    const found = after[table]!.map((row, i) => row.slice(0, rows[i]?.length));
    expect(found, table).toEqual(rows);
  }
});
