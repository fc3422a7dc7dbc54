import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { gibsey, gibseyJson, temporaryFolder, type RunOptions } from '../support/cli.js';
import { jsonLines, sampleBook } from '../support/book.js';
import { when } from '../support/nights.js';

interface RunDocument {
  run_id: string;
  status: string;
  stages: { name: string; status: string; processed: number; skipped: number; failed: number }[];
  models: { calls: number; tokens: number; cost_usd: number };
  warnings: string[];
}
interface Assignments {
  generation: string | null;
  assignments: { id: string; cluster_id: number }[];
}

const sha = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');

/** One story, told in order: each test goes on where the one before it ended. */
describe('a night', () => {
  const cwd = temporaryFolder();
  const book = sampleBook(6);
  const at: RunOptions = { cwd };
  const store = join(cwd, '.gibsey/gibsey.db');
  const write = (rows: readonly unknown[]) =>
    writeFileSync(join(cwd, 'book.jsonl'), jsonLines(rows));
  const assignments = async () => {
    const { json } = await gibseyJson<Assignments>(['status', '--assignments'], at);
    return new Map(json.assignments.map(({ id, cluster_id }) => [id, cluster_id]));
  };
  beforeAll(() => write(book));

  it('says what it would do in an empty folder and leaves nothing behind', async () => {
    const { code, json } = await gibseyJson<{ dry_run: boolean }>(['nightly', '--dry-run'], at);
    expect(code).toBe(0);
    expect(json.dry_run).toBe(true);
    expect(existsSync(store)).toBe(false);
  });

  it('ingests pages and says so', async () => {
    const { code, json } = await gibseyJson<RunDocument>(['ingest', 'pages', 'book.jsonl'], at);
    expect(code).toBe(0);
    expect(json.stages).toMatchObject([
      { name: 'ingest', status: 'success', processed: 24, failed: 0 },
    ]);
  });

  it('plans exactly what the next stage will do, and upper bounds behind it', async () => {
    const { json } = await gibseyJson<{
      stages: { name: string; run: number; certainty: string; most: number | null }[];
    }>(['nightly', '--dry-run', '-k', '4'], at);
    expect(json.stages).toMatchObject([
      { name: 'embed', run: 24, certainty: 'exact' },
      { name: 'cluster', certainty: 'at most', most: 1 },
      { name: 'summarize', certainty: 'at most', most: 4 },
      { name: 'publish', certainty: 'at most', most: 1 },
    ]);
  });

  it('runs stage by stage, and publishes nothing by that', async () => {
    expect((await gibsey(['embed'], at)).code).toBe(0);
    const { json } = await gibseyJson<{ k: number; clusters: object[]; assignments: object[] }>(
      ['cluster', '-k', '4', '--assignments'],
      at,
    );
    expect(json).toMatchObject({
      k: 4,
      collection: 'pages',
      algorithm: 'kmeans',
      noise: 0,
      retired: [],
    });
    expect(json.clusters).toHaveLength(4);
    expect(json.assignments).toHaveLength(24);
    expect((await gibsey(['summarize'], at)).code).toBe(0);
    expect((await assignments()).size).toBe(0);
  });

  it('publishes what the stages have made, computing nothing again', async () => {
    const { code, json } = await gibseyJson<RunDocument>(['nightly', '-k', '4'], at);
    expect(code).toBe(0);
    expect(json.status).toBe('success');
    expect(json.stages.map(({ name, status }) => `${name} ${status}`)).toEqual([
      'embed unchanged',
      'cluster unchanged',
      'summarize unchanged',
      'publish success',
    ]);
    expect((await assignments()).size).toBe(24);
  });

  it('finds the chapters', async () => {
    const found = await assignments();
    const pairs = new Set(book.map(({ id, chapter }) => `${chapter} ${found.get(id)}`));
    expect(pairs.size).toBe(4);
  });

  it('shows summaries within their limits', async () => {
    const { json } = await gibseyJson<
      { title: string; summary: string; words: number; model: string }[]
    >(['status', '--summaries'], at);
    expect(json).toHaveLength(4);
    for (const { title, summary, words, model } of json) {
      expect(model).toBe('extractive');
      expect(words).toBeLessThanOrEqual(250);
      expect(summary).toMatch(/[.!?]$/);
      expect(title.split(' ').length).toBeLessThanOrEqual(8);
    }
  });

  it('changes no byte of the knowledge when nothing has changed', async () => {
    const before = sha(store);
    const { code, json } = await gibseyJson<RunDocument>(['nightly', '-k', '4'], at);
    expect(code).toBe(0);
    expect(json).toMatchObject({ status: 'unchanged', models: { calls: 0, tokens: 0 } });
    expect(json.stages.every(({ processed }) => processed === 0)).toBe(true);
    expect((await gibsey(['ingest', 'pages', 'book.jsonl'], at)).stdout).toMatch(
      /^Nothing changed: 24 units/,
    );
    expect(sha(store)).toBe(before);
  });

  it('keeps the ids of clusters when pages come and change', async () => {
    const old = await assignments();
    const [first, ...rest] = book;
    write([
      { ...first, text: `${first?.text} The gate creaked.` },
      ...rest,
      { ...first, id: 'page-900' },
    ]);
    await gibsey(['ingest', 'pages', 'book.jsonl'], at);
    const { json } = await gibseyJson<RunDocument>(['nightly', '-k', '4'], at);
    expect(json.stages.find(({ name }) => name === 'embed')).toMatchObject({
      processed: 2,
      skipped: 23,
    });
    const now = await assignments();
    for (const [id, cluster] of old) expect(now.get(id), id).toBe(cluster);
    expect(now.get('page-900')).toBe(old.get('page-001'));
  });

  it('removes pages that left their source, when it is told to', async () => {
    write(book.slice(1));
    await gibsey(['ingest', 'pages', 'book.jsonl', '--replace'], at);
    await gibsey(['nightly', '-k', '4'], at);
    const now = await assignments();
    expect([now.has('page-001'), now.has('page-900'), now.size]).toEqual([false, false, 23]);
  });

  it('remembers what each run did', async () => {
    const { json } = await gibseyJson<RunDocument[]>(['runs'], at);
    expect(json.length).toBeGreaterThan(6);
    const [newest] = json;
    const one = await gibseyJson<RunDocument>(['runs', newest!.run_id], at);
    expect(one.json).toEqual(newest);
    expect((await gibsey(['runs', '01NOTHING'], at)).code).toBe(2);
  });

  it('stores the good rest of a broken file, names line and reason, ends with 3', async () => {
    const lines = [
      '{"id": "good-1", "text": "A good page."}',
      '{"id": "broken"',
      '{"id": "empty", "text": " "}',
    ];
    const { code, stdout } = await gibsey(['ingest', 'pages', '-'], {
      cwd,
      input: lines.join('\n'),
    });
    expect(code).toBe(3);
    expect(stdout).toMatch(/:2 /);
    expect(stdout).toMatch(/:3 /);
    const { json } = await gibseyJson<{ collections: { pages: { documents: number } } }>(
      ['status'],
      at,
    );
    expect(json.collections.pages.documents).toBe(24);
  });

  it('refuses a source that is not there, changing nothing', async () => {
    const { code, json } = await gibseyJson<{ error: { code: string } }>(
      ['ingest', 'pages', 'nowhere.txt'],
      at,
    );
    expect([code, json.error.code]).toEqual([2, 'SOURCE_UNREADABLE']);
  });

  it('stops cleanly on SIGINT, keeps what is finished, and goes on the next time', async () => {
    write(sampleBook(40, 7));
    await gibsey(['ingest', 'pages', 'book.jsonl'], at);
    const stopped = await gibsey(['embed'], {
      cwd,
      started: when('embed: started', (child) => child.kill('SIGINT')),
    });
    expect([stopped.code, stopped.signal]).toEqual([130, null]);
    const { code, json } = await gibseyJson<RunDocument>(['embed'], at);
    expect(code).toBe(0);
    expect(json.stages[0]!.processed + json.stages[0]!.skipped).toBe(161); // 160 of the book, one from standard input;
  });

  it('ends with 75 beside a living run', async () => {
    const long = gibsey(['embed', '--force'], at);
    const living = async () => (await gibseyJson<RunDocument[]>(['runs'], at)).json[0]?.status;
    await expect.poll(living, { timeout: 20_000, interval: 50 }).toBe('running');
    const { code, json } = await gibseyJson<{ error: { code: string; hint: string } }>(
      ['embed', '--force'],
      at,
    );
    expect([code, json.error.code]).toEqual([75, 'LOCKED']);
    expect(json.error.hint).toMatch(/gibsey runs 01/);
    expect((await long).code).toBe(0);
  });
});
