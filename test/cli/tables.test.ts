import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { conversations } from '../support/asked.js';
import { jsonLines } from '../support/book.js';
import { gibsey, ROOT, temporaryFolder } from '../support/cli.js';
import { FAQ } from '../support/labels.js';

const LONG = 'somebody-whose-name-is-much-longer-than-any-table-has-room-for';
const PAGES = join(ROOT, 'samples/entrance-way/pages.jsonl');

describe('every table', () => {
  const cwd = temporaryFolder();
  const run = async (args: string[], input = '') => {
    const outcome = await gibsey(args, { cwd, input });
    expect(outcome.code, outcome.stderr).toBe(0);
    return outcome.stdout;
  };

  beforeAll(async () => {
    const labels = [`${LONG}-a`, `${LONG}-b`].map((label) => ({ label, description: label }));
    const config = { classify: { conversations: labels } };
    writeFileSync(join(cwd, 'gibsey.config.json'), JSON.stringify(config));
    writeFileSync(join(cwd, 'pages.jsonl'), jsonLines([{ id: `${LONG}/1`, body: 'It was.' }]));
    await run(['ingest', 'pages', PAGES]);
    await run(['ingest', 'pages', 'pages.jsonl', '--run-id', LONG]);
    await run(['ingest', 'conversations', '-'], conversations());
    await run(['golden-answers', 'import', '-'], jsonLines(FAQ));
    await run(['nightly', '-k', '4']);
    const chunk = { id: LONG, topic: `The manners of ${LONG}`, content: 'Be kind.' };
    await run(['culture', 'import', '-'], jsonLines([{ ...chunk, trigger_keyword: LONG }]));
    const character = { id: LONG, name: LONG, colour: '#2f6f73', voice: 'Dry.' };
    await run(
      ['characters', 'import', '-'],
      jsonLines([{ ...character, greeting: 'Yes?', silence: 'No.' }]),
    );
    await run(['accounts', 'create', LONG, '--email', `${LONG}@mail.example.org`]);
    await run(['accounts', 'grant', LONG, '5', '--reason', LONG, '--request-id', LONG]);
    await run(['classify']);
    await run(['tokens', 'create', LONG, '--label', LONG]);
  }, 120_000);

  it.each([
    [['runs'], 'somebody'],
    [['runs', LONG], 'ingest'],
    [['status'], 'published'],
    [['status', '--since', '1'], 'generation 1'],
    [['status', '--summaries'], '#1'],
    [['cluster', '-k', '5', '--force'], 'cohesion'],
    [['nightly', '--dry-run', '--force'], 'depends on'],
    [['doctor'], 'embedding'],
    [['schedule'], 'nightly'],
    [['culture'], 'tri-hita-karana'],
    [['characters'], 'quotes'],
    [['accounts'], 'somebody'],
    [['accounts', 'show', LONG], 'somebody'],
    [['tokens'], 'somebody'],
    [['golden-answers', 'explain', `When does the museum charge ${LONG} for ${LONG}?`], 'nearest'],
    [['golden-answers', 'lookup', 'What on earth is that?'], 'miss'],
  ])('of gibsey %j fits 80 columns', async (args, word) => {
    const stdout = await run(args);
    expect(stdout).toContain(word);
    const lines = stdout.split('\n').filter((line) => !line.includes('gibsey ')); // to be typed
    expect(lines.filter((line) => [...line].length > 80)).toEqual([]);
  });
});
