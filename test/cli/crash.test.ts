import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/lib/adapters/clock/system.js';
import { openSqliteStore } from '../../src/lib/adapters/store/sqlite/factory.js';
import { gibsey, gibseyJson, temporaryFolder } from '../support/cli.js';
import { jsonLines, numbers, sampleBook } from '../support/book.js';
import { readerView, storeState } from '../support/store-state.js';

const MOMENTS = 20;
const CONFIG = { sources: [{ pages: 'book.jsonl', replace: true }], clustering: { k: 4 } };

/** Night one is published; then a fifth of the pages change, some go, some come. */
const before = sampleBook(5);
const after = [
  ...before
    .slice(2)
    .map((page, i) => (i % 5 === 0 ? { ...page, text: `${page.text} It was late.` } : page)),
  ...sampleBook(2, 99).map((page) => ({ ...page, id: `new-${page.id}` })),
];

const open = (folder: string) =>
  openSqliteStore({ path: join(folder, '.gibsey/gibsey.db'), clock: systemClock, readonly: true });

async function look<T>(
  folder: string,
  at: (store: Awaited<ReturnType<typeof open>>) => Promise<T>,
): Promise<T> {
  const store = await open(folder);
  try {
    return await at(store);
  } finally {
    await store.close();
  }
}

describe('kill -9 in the middle of a night', () => {
  const base = temporaryFolder();
  let durationMs = 0;
  let undisturbed: unknown;

  const copy = (name: string) => {
    const folder = join(base, name);
    mkdirSync(folder);
    cpSync(join(base, 'base'), folder, { recursive: true });
    return folder;
  };

  beforeAll(async () => {
    const folder = join(base, 'base');
    mkdirSync(folder);
    writeFileSync(join(folder, 'gibsey.config.json'), JSON.stringify(CONFIG));
    writeFileSync(join(folder, 'book.jsonl'), jsonLines(before));
    expect((await gibsey(['nightly'], { cwd: folder })).code).toBe(0);
    writeFileSync(join(folder, 'book.jsonl'), jsonLines(after));
    const reference = copy('undisturbed');
    const start = performance.now();
    expect((await gibsey(['nightly'], { cwd: reference })).code).toBe(0);
    durationMs = performance.now() - start;
    undisturbed = await look(reference, storeState);
  });

  it(`loses nothing and shows whole nights only, at ${MOMENTS} random moments`, async () => {
    const next = numbers(Date.now());
    const killedIn = new Set<string>();
    for (let i = 0; i < MOMENTS; i++) {
      const folder = copy(`killed-${i}`);
      const [old] = [await look(folder, readerView)];
      const moment = ((next() % 1000) / 1000) * durationMs;
      const killed = await gibsey(['nightly'], {
        cwd: folder,
        started: (child) => setTimeout(() => child.kill('SIGKILL'), moment),
      });
      const seen = await look(folder, readerView);
      expect(seen.complete, `killed after ${moment} ms`).toBe(true);
      expect([old.number, old.number + 1]).toContain(seen.number);
      const again = await gibseyJson<{ status: string }>(['nightly'], { cwd: folder });
      expect(again.code, again.stderr).toBe(0);
      expect(await look(folder, storeState), `killed after ${moment} ms`).toEqual(undisturbed);
      if (killed.signal === 'SIGKILL') killedIn.add(`${again.json.status} ${seen.number}`);
    }
    expect(killedIn.size, 'at least some kills must have hit the night').toBeGreaterThan(0);
  });
});
