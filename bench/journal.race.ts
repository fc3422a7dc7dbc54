/** What a look-up waits for when it is recorded: in the operations journal, or in the knowledge beside a night. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { systemClock } from '../src/lib/adapters/clock/system.js';
import { Connection } from '../src/lib/adapters/store/sqlite/connection.js';
import { journalPath, openSqliteStore } from '../src/lib/adapters/store/sqlite/factory.js';
import { sqliteLookups } from '../src/lib/adapters/store/sqlite/lookups.js';
import type { Lookup } from '../src/lib/domain/lookup.js';
import { timed, type Contender, type Race, type Timing } from './harness.js';

const LOOKUPS = 500;
const STORE = join(import.meta.dirname, '../src/lib/adapters/store/sqlite');
const MIGRATIONS = join(STORE, 'migrations/operations');

const lookup = (i: number): Lookup => ({
  ...{ id: `look-up ${i}`, queryHash: 'h'.repeat(64), queryId: null, answerId: 'a'.repeat(64) },
  ...{ clusterId: 7, group: 2, hit: true, similarity: 0.9, score: 0.9, threshold: 0.8, veto: null },
  ...{ audit: null, latencyMs: 9.5, createdAt: 1_700_000_000_000 + i },
});

/** As a night writes: batches of 32 pages with 6 vectors each, one after the other, until it is told to stop. */
const NIGHT = `
  const { workerData, parentPort } = require('node:worker_threads');
  const { DatabaseSync } = require('@photostructure/sqlite');
  const db = new DatabaseSync(workerData.path, { timeout: 10000 });
  db.exec('PRAGMA synchronous = FULL');
  const stop = new Int32Array(workerData.stop);
  const put = db.prepare("INSERT OR REPLACE INTO passages VALUES (?, 's', ?, 0, 1, ?)");
  const vector = Buffer.alloc(1536, 7);
  for (let batch = 0; Atomics.load(stop, 0) === 0; batch++) {
    db.exec('BEGIN IMMEDIATE');
    for (let i = 0; i < 192; i++) put.run('page ' + ((batch * 32 + i) % 4000), i % 6, vector);
    db.exec('COMMIT');
    if (batch === 0) parentPort.postMessage('writing');
  }
  db.close();`;

async function besideANight<T>(path: string, work: () => Promise<T>): Promise<T> {
  const stop = new SharedArrayBuffer(4);
  const night = new Worker(NIGHT, { eval: true, workerData: { path, stop } });
  const ended = new Promise((done) => night.once('exit', done));
  await new Promise((writing, failed) => night.once('message', writing).once('error', failed));
  try {
    return await work();
  } finally {
    Atomics.store(new Int32Array(stop), 0, 1);
    await ended;
  }
}

async function recordAll(location: string, durable: boolean): Promise<Timing> {
  const db = new Connection({ location, label: location, durable });
  const log = sqliteLookups(db, db);
  const waits: number[] = [];
  const lap = await timed(async () => {
    for (let i = 0; i < LOOKUPS; i++) {
      const { wallMs } = await timed(() => log.record([lookup(i)]));
      waits.push(wallMs);
    }
  });
  db.close();
  waits.sort((a, b) => a - b);
  const at = (share: number) => waits[Math.floor(share * (LOOKUPS - 1))]?.toFixed(2);
  console.log(`p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, longest ${at(1)} ms`);
  return lap;
}

function contender(name: string, file: 'journal' | 'knowledge', night: boolean): Contender {
  return {
    name,
    async run() {
      const folder = mkdtempSync(join(tmpdir(), 'gibsey-bench-'));
      const path = join(folder, 'gibsey.db');
      await (await openSqliteStore({ path, clock: systemClock })).close();
      if (file === 'knowledge') addTables(path);
      const record = () =>
        recordAll(file === 'journal' ? journalPath(path) : path, file === 'knowledge');
      try {
        return await (night ? besideANight(path, record) : record());
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  };
}

/** Those of the journal, look-ups and what came after; the first migration is of runs and locks. */
function addTables(path: string): void {
  const db = new Connection({ location: path, label: path, durable: true });
  const [, ...migrations] = readdirSync(MIGRATIONS).sort();
  for (const file of migrations) db.exec(readFileSync(join(MIGRATIONS, file), 'utf8'));
  db.close();
}

const pair = (night: boolean) => async () => [
  contender('in the journal (ours)', 'journal', night),
  contender('in the knowledge', 'knowledge', night),
];

const races: Race[] = [
  { name: `record ${LOOKUPS} look-ups one by one`, rounds: 5, contenders: pair(false) },
  { name: `the same beside a night that writes`, rounds: 5, contenders: pair(true) },
];

export default races;
