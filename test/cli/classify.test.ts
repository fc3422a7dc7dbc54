import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ollamaHost, type ChatAct, type OllamaHost } from '../fixtures/ollama/server.js';
import { jsonLines } from '../support/book.js';
import { gibsey, gibseyJson, temporaryFolder } from '../support/cli.js';

interface Labels {
  status: string;
  stages: { name: string; processed: number; skipped: number; reason?: string }[];
  models: { calls: number };
  labels: { conversations: { label: string; count: number }[] };
  left: number;
  classifications: { id: string; label: string; method: string; text: string }[];
  error?: { code: string; hint: string };
}

const SAID = [
  'What time does the last ferry leave?',
  'Cancel my order, please.',
  'Your service is terrible and nobody answers me!',
  'Ciao!',
  'Mi chiamo Rossi, scrivetemi a rossi@example.com',
];

/** A log of `count` utterances in a folder of its own, stored. */
async function folderWith(count: number): Promise<string> {
  const cwd = temporaryFolder();
  const log = Array.from({ length: count }, (_, i) => ({
    ...{ id: `q${i}`, user_id: `u${i}`, role: 'user', text: SAID[i] ?? `Is number ${i} free?` },
    created_at: new Date(Date.now() - 60_000 + i).toISOString(),
  }));
  writeFileSync(join(cwd, 'log.jsonl'), jsonLines(log));
  const { code, stderr } = await gibsey(['ingest', 'conversations', 'log.jsonl'], { cwd });
  expect(code, stderr).toBe(0);
  return cwd;
}

/** Of the knowledge; a log that was emptied is as good as none. */
const bytesOf = (cwd: string) =>
  ['gibsey.db', 'gibsey.db-wal'].map((name) => {
    const path = join(cwd, '.gibsey', name);
    const bytes = existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
    return createHash('sha256').update(bytes).digest('hex');
  });

describe('gibsey classify', () => {
  let cwd: string;
  beforeAll(async () => void (cwd = await folderWith(SAID.length)));
  const json = (...args: string[]) => gibseyJson<Labels>(['classify', ...args], { cwd });

  it('says what it would do, and changes nothing', async () => {
    const before = bytesOf(cwd);
    const { code, stdout } = await gibsey(['classify', '--dry-run'], { cwd });
    expect([code, stdout]).toEqual([0, expect.stringMatching(/run +classify +5 units/)]);
    expect(stdout).toContain('run conversations/q0: new');
    expect(bytesOf(cwd)).toEqual(before);
  });

  it('labels what users said, masked, and shows it', async () => {
    const { code, json: found } = await json('--show');
    expect([code, found.status, found.models.calls, found.left]).toEqual([0, 'success', 0, 0]);
    expect(found.stages).toMatchObject([{ name: 'classify', processed: 5, skipped: 0 }]);
    const labels = new Map(found.classifications.map(({ id, label }) => [id, label]));
    expect(['q0', 'q1', 'q2', 'q3'].map((id) => labels.get(id))).toEqual([
      ...['question', 'request', 'complaint', 'casual'],
    ]);
    expect(JSON.stringify(found)).not.toMatch(/rossi/i);
  });

  it('finds nothing more to do, and leaves the store as it is, byte for byte', async () => {
    const before = bytesOf(cwd);
    const { json: found } = await json();
    expect(found).toMatchObject({ status: 'unchanged', stages: [{ processed: 0, skipped: 5 }] });
    expect(bytesOf(cwd)).toEqual(before);
    const { json: plan } = await json('--dry-run');
    expect(plan.stages).toMatchObject([{ run: 0, skip: 5 }]);
  });

  it('is known to runs and status', async () => {
    const { stdout } = await gibsey(['runs'], { cwd });
    expect(stdout).toMatch(/classify +success/);
    const status = await gibseyJson<{ collections: Record<string, unknown> }>(['status'], { cwd });
    expect(status.json.collections.conversations).toMatchObject({
      labels: expect.arrayContaining([{ label: 'question', count: 1 }]) as unknown[],
    });
    expect((await gibsey(['status'], { cwd })).stdout).toMatch(
      /labels +conversations: .*1 question/,
    );
  });

  it('says which setting a collection without labels lacks', async () => {
    const { code, json: failed } = await json('--collection', 'pages');
    expect(code).toBe(2);
    expect(failed.error?.hint).toContain('classify.pages');
  });

  it('goes by labels of the configuration, for pages too', async () => {
    const folder = await folderWith(1);
    const own = [
      { label: 'travel', description: 'journeys', prototypes: ['the last ferry', 'a train'] },
      { label: 'food', description: 'meals', prototypes: ['a table for dinner', 'bread'] },
    ];
    const config = { classify: { conversations: own, pages: own } };
    writeFileSync(join(folder, 'gibsey.config.json'), JSON.stringify(config));
    writeFileSync(join(folder, 'pages.jsonl'), jsonLines([{ id: 'p', text: 'Bread and cheese.' }]));
    await gibsey(['ingest', 'pages', 'pages.jsonl'], { cwd: folder });
    const { json: found } = await gibseyJson<Labels>(['classify'], { cwd: folder });
    expect(found.labels).toEqual({
      conversations: [{ label: 'travel', count: 1 }],
      pages: [{ label: 'food', count: 1 }],
    });
  });

  it('goes on where it was killed', async () => {
    const folder = await folderWith(200);
    const killed = await gibsey(['classify'], {
      cwd: folder,
      started: (child) => {
        child.stderr?.once('data', () => setTimeout(() => child.kill('SIGKILL'), 2_500));
      },
    });
    expect(killed.signal === 'SIGKILL' || killed.code === 0).toBe(true);
    const { json: rest } = await gibseyJson<Labels>(['classify'], { cwd: folder });
    expect(rest.labels.conversations.reduce((sum, { count }) => sum + count, 0)).toBe(200);
  });

  it('stops in time, keeps what is finished, and goes on', async () => {
    const folder = await folderWith(1_000);
    const late = await gibseyJson<Labels>(['classify', '--timeout', '3'], { cwd: folder });
    expect([late.code, late.json.error?.code]).toEqual([3, 'BUDGET_SPENT']);
    const runs = await gibseyJson<{ status: string }[]>(['runs'], { cwd: folder });
    expect(runs.json[0]).toMatchObject({ status: 'partial' });
    const { json: few } = await gibseyJson<Labels>(['classify', '--limit', '5'], { cwd: folder });
    expect(few.stages).toMatchObject([{ processed: 5 }]);
    expect(few.left).toBeGreaterThan(0);
  });
});

describe('gibsey classify with a language model', () => {
  const LABEL = '{"label": "complaint", "confidence": 0.8}';
  const hosts: OllamaHost[] = [];
  afterEach(() => Promise.all(hosts.splice(0).map((host) => host.close())));

  async function asked(cwd: string, chat: () => ChatAct, args: string[] = []) {
    const host = await ollamaHost({ chat });
    hosts.push(host);
    const env = { GIBSEY_LLM_PROVIDER: 'ollama', OLLAMA_HOST: host.host };
    const outcome = await gibseyJson<Labels>(['classify', ...args], { cwd, env });
    return { ...outcome, host };
  }

  it('asks it once a text, without personal data, and not again', async () => {
    const cwd = await folderWith(SAID.length);
    const { code, json, host } = await asked(cwd, () => LABEL, ['--show']);
    expect([code, json.models.calls, host.requests.length]).toEqual([0, 5, 5]);
    expect(json.classifications.every(({ method }) => method === 'llm')).toBe(true);
    expect(JSON.stringify(host.requests)).not.toMatch(/rossi/i);
    const again = await asked(cwd, () => LABEL);
    expect([again.json.status, again.host.requests.length]).toEqual(['unchanged', 0]);
  });

  it('goes by prototypes where it is away, and asks it when it is back', async () => {
    const cwd = await folderWith(2);
    const env = { GIBSEY_LLM_PROVIDER: 'ollama', OLLAMA_HOST: '127.0.0.1:9' };
    const away = await gibsey(['classify'], { cwd, env });
    expect(away.code).toBe(0);
    expect(away.stderr).toContain('no LLM at 127.0.0.1:9 (bad port): prototypes give the labels');
    const { json } = await asked(cwd, () => LABEL, ['--show']);
    expect(json.classifications.map(({ method }) => method)).toEqual(['llm', 'llm']);
  });

  it('stops asking at the end of its budget, and says so', async () => {
    const cwd = await folderWith(3);
    const { code, json } = await asked(cwd, () => LABEL, ['--max-tokens', '1']);
    expect([code, json.status, json.models.calls]).toEqual([3, 'partial', 0]);
    expect(json.stages[0]?.reason).toMatch(/^3 without the language model: 1 tokens were allowed/);
  });
});
