import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { look, storeFile } from '../support/nights.js';
import { gibsey, gibseyJson, temporaryFolder } from '../support/cli.js';

const BOOK = ['demo', '--book', 'entrance-way'];
const NIGHT = ['nightly', '--days', '7', '--k', '4']; // as many clusters as suit the book

interface Answer {
  answer: string;
  quotes: { text: string; page_id: string; start: number; end: number }[];
  model: string | null;
  cache: { hit: boolean };
}

interface Night {
  status: string;
  stages: { name: string; skipped: number }[];
  asked: Answer;
  loop: {
    page: string;
    steps: { name: string; ms: number; detail: string }[];
    credits_before: number;
    credits_after: number;
  };
}

const pagesOf = (folder: string) =>
  look(folder, async ({ pages }) => (await pages.get(['entrance-way/09']))[0]);

describe('gibsey demo with the small book', () => {
  const cwd = temporaryFolder();

  it('names what to do next, and brings those who answer', async () => {
    const { code, stdout, stderr } = await gibsey(BOOK, { cwd });
    expect(code, stderr).toBe(0);
    expect(stdout).toContain('gibsey ask "Why did you climb the tower?"');
    expect(stdout).toContain('gibsey serve');
    const ids = await look(cwd, async ({ characters }) =>
      (await characters.list()).map(({ id }) => id),
    );
    expect(ids).toEqual(['arieol', 'lamplighter', 'ottoline-marrow', 'pell', 'shamrock-stillman']);
  });

  it('has left nothing for a night to do, over the book and over what its readers asked', async () => {
    const { code, json, stderr } = await gibseyJson<Night>(NIGHT, { cwd });
    expect([code, json.status], stderr).toEqual([0, 'unchanged']);
    const looked = new Map(json.stages.map(({ name, skipped }) => [name, skipped]));
    for (const name of ['embed', 'summarize', 'queries', 'query-clusters', 'answers']) {
      expect(looked.get(name), name).toBeGreaterThan(0);
    }
  });

  it('asks what the night has prepared, and quotes the page word for word', async () => {
    const { json } = await gibseyJson<Night>(BOOK, { cwd });
    const { asked } = json;
    expect(asked.cache.hit).toBe(true);
    const [quote] = asked.quotes;
    const page = await pagesOf(cwd);
    expect(quote?.page_id).toBe(page?.id);
    expect(page?.body.slice(quote?.start, quote?.end)).toBe(quote?.text);
    expect(asked.answer).toContain(quote?.text);
  });

  it('changes no byte of the store when nothing has changed', async () => {
    const before = readFileSync(storeFile(cwd));
    const { code, stdout } = await gibsey(BOOK, { cwd });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Nothing changed/);
    expect(readFileSync(storeFile(cwd)).equals(before)).toBe(true);
  });

  it('shows an edit on its way to the answer, and undoes it', async () => {
    const before = await pagesOf(cwd);
    const { code, json, stderr } = await gibseyJson<Night>([...BOOK, '--loop'], { cwd });
    expect(code, stderr).toBe(0);
    const { loop } = json;
    expect(loop.steps.map(({ name }) => name)).toEqual([
      'asked',
      'written',
      'found',
      'embedded',
      'answered',
      'undone',
    ]);
    expect(loop.page).toBe('entrance-way/09');
    const detail = (name: string) => loop.steps.find((step) => step.name === name)?.detail;
    expect(detail('asked')).toContain('because from below');
    expect(detail('answered')).toContain('because the blue poppies');
    expect(loop.credits_before - loop.credits_after).toBe(2);
    const after = await pagesOf(cwd);
    expect(after).toEqual({ ...before, version: after?.version });
    const again = await gibsey(BOOK, { cwd });
    expect(again.stdout).toMatch(/^Nothing changed/);
  });

  it('shows it also where tokens have been made', async () => {
    await gibsey(['accounts', 'create', 'ada'], { cwd });
    await gibsey(['tokens', 'create', 'ada'], { cwd });
    const { code, json, stderr } = await gibseyJson<Night>([...BOOK, '--loop'], { cwd });
    expect(code, stderr).toBe(0);
    expect(json.loop.steps.at(-1)).toMatchObject({ name: 'undone' });
  });
});
