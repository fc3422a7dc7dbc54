import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { jsonLines, sampleBook } from '../support/book.js';
import { gibsey, gibseyJson, temporaryFolder } from '../support/cli.js';

interface Failure {
  error: { code: string; message: string; hint: string };
}

const READING = [
  ['status'],
  ['status', '--summaries'],
  ['runs'],
  ['retrieve', 'a word'],
  ['ask', 'Who?'],
  ['ask', 'Who?', '--session', 's'],
  ['embed'],
  ['cluster'],
  ['cluster', '--dry-run'],
  ['summarize'],
  ['classify', '--limit', '9'],
  ['worker', '--once'],
  ['accounts', 'show', 'ada'],
  ['accounts'],
  ['tokens'],
  ['tokens', 'reset', '--yes'],
  ['golden-answers'],
  ['issues'],
  ['mcp'],
];

describe('a store that is not there', () => {
  it.each(READING)('is told of by %s %s %s, and is not made', async (...args) => {
    const cwd = temporaryFolder();
    const { code, json } = await gibseyJson<Failure>(
      args.filter((arg) => arg !== undefined),
      { cwd },
    );
    expect(json.error.code).toBe('STORE_MISSING');
    expect(json.error.message).toContain(join(cwd, '.gibsey/gibsey.db'));
    expect(json.error.hint).toContain('gibsey ingest pages FILE');
    expect(code).toBe(2);
    expect(readdirSync(cwd)).toEqual([]);
  });

  it('is made by a night, which says so once', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'book.jsonl'), jsonLines(sampleBook(2)));
    const config = { sources: [{ pages: 'book.jsonl' }], clustering: { k: 2 } };
    writeFileSync(join(cwd, 'gibsey.config.json'), JSON.stringify(config));
    const first = await gibseyJson(['nightly'], { cwd });
    expect(first.json).toMatchObject({ new_store: join(cwd, '.gibsey/gibsey.db') });
    const elsewhere = ['--store', 'sqlite:else/where.db'];
    const { stdout } = await gibsey(['nightly', ...elsewhere], { cwd });
    expect(stdout).toContain(`A new store was made: ${join(cwd, 'else/where.db')}.`);
    expect((await gibsey(['nightly', ...elsewhere], { cwd })).stdout).not.toContain('A new store');
    const second = await gibseyJson(['nightly'], { cwd });
    expect(second.json).not.toHaveProperty('new_store');
  });
});

describe('a night that cannot begin', () => {
  it.each([
    ['source', { sources: [{ pages: 'missing.jsonl' }] }, 'SOURCE_UNREADABLE'],
    ['model', { embedding: { modelDir: 'nowhere' } }, 'MODEL_MISSING'],
  ])('for want of its %s is a run that failed, and status says so', async (_, config, code) => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'book.jsonl'), jsonLines(sampleBook(2)));
    expect((await gibsey(['ingest', 'pages', 'book.jsonl'], { cwd })).code).toBe(0);
    writeFileSync(join(cwd, 'gibsey.config.json'), JSON.stringify(config));
    const night = await gibseyJson<Failure>(['nightly'], { cwd });
    expect(night.json.error.code).toBe(code);
    expect(night.code).not.toBe(0);

    const runs = await gibseyJson<object[]>(['runs'], { cwd });
    expect(runs.json[0]).toMatchObject({ status: 'failed', error: { code } });
    expect(existsSync(join(cwd, '.gibsey/gibsey.db'))).toBe(true);
    writeFileSync(join(cwd, 'gibsey.config.json'), '{}');
    const status = await gibseyJson(['status'], { cwd });
    expect(status.json).toMatchObject({ last_run: { status: 'failed', error: { code } } });
    const { stdout } = await gibsey(['status'], { cwd });
    expect(stdout).toMatch(/^ +last run +nightly failed, .*\(gibsey runs/m);
    await gibsey(['ingest', 'pages', 'book.jsonl'], { cwd });
    expect((await gibsey(['status'], { cwd })).stdout).not.toMatch(/^ +last run/m);
  });
});
