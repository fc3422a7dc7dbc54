import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Page } from '../../../domain/page.js';
import type { Summary } from '../../../domain/summary.js';
import type { Store } from '../../../ports/index.js';
import { systemClock } from '../../clock/system.js';
import { journalPath, openSqliteStore } from './factory.js';

const SPACE = { id: 'tiny', dimensions: 2 };
const OWNER = { runId: 'r', pid: 1, host: 'h', command: 'nightly' };

function newPath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gibsey-sqlite-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'deep', 'gibsey.db');
}

async function open(path: string, readonly = false): Promise<Store> {
  const store = await openSqliteStore({ path, clock: systemClock, readonly });
  onTestFinished(() => store.close());
  return store;
}

const page = (id: string, body = `Body of ${id}.`): Page => ({
  id,
  body,
  title: null,
  chapter: null,
  position: 1,
  charId: null,
  source: 's',
  updatedAt: 5,
  metadata: {},
});

const vectorOf = (pageId: string, version = 1) => ({
  pageId,
  contentHash: 'h',
  version,
  vector: Float32Array.of(1, 0),
  passages: [{ ordinal: 0, start: 0, end: 1, vector: Float32Array.of(0, 1) }],
});

async function filled(path: string): Promise<Store> {
  const store = await open(path);
  await store.pages.put(['a', 'b'].map((id) => page(id)));
  await store.vectors.put(SPACE, [vectorOf('a'), vectorOf('b')]);
  return store;
}

/** Another program on the same file. */
function plainSql(path: string) {
  const db = new DatabaseSync(path);
  onTestFinished(() => db.close());
  return db;
}

async function drain(batches: AsyncIterable<unknown[]>): Promise<number> {
  let rows = 0;
  for await (const batch of batches) rows += batch.length;
  return rows;
}

function removeLogs(path: string): void {
  const folder = join(path, '..');
  for (const name of readdirSync(folder)) {
    if (/-(wal|shm)$/.test(name)) rmSync(join(folder, name));
  }
}

/** Permissions say nothing to root. */
async function asNobody(work: () => Promise<void>): Promise<void> {
  const root = process.geteuid?.() === 0;
  if (root) process.seteuid?.(65534);
  try {
    await work();
  } finally {
    if (root) process.seteuid?.(0);
  }
}

const digest = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');

describe('an unchanged night', () => {
  it('makes a store and says so, once; where it must exist, makes none', async () => {
    const path = newPath();
    const refused = { path, clock: systemClock, mustExist: true };
    for (const readonly of [true, false]) {
      await expect(openSqliteStore({ ...refused, readonly })).rejects.toMatchObject({
        code: 'STORE_MISSING',
        message: `There is no store at ${path}.`,
      });
    }
    expect(existsSync(join(path, '..'))).toBe(false);
    expect((await open(path, true)).isNew).toBe(false);
    expect((await open(path)).isNew).toBe(true);
    expect((await open(path)).isNew).toBe(false);
    const store = await openSqliteStore(refused);
    expect(store.isNew).toBe(false);
    await store.close();
  });

  it('leaves the knowledge byte-identical: runs and locks have a file of their own', async () => {
    const path = newPath();
    await (await filled(path)).close();
    const before = [digest(path), digest(journalPath(path))];
    const store = await open(path);
    await drain(store.pages.scan());
    await drain(store.vectors.scan(SPACE));
    const fence = (await store.locks.take('night', OWNER, null)) ?? 0;
    await store.locks.beat('night', fence);
    const nothing = { calls: 0, tokens: 0, costUsd: 0 };
    const record = {
      stages: [],
      warnings: [],
      published: null,
      configHash: '',
      versions: {},
      error: null,
    };
    const times = { status: 'unchanged', startedAt: 1, endedAt: 2, durationMs: 1 } as const;
    await store.runs.put({ runId: 'r', command: 'nightly', models: nothing, ...times, ...record });
    await store.pages.put([page('a'), page('b')]);
    await store.locks.release('night', fence);
    await store.close();
    expect(digest(path)).toBe(before[0]);
    expect(existsSync(`${path}-wal`) ? readFileSync(`${path}-wal`).length : 0).toBe(0);
    expect(digest(journalPath(path))).not.toBe(before[1]);
  });

  it('folds everything into the two files on close', async () => {
    const path = newPath();
    await (await filled(path)).close();
    removeLogs(path);
    const store = await open(path);
    expect(await store.pages.count()).toBe(2);
  });
});

describe('readonly', () => {
  it('creates nothing where there is nothing, and reads it as empty', async () => {
    const path = newPath();
    const store = await open(path, true);
    expect(await store.pages.count()).toBe(0);
    expect(await store.generations.published('pages')).toBeNull();
    expect(await store.runs.list(5)).toEqual([]);
    await expect(store.pages.put([page('a')])).rejects.toMatchObject({ code: 'STORE_READONLY' });
    expect(existsSync(join(path, '..'))).toBe(false);
  });

  it('sees what another process has committed, and cannot write', async () => {
    const path = newPath();
    const writer = await filled(path);
    const reader = await open(path, true);
    expect(await reader.pages.count()).toBe(2);
    await writer.pages.put([page('c')]);
    expect((await reader.pages.get(['c']))[0]?.body).toBe('Body of c.');
    const attempts = [
      reader.pages.put([page('d')]),
      reader.locks.take('n', OWNER, null),
      reader.pages.delete(['a']),
    ];
    for (const attempt of attempts) {
      await expect(attempt).rejects.toMatchObject({ code: 'STORE_READONLY' });
    }
    expect(await writer.pages.count()).toBe(3);
  });

  it.each(['with logs beside it', 'without logs'])(
    'reads a folder that is locked, %s',
    async (how) => {
      const path = newPath();
      await (await filled(path)).close();
      if (how === 'without logs') removeLogs(path);
      const folder = join(path, '..');
      const lock = (on: boolean) => {
        for (const name of readdirSync(folder)) chmodSync(join(folder, name), on ? 0o444 : 0o644);
        chmodSync(folder, on ? 0o555 : 0o755);
      };
      chmodSync(join(folder, '..'), 0o755);
      lock(true);
      await asNobody(async () => {
        const store = await open(path, true);
        expect(await store.pages.count()).toBe(2);
        expect(await store.runs.list(1)).toEqual([]);
        const write = async () => (await open(path)).pages.put([page('c')]);
        await expect(write()).rejects.toMatchObject({ code: 'STORE_READONLY' });
      });
      lock(false);
    },
  );

  it('asks for a migration that it may not apply', async () => {
    const path = newPath();
    await (await filled(path)).close();
    plainSql(path).exec('DELETE FROM _migrations');
    await expect(open(path, true)).rejects.toMatchObject({
      code: 'STORE_READONLY',
      hint: 'gibsey migrate',
    });
  });
});

describe('the journal', () => {
  it('lies beside the knowledge', () => {
    expect(journalPath('/x.y/gibsey.db')).toBe('/x.y/gibsey.ops.db');
    expect(journalPath('/x.y/gibsey')).toBe('/x.y/gibsey.ops');
  });

  it('may be lost: new fences are above all that have published', async () => {
    const path = newPath();
    const store = await open(path);
    const generation = { pipeline: 'pages', clustering: 'c', space: 's', runId: 'r' } as const;
    await store.generations.put({ id: 'g', number: 1, createdAt: 1, entries: [], ...generation });
    await store.generations.publish('pages', { expect: null, next: 'g', fence: 41 });
    await store.close();
    rmSync(journalPath(path));
    expect(await (await open(path)).locks.take('night', OWNER, null)).toBe(42);
  });
});

describe('what other programs see and do by SQL', () => {
  it('shows the published generation, and that alone', async () => {
    const path = newPath();
    const store = await open(path);
    await publishOneCluster(store);
    const db = plainSql(path);
    const rows = (sql: string) =>
      db
        .prepare(sql)
        .all()
        .map((row) => ({ ...(row as object) }));
    expect(rows('SELECT * FROM summaries')).toEqual([
      {
        cluster_id: 7,
        center_page: 'a',
        summary: 'What it says.',
        updated_at: '2024-02-29T12:00:00.250Z',
        title: 'A title',
        keywords: '["one","two"]',
        size: 1,
        cohesion: 0.75,
        model: 'extractive',
        prompt_version: 3,
        words: 3,
        coverage: 0.5,
        stale: 1,
      },
    ]);
    expect(rows('SELECT cluster_id, size, lineage FROM clusters')).toEqual([
      { cluster_id: 7, size: 1, lineage: 'new' },
    ]);
    expect(rows('SELECT * FROM cluster_members')).toEqual([
      { cluster_id: 7, page_id: 'a', distance: 0.25, content_hash: 'h' },
    ]);
  });

  it('takes a page of three words, and one with nothing but a body', async () => {
    const path = newPath();
    const store = await open(path);
    const before = Date.now();
    plainSql(path).exec("INSERT INTO pages (page_id, body) VALUES ('x', 'By plain SQL.')");
    const [stored] = await store.pages.get(['x']);
    expect(stored).toMatchObject({
      body: 'By plain SQL.',
      metadata: {},
      title: null,
      position: null,
    });
    expect(stored?.contentHash).toBe(createHash('sha256').update('By plain SQL.').digest('hex'));
    expect(stored?.updatedAt).toBeGreaterThanOrEqual(before - 2);
    expect(stored?.version).toBeGreaterThanOrEqual((before - 2) * 1000);
  });

  it('notices a body that changed without a version', async () => {
    const path = newPath();
    const store = await filled(path);
    const [before] = await store.pages.get(['a']);
    const sequence = await store.changes.latest();
    const db = plainSql(path);
    db.exec("UPDATE pages SET body = 'Mended.' WHERE page_id = 'a'");
    db.exec("UPDATE pages SET body = 'Mended.', updated_at = 9 WHERE page_id = 'a'");
    const [after] = await store.pages.get(['a']);
    expect(after?.version).toBeGreaterThan(before?.version ?? Infinity);
    expect(after?.contentHash).toBe(createHash('sha256').update('Mended.').digest('hex'));
    const changes = await store.changes.read(sequence, 10);
    expect(changes.map(({ table, id, op }) => [table, id, op])).toEqual([['pages', 'a', 'put']]);
  });

  it('removes vectors and passages with a page that is deleted or renamed', async () => {
    const path = newPath();
    const store = await filled(path);
    const sequence = await store.changes.latest();
    const db = plainSql(path);
    db.exec("DELETE FROM pages WHERE page_id = 'a'");
    db.exec("UPDATE pages SET page_id = 'z' WHERE page_id = 'b'");
    expect(await store.vectors.count(SPACE)).toEqual({ pages: 0, passages: 0 });
    const pages = (await store.changes.read(sequence, 10)).filter(({ table }) => table === 'pages');
    expect(pages.map(({ id, op }) => `${op} ${id}`)).toEqual(['delete a', 'delete b', 'put z']);
  });

  it('cannot rewrite the ledger', async () => {
    const path = newPath();
    const store = await open(path);
    await store.ledger.apply({ account: 'x', requestId: 'r', delta: 5, reason: 'gift' });
    const db = plainSql(path);
    expect(() => db.exec('UPDATE ledger SET delta = 500')).toThrow(/append-only/);
    expect(() => db.exec('DELETE FROM ledger')).toThrow(/append-only/);
    expect(() => db.exec('UPDATE accounts SET balance = -1')).toThrow(/CHECK/);
  });
});

it.each([true, false])('refuses a folder in place of a file (read-only: %s)', async (readonly) => {
  const path = join(newPath(), '..', '..');
  await expect(open(path, readonly)).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    hint: expect.stringContaining(join(path, 'gibsey.db')) as string,
  });
});

it('says so when it is used after it was closed', async () => {
  const store = await open(newPath());
  await store.close();
  await expect(store.pages.count()).rejects.toMatchObject({
    code: 'INTERNAL',
    message: expect.stringMatching(/is closed/) as string,
  });
});

async function publishOneCluster(store: Store): Promise<void> {
  const summary: Summary = {
    clusterId: 7,
    centerPage: 'of an older night',
    title: 'A title',
    summary: 'What it says.',
    keywords: ['one', 'two'],
    words: 3,
    size: 99,
    cohesion: 0.1,
    model: 'extractive',
    promptVersion: 3,
    coverage: 0.5,
    updatedAt: Date.UTC(2024, 1, 29, 12, 0, 0, 250),
  };
  await store.memo.putFirst('summarize', '7', 'input', { ...summary });
  const nature = { size: 1, centerPage: 'a', cohesion: 0.75, lineage: 'new', from: [] } as const;
  const centres = { centre: Float32Array.of(1, 0), founding: Float32Array.of(1, 0) };
  const counts = { k: 1, seed: 42, points: 1, noise: 0, inertia: 0, nextId: 8, rebased: false };
  for (const id of ['published', 'another']) {
    const clusters = [{ clusterId: 7, ...nature, from: [], ...centres }];
    const what = { id, pipeline: 'pages', space: 's', algorithm: 'kmeans', basis: null } as const;
    await store.clusterings.put({ ...what, ...counts, clusters, retired: [] }, [
      { id: 'a', clusterId: 7, distance: 0.25, contentHash: 'h' },
    ]);
    const entries = [{ clusterId: 7, artefact: 'input', stale: id === 'published' }];
    const times = { number: 1, runId: 'r', createdAt: 1 };
    await store.generations.put({
      id,
      pipeline: 'pages',
      clustering: id,
      space: 's',
      ...times,
      entries,
    });
  }
  await store.generations.publish('pages', { expect: null, next: 'published', fence: 1 });
}
