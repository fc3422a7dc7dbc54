/** What the settings of the embedded store cost: commits that outlive a power cut, and scans in order of the id. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { systemClock } from '../src/lib/adapters/clock/system.js';
import { Connection } from '../src/lib/adapters/store/sqlite/connection.js';
import { openSqliteStore } from '../src/lib/adapters/store/sqlite/factory.js';
import { sqliteMemo } from '../src/lib/adapters/store/sqlite/memo.js';
import { sqlitePages } from '../src/lib/adapters/store/sqlite/pages.js';
import { sqliteVectors } from '../src/lib/adapters/store/sqlite/vectors.js';
import type { EmbeddedPage, Page } from '../src/lib/domain/page.js';
import { timed, type Contender, type Race } from './harness.js';

const SPACE = { id: 'bench', dimensions: 384 };
const PAGES = 850;
const PASSAGES = 6;
const LARGE = 100_000;

/** A body of about 420 tokens. */
const BODY = 'A sentence of eleven plain words that says nothing at all. '.repeat(35);
const PAGE: Omit<Page, 'id'> = {
  body: BODY,
  title: 'title',
  chapter: 'chapter',
  position: 1,
  charId: null,
  source: 'bench',
  updatedAt: 0,
  metadata: {},
};

/** Numbers that do not compress and do not repeat; a store does not look at them. */
const vector = (seed: number) =>
  Float32Array.from({ length: SPACE.dimensions }, (_, i) => Math.sin(seed * 384 + i));

function embeddedPage(i: number, passages: number): EmbeddedPage {
  const parts = Array.from({ length: passages }, (_, ordinal) => ordinal);
  return {
    pageId: id(i),
    contentHash: 'h'.repeat(64),
    version: 1,
    vector: vector(i),
    passages: parts.map((ordinal) => ({
      ordinal,
      start: ordinal,
      end: ordinal + 1,
      vector: vector(i),
    })),
  };
}

/** In no order, as natural keys are. */
const id = (i: number) => `page-${(i * 7919) % 100_003}`;
const range = (count: number) => Array.from({ length: count }, (_, i) => i);

async function inNewStore<T>(work: (path: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'gibsey-bench-'));
  try {
    const path = join(folder, 'gibsey.db');
    await (await openSqliteStore({ path, clock: systemClock })).close();
    return await work(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The same work on a fresh store, with commits that are synced to the disk and with commits that are not. */
function bothWays(work: (db: Connection) => Promise<void>): Contender[] {
  const contender = (name: string, durable: boolean): Contender => ({
    name,
    run: () =>
      inNewStore(async (path) => {
        const db = new Connection({ location: path, label: path, durable });
        const lap = await timed(() => work(db));
        db.close();
        return lap;
      }),
  });
  return [contender('synchronous = FULL (ours)', true), contender('synchronous = NORMAL', false)];
}

async function putPages(db: Connection): Promise<void> {
  await sqlitePages(db, systemClock).put(range(PAGES).map((i) => ({ id: id(i), ...PAGE })));
}

const embedded = range(PAGES).map((i) => embeddedPage(i, PASSAGES));

async function putVectors(db: Connection): Promise<void> {
  const vectors = sqliteVectors(db, systemClock);
  for (let i = 0; i < PAGES; i += 32) await vectors.put(SPACE, embedded.slice(i, i + 32));
}

async function putArtefacts(db: Connection): Promise<void> {
  const memo = sqliteMemo(db);
  for (const i of range(48)) await memo.putFirst('summarize', `${i}`, `input ${i}`, { text: BODY });
}

async function scans(): Promise<Contender[]> {
  const folder = mkdtempSync(join(tmpdir(), 'gibsey-bench-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'gibsey.db');
  const store = await openSqliteStore({ path, clock: systemClock });
  for (let i = 0; i < LARGE; i += 2000) {
    await store.vectors.put(
      SPACE,
      range(2000).map((j) => embeddedPage(i + j, 0)),
    );
  }
  const driver = new DatabaseSync(path);
  const rows = driver.prepare('SELECT page_id, content_hash, vector FROM page_vectors');
  return [
    { name: 'store.vectors.scan', run: () => timed(() => scanAll(store)) },
    { name: 'driver alone, all rows at once', run: () => timed(() => void rows.all()) },
  ];
}

async function scanAll(store: Awaited<ReturnType<typeof openSqliteStore>>): Promise<void> {
  const before = process.memoryUsage().rss;
  let peak = before;
  let count = 0;
  for await (const batch of store.vectors.scan(SPACE)) {
    count += batch.length;
    peak = Math.max(peak, process.memoryUsage().rss);
  }
  console.log(`scanned ${count} vectors, RSS grew by ${((peak - before) / 1e6).toFixed(0)} MB`);
}

const races: Race[] = [
  { name: `put ${PAGES} pages`, rounds: 5, contenders: async () => bothWays(putPages) },
  {
    name: `put ${PAGES} × ${PASSAGES} passages in batches of 32 pages`,
    rounds: 5,
    contenders: async () => bothWays(putVectors),
  },
  {
    name: 'put 48 artefacts one by one',
    rounds: 5,
    contenders: async () => bothWays(putArtefacts),
  },
  { name: `scan ${LARGE} × 384 vectors`, rounds: 3, contenders: scans },
];

export default races;
