import type { ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Parser } from 'htmlparser2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gibsey, gibseyJson, ROOT, temporaryFolder, type Outcome } from '../support/cli.js';
import { http } from '../support/server.js';

/** What is under test here is the command, not the machine nor the search. */
const LENIENT = ['--max-p95', '60000', '--max-first-token', '60000', '--max-miss', '1'];

interface Smoke {
  ok: boolean;
  set: string;
  checks: { name: string; ok: boolean; value: number | null }[];
  latency_ms: { p50: number; p95: number; p99: number };
  questions: { id: string; rank: number | null; quotes: number; wrong: string[] }[];
}

/** How many elements of each name an XML text has. */
function elementCounts(xml: string): Record<string, number> {
  const counts: Record<string, number> = {};
  const onopentag = (name: string) => void (counts[name] = (counts[name] ?? 0) + 1);
  new Parser({ onopentag }, { xmlMode: true }).end(xml);
  return counts;
}

describe('gibsey smoke-test on its own', () => {
  it('asks the bundled sample where there is no store, and leaves none behind', async () => {
    const cwd = temporaryFolder();
    const args = ['smoke-test', ...LENIENT, '--junit', 'smoke.xml'];
    const { code, json, stderr } = await gibseyJson<Smoke>(args, { cwd });
    expect(code, stderr).toBe(0);
    expect(json).toMatchObject({ ok: true, set: 'entrance-way' });
    expect(json.checks.map(({ name }) => name)).toEqual([
      'health',
      'answers',
      'latency',
      'first-token',
      'retrieval',
      'quotes',
    ]);
    expect(json.checks.at(-1)).toMatchObject({ ok: true, value: 1 });
    const { p50, p95, p99 } = json.latency_ms;
    expect(p50).toBeLessThanOrEqual(p95);
    expect(p95).toBeLessThanOrEqual(p99);
    const counts = elementCounts(readFileSync(join(cwd, 'smoke.xml'), 'utf8'));
    expect(counts).toMatchObject({ testsuites: 1, testsuite: 2 });
    expect(counts.testcase).toBe(json.checks.length + json.questions.length);
    expect(counts.failure).toBeUndefined();
    expect(existsSync(join(cwd, '.gibsey'))).toBe(false);
  });
});

describe('gibsey smoke against gibsey serve', () => {
  const cwd = temporaryFolder();
  let url: string;
  let server: ChildProcess;
  let ended: Promise<Outcome>;

  beforeAll(async () => {
    const pages = join(ROOT, 'samples/entrance-way/pages.jsonl');
    expect((await gibsey(['ingest', 'pages', pages], { cwd })).code).toBe(0);
    expect((await gibsey(['embed'], { cwd })).code).toBe(0);
    url = await new Promise<string>((found) => {
      const started = (child: ChildProcess) => {
        server = child;
        let out = '';
        child.stdout?.on('data', (chunk: Buffer) => {
          out += chunk.toString();
          const [address] = /http:\/\/127\.0\.0\.1:\d+/.exec(out) ?? [];
          if (address) found(address);
        });
      };
      ended = gibsey(['serve', '--port', '0'], { cwd, started });
    });
  });

  afterAll(async () => {
    server.kill('SIGTERM');
    await ended;
  });

  const ask = (...args: string[]) =>
    gibseyJson<Smoke>(['smoke', '--url', url, ...args], { cwd: temporaryFolder() });

  const credits = async () => {
    const { text } = await http(`${url}/account`);
    return (JSON.parse(text) as { credits: number }).credits;
  };

  it('passes, with every quote verbatim, and spends nobody’s credits', async () => {
    const before = await credits();
    const { code, json, stderr } = await ask(...LENIENT);
    expect(await credits()).toBe(before);
    expect(code, stderr).toBe(0);
    expect(stderr).toMatch(/^Asking 40 questions of entrance-way…$/m);
    expect(json.questions).toHaveLength(40);
    for (const { wrong, quotes } of json.questions) {
      expect(wrong).toEqual([]);
      expect(quotes).toBeGreaterThan(0);
    }
  });

  it('fails when a bound is missed, and says which', async () => {
    const folder = temporaryFolder();
    const question = {
      id: 'x',
      question: 'Who rings the bell?',
      answers: [{ quote: 'Nobody at all.' }],
    };
    writeFileSync(join(folder, 'set.jsonl'), JSON.stringify(question));
    const bounds = ['--max-p95', '0', '--max-first-token', '60000', '--max-miss', '0.5'];
    const files = ['--questions', 'set.jsonl', '--junit', 'x.xml'];
    const args = ['smoke', '--url', url, ...bounds, ...files];
    const { code, stdout, stderr } = await gibsey(args, { cwd: folder });
    expect(code, stderr).toBe(1);
    expect(stdout).toMatch(/^Smoke test of http:\/\/\S+: FAILED, 1 question of set\.jsonl$/m);
    expect(stdout).toMatch(/^ {2}latency +FAILED .*at most 0 ms at p95$/m);
    expect(stdout).toMatch(/^ {2}retrieval +FAILED .*at most 50 %$/m);
    expect(stdout).toMatch(/^ {2}missed {2}x: Who rings the bell\?$/m);
    expect(elementCounts(readFileSync(join(folder, 'x.xml'), 'utf8')).failure).toBe(3);
  });

  it('does not show its token, also when it is refused', async () => {
    const token = 'gib_planted-secret';
    const env = { GIBSEY_SMOKE_TOKEN: token };
    const { code, stdout, stderr } = await gibsey(['smoke', '--url', url], { cwd, env });
    expect(code, stderr).toBe(2);
    expect(stdout + stderr).not.toContain(token);
    expect(stderr).toMatch(/The server says: /);
  });
});

describe('gibsey smoke that cannot begin', () => {
  const cwd = temporaryFolder();

  it('says that nobody is there', async () => {
    const { code, stderr } = await gibsey(['smoke', '--url', 'http://127.0.0.1:1'], { cwd });
    expect(code).toBe(4);
    expect(stderr).toMatch(/^The server at 127\.0\.0\.1:1 does not answer: /);
    expect(stderr).toMatch(/^ {2}gibsey serve$/m);
  });

  it.each([
    [['--url', 'ftp://x'], /http:\/\/ or https:\/\/ address/],
    [['--url', 'http://me:pw@127.0.0.1'], /without a user/],
    [['--max-miss', '2'], /number from 0 to 1/],
    [['--questions', 'none.jsonl'], /none\.jsonl cannot be read/],
  ])('refuses %s', async (args, message) => {
    const { code, stderr } = await gibsey(['smoke-test', ...args], { cwd });
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain('me:pw');
  });
});
