import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ollamaHost, type OllamaHost } from '../fixtures/ollama/server.js';
import { jsonLines, sampleBook } from '../support/book.js';
import { gibseyJson, temporaryFolder } from '../support/cli.js';

interface Night {
  run_id: string;
  status: string;
  models: { calls: number };
}
interface Row {
  cluster_id: number;
  summary: string;
}

/** One story, told in order: each test goes on where the one before it ended. */
describe('a forced night', () => {
  const cwd = temporaryFolder();
  let server: OllamaHost;
  const at = () => ({ cwd, env: { GIBSEY_LLM_PROVIDER: 'ollama', OLLAMA_HOST: server.host } });
  const night = async (...args: string[]) => {
    const { json } = await gibseyJson<Night>(['nightly', '-k', '3', ...args], at());
    return json;
  };
  const texts = async () => {
    const { json } = await gibseyJson<Row[]>(['status', '--summaries'], at());
    return json.map(({ summary }) => summary);
  };
  const store = () =>
    createHash('sha256')
      .update(readFileSync(join(cwd, '.gibsey/gibsey.db')))
      .digest('hex');
  const MORNING = 'It was a long morning.';
  const EVENING = 'It was a long evening.';
  let answer = MORNING;

  beforeAll(async () => {
    server = await ollamaHost({ chat: () => `TITLE: The day\n\n${answer}` });
    writeFileSync(join(cwd, 'book.jsonl'), jsonLines(sampleBook(3)));
    await gibseyJson(['ingest', 'pages', 'book.jsonl'], at());
    await night();
  });
  afterAll(() => server.close());

  it('shows readers what the model has written anew', async () => {
    expect(await texts()).toEqual([MORNING, MORNING, MORNING]);
    answer = EVENING;
    const forced = await night('--only', 'summarize', '--force');
    expect([forced.status, forced.models.calls]).toEqual(['success', 3]);
    expect(await texts()).toEqual([EVENING, EVENING, EVENING]);
  });

  it('is not undone by the next night, which asks nobody and changes no byte', async () => {
    answer = MORNING;
    const before = store();
    expect(await night()).toMatchObject({ status: 'unchanged', models: { calls: 0 } });
    expect(store()).toBe(before);
    expect(await texts()).toEqual([EVENING, EVENING, EVENING]);
  });

  it('can be forced again; under its own run id only what is missing is written', async () => {
    const { run_id } = await night('--only', 'summarize', '--force');
    expect(await texts()).toEqual([MORNING, MORNING, MORNING]);
    const resumed = await night('--only', 'summarize', '--force', '--run-id', run_id);
    expect(resumed).toMatchObject({ run_id, models: { calls: 0 } });
  });
});
