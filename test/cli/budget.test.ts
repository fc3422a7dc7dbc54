import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MODEL, ollamaHost, type OllamaHost } from '../fixtures/ollama/server.js';
import { openAiEndpoint, type Endpoint } from '../fixtures/openai/server.js';
import { jsonLines, sampleBook } from '../support/book.js';
import { gibsey, gibseyJson, temporaryFolder } from '../support/cli.js';

interface Night {
  status: string;
  stages: { name: string; status: string; reason?: string; processed: number }[];
  models: { calls: number; tokens: number; cost_usd: number };
  error?: { code: string; message: string };
}
type Summaries = { model: string }[];

/** 43 tokens a call, as the recorded reply counts them; the summary is of words of every page. */
const REPLY = 'TITLE: The day\n\nIt was a long day.';
const LARGE = '100000';

describe('a night with a budget', () => {
  const cwd = temporaryFolder();
  let server: OllamaHost;
  const at = (env: Record<string, string> = {}) => ({
    cwd,
    env: { GIBSEY_LLM_PROVIDER: 'ollama', OLLAMA_HOST: server.host, ...env },
  });
  const writers = async () => {
    const { json } = await gibseyJson<Summaries>(['status', '--summaries'], at());
    return json.map(({ model }) => model);
  };
  beforeAll(async () => {
    server = await ollamaHost({ chat: () => REPLY });
    writeFileSync(join(cwd, 'book.jsonl'), jsonLines(sampleBook(3)));
    await gibsey(['ingest', 'pages', 'book.jsonl'], at());
  });
  afterAll(() => server.close());

  it('ends with 3 when the budget is spent, and has published what it could afford', async () => {
    const args = ['nightly', '-k', '3', '--max-tokens', '1'];
    const { code, json } = await gibseyJson<Night>(args, at());
    expect([code, json.status, json.models.calls]).toEqual([3, 'partial', 0]);
    const [summarize] = json.stages.filter(({ name }) => name === 'summarize');
    expect(summarize).toMatchObject({ status: 'partial', processed: 3 });
    expect(summarize?.reason).toMatch(/^the budget is spent, 3 extractive \(1 tokens were allowed/);
    expect(json.stages.at(-1)).toMatchObject({ name: 'publish', status: 'success' });
    expect(await writers()).toEqual(['extractive', 'extractive', 'extractive']);
  });

  it('makes good the next time, also by `summarize`', async () => {
    const { code, json } = await gibseyJson<Night>(['summarize', '--max-tokens', LARGE], at());
    expect([code, json.status]).toEqual([0, 'success']);
    expect(json.models.calls).toBeGreaterThanOrEqual(3);
    expect(json.models).toMatchObject({ tokens: json.models.calls * 43, cost_usd: 0 });
  });

  it.each([
    [['--max-cost', 'much'], /night\.maxCostUsd is "much" in the command line/],
    [['--max-cost', '0'], /night\.maxCostUsd is 0 in the command line/],
  ])('refuses %j', async (args, message) => {
    const { code, json } = await gibseyJson<Night>(['nightly', ...args], at());
    expect(code).toBe(2);
    expect(json.error?.message).toMatch(message);
  });

  it('tells of a host that is missing while another does the work', async () => {
    const dead = await ollamaHost();
    await dead.close();
    const hosts = { OLLAMA_HOST: `${dead.host},${server.host}` };
    const args = ['nightly', '-k', '3', '--only', 'summarize', '--force'];
    const { code, stdout } = await gibsey([...args, '--json'], at(hosts));
    expect(code).toBe(0);
    expect(stdout).toContain(
      `no LLM at ${dead.host} (connection refused): the other hosts do its work`,
    );
    expect((await writers()).length).toBe(3);
  });
});

describe('a night with a key', () => {
  const KEY = 'sk-zq0123456789';
  const cwd = temporaryFolder();
  let endpoint: Endpoint;
  beforeAll(async () => {
    endpoint = await openAiEndpoint({ key: KEY, models: [MODEL] });
    writeFileSync(join(cwd, 'book.jsonl'), jsonLines(sampleBook(1)));
  });
  afterAll(() => endpoint.close());
  const at = (key: string) => ({
    cwd,
    env: {
      GIBSEY_LLM_PROVIDER: 'compatible',
      GIBSEY_LLM_BASE_URL: endpoint.baseUrl,
      GIBSEY_LLM_API_KEY: key,
    },
  });

  it.each([
    ['right', KEY],
    ['wrong', `${KEY}x`],
  ])('shows the %s one nowhere', async (_, key) => {
    const outputs = [];
    for (const args of [
      ['ingest', 'pages', 'book.jsonl'],
      ['nightly', '-k', '2', '--force'],
      ['status'],
      ['runs'],
    ]) {
      outputs.push(await gibsey(args, at(key)));
      outputs.push(await gibsey([...args, '--json', '--log-format', 'json'], at(key)));
    }
    for (const { code, stdout, stderr } of outputs) {
      expect([0, 3]).toContain(code);
      expect(stdout + stderr).not.toContain('zq0123456789');
    }
    for (const file of ['gibsey.db', 'gibsey.db-wal']) {
      const path = join(cwd, '.gibsey', file);
      expect(safeRead(path).includes('zq0123456789'), file).toBe(false);
    }
    const told = outputs.map(({ stdout, stderr }) => stdout + stderr).join('\n');
    expect(told.includes('does not take the key in GIBSEY_LLM_API_KEY')).toBe(key !== KEY);
  });
});

function safeRead(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}
