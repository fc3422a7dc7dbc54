import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { gibsey, gibseyJson, temporaryFolder } from '../support/cli.js';
import { jsonLines, numbers, sampleBook } from '../support/book.js';
import { look, when } from '../support/nights.js';

const SPACE = 384;
const MOMENTS = 8;
const book = sampleBook(10);

interface Stats {
  events: number;
  embedded: number;
  dropped: number;
  buried: number;
  lag: number;
}

/** Every vector, passages included, by page. */
const vectorsOf = (folder: string) =>
  look(folder, async (store) => {
    const { json } = await gibseyJson<{ services: { name: string; detail: string }[] }>(
      ['status'],
      {
        cwd: folder,
      },
    );
    const id = json.services.find(({ name }) => name === 'embedding')?.detail ?? '';
    const space = { id, dimensions: SPACE };
    const rows: [string, string, number][] = [];
    for await (const batch of store.vectors.scan(space)) {
      for (const { pageId, vector } of batch) {
        const passages = await store.vectors.passages(space, pageId);
        rows.push([pageId, Buffer.from(vector.buffer).toString('base64'), passages.length]);
      }
    }
    return rows;
  });

async function ingested(rows: readonly unknown[] = book): Promise<string> {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'pages.jsonl'), jsonLines(rows));
  expect((await gibsey(['ingest', 'pages', 'pages.jsonl'], { cwd })).code).toBe(0);
  return cwd;
}

describe('gibsey worker', () => {
  it('embeds what came in, and nothing twice', async () => {
    const cwd = await ingested();
    const first = await gibseyJson<Stats>(['worker', '--once'], { cwd });
    expect([first.code, first.json]).toMatchObject([0, { events: 40, embedded: 40, lag: 0 }]);
    const again = await gibseyJson<Stats>(['worker', '--once'], { cwd });
    expect(again.json).toMatchObject({ events: 0, embedded: 0 });
    const night = await gibseyJson<{ status: string }>(['embed'], { cwd });
    expect(night.json.status).toBe('unchanged');
    expect((await gibsey(['worker', '--once'], { cwd })).stdout).toBe('Nothing had changed.\n');
  });

  it('follows edits until it is told to stop', async () => {
    const cwd = await ingested();
    const [{ code, stdout, stderr }, edit] = await follow(cwd);
    expect(code, stderr).toBe(0);
    expect(edit.code).toBe(0);
    expect(stdout).toMatch(/41 changes taken up, 41 pages embedded\./);
    expect(await vectorsOf(cwd)).toHaveLength(40);
  });

  it(`ends in the same state after kill -9 at ${MOMENTS} random moments`, async () => {
    const reference = await ingested();
    expect((await gibsey(['worker', '--once'], { cwd: reference })).code).toBe(0);
    const cwd = await ingested();
    const next = numbers(Date.now());
    for (let i = 0; i < MOMENTS; i++) {
      const moment = 300 + (next() % 1500);
      await gibsey(['worker'], {
        cwd,
        started: (child) => setTimeout(() => child.kill('SIGKILL'), moment),
      });
    }
    const last = await gibseyJson<Stats>(['worker', '--once'], { cwd });
    expect([last.code, last.json.lag]).toEqual([0, 0]);
    expect(await vectorsOf(cwd)).toEqual(await vectorsOf(reference));
  });

  it('has no dead letters to show when all went well', async () => {
    const cwd = await ingested(book.slice(0, 2));
    const { code, stdout } = await gibsey(['worker', '--dead'], { cwd });
    expect([code, stdout]).toEqual([
      0,
      'No dead letters: every page that was changed could be embedded.\n',
    ]);
    expect((await gibseyJson(['worker', '--dead'], { cwd })).json).toEqual([]);
  });
});

/** A worker that is stopped by SIGTERM once it has caught up with an edit made while it ran. */
async function follow(cwd: string) {
  let edited: ReturnType<typeof gibsey> | undefined;
  const worker = gibsey(['worker'], {
    cwd,
    started: (child) => {
      when('40 pages embedded', () => {
        writeFileSync(join(cwd, 'edit.jsonl'), jsonLines([{ ...book[3], text: 'Edited by day.' }]));
        edited = gibsey(['ingest', 'pages', 'edit.jsonl'], { cwd });
      })(child);
      when('\n1 page embedded', (it) => it.kill('SIGTERM'))(child);
    },
  });
  const outcome = await worker;
  if (!edited) throw new Error('no edit was made');
  return [outcome, await edited] as const;
}
