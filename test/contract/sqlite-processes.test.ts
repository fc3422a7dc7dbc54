import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { DatabaseSync } from '@photostructure/sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../src/lib/adapters/clock/system.js';
import { journalPath, openSqliteStore } from '../../src/lib/adapters/store/sqlite/factory.js';
import { together, Worker } from './sqlite-processes/spawn.js';
import { SPACE } from './store/fixtures.js';

const BATCH = 20;

function newPath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gibsey-processes-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'gibsey.db');
}

async function open(path: string) {
  const store = await openSqliteStore({ path, clock: systemClock });
  onTestFinished(() => store.close());
  return store;
}

function sql(path: string, query: string): unknown[] {
  const db = new DatabaseSync(path);
  try {
    return db.prepare(query).all();
  } finally {
    db.close();
  }
}

describe('several processes on one embedded store', { timeout: 120_000 }, () => {
  it('migrate it once when they start together on nothing', async () => {
    for (let round = 0; round < 2; round++) {
      const path = newPath();
      expect(await together<number>(4, 'open', path)).toEqual([0, 0, 0, 0]);
      for (const file of [path, journalPath(path)]) {
        const rows = sql(file, 'SELECT name FROM _migrations');
        expect(new Set(rows.map((row) => (row as { name: string }).name)).size).toBe(rows.length);
        expect(rows.length).toBeGreaterThan(0);
      }
    }
  });

  it('keep an account exact', async () => {
    const path = newPath();
    const { ledger } = await open(path);
    await ledger.apply({ account: 'busy', requestId: 'deposit', delta: 70, reason: 'gift' });
    const outcomes = await together<string[]>(4, 'debit', path);
    // 40 shared requests and 4 × 10 own ones make 80 wishes for 70 credits.
    expect(await ledger.balance('busy')).toBe(0);
    const debits = (await ledger.entries('busy')).filter(({ delta }) => delta < 0);
    expect(new Set(debits.map(({ balanceAfter }) => balanceAfter)).size).toBe(70);
    expect(outcomes.flat()).toHaveLength(200);
    expect(
      outcomes.flat().filter((outcome) => outcome === 'insufficient').length,
    ).toBeGreaterThanOrEqual(10);
  });

  it('never get the same fence', async () => {
    const path = newPath();
    const fences = (await together<number[]>(4, 'lock', path)).flat();
    expect(new Set(fences).size).toBe(fences.length);
    expect(fences.length).toBeGreaterThan(100);
    expect((await (await open(path)).locks.read('night'))?.fence).toBe(Math.max(...fences));
  });
});

describe('a process that is killed while it writes', { timeout: 120_000 }, () => {
  it('leaves a store that is whole, with whole batches and all that were acknowledged', async () => {
    const path = newPath();
    for (let round = 0; round < 5; round++) {
      const worker = new Worker('write', path, `round${round}`);
      worker.go();
      await worker.hasSaid(4);
      await delay(round * 17);
      worker.process.kill('SIGKILL');
      await worker.ended;
      const acknowledged = worker.said().length - 1;
      expect(sql(path, 'PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
      const pages = `SELECT count(*) AS n FROM pages WHERE page_id LIKE 'round${round}-%'`;
      const { n } = sql(path, pages)[0] as { n: number };
      expect(n % BATCH).toBe(0);
      expect(n).toBeGreaterThanOrEqual(acknowledged * BATCH);
      expect(n).toBeLessThanOrEqual((acknowledged + 2) * BATCH);
    }
    const store = await open(path);
    const { pages, passages } = await store.vectors.count(SPACE);
    expect([pages % BATCH, passages]).toEqual([0, pages * 2]);
  });
});
