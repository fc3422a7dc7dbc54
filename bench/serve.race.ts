/**
 * `gibsey serve` on the sample book, without a language model: the first token of an idle server, from the pages and
 * from a prepared answer, and 200 readers who ask at once, again and again. No text is asked twice, since the embedder
 * remembers: half of the questions have a prepared answer and are asked in other spellings, the others are numbered. Nothing is raced; figures are printed, and nothing is asserted. BENCH_SECONDS is the
 * length of a lap. The store is made once, in .cache: `npm run bench serve` of a fresh checkout embeds the book first.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { sampleBook } from '../src/actions/samples/book.js';
import type { Race } from './harness.js';

const ROOT = join(import.meta.dirname, '..');
const FOLDER = join(ROOT, '.cache/bench-serve');
const READERS = 200;
const LAP_MS = 1000 * Number(process.env.BENCH_SECONDS ?? 15);
const LAPS = 4;
const IDLE = 100;
const ENV = {
  ...process.env,
  GIBSEY_LLM_PROVIDER: 'none',
  GIBSEY_CREDITS_INITIAL: '1000000000',
  GIBSEY_SERVER_REQUESTS_PER_MINUTE: '1000000000',
};

const all = readFileSync(join(ROOT, 'samples/moby-dick/questions.jsonl'), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => (JSON.parse(line) as { question: string }).question);
const prepared = all.filter((_, i) => i % 2 === 0);
const questions = all.filter((_, i) => i % 2 === 1);
const SPELLINGS: ((question: string) => string)[] = [
  (question) => question.toLowerCase(),
  (question) => question.replace('?', ''),
  (question) => question.toLowerCase().replace('?', ''),
];

interface Asked {
  /** To the first piece of the answer, and to its end, ms. */
  first: number;
  last: number;
  ok: boolean;
  /** From a prepared answer. */
  hit: boolean;
}

const races: Race[] = [
  {
    name: 'serve',
    rounds: 0,
    contenders: async () => {
      await makeStore();
      const { child, port } = await serve();
      try {
        await measure(port);
      } finally {
        child.kill('SIGTERM');
      }
      return [];
    },
  },
];
export default races;

async function makeStore(): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  const book = await sampleBook(FOLDER);
  const faq = prepared.map((question, i) => ({ id: `faq-${i}`, question, answer: 'It says so.' }));
  writeFileSync(join(FOLDER, 'faq.jsonl'), faq.map((each) => `${JSON.stringify(each)}\n`).join(''));
  for (const args of [
    ['ingest', 'pages', '--cut', book],
    ['embed'],
    ['golden-answers', 'import', 'faq.jsonl'],
  ]) {
    const { status } = spawnSync(join(ROOT, 'bin/run.js'), args, {
      cwd: FOLDER,
      stdio: 'inherit',
      env: ENV,
    });
    if (status !== 0) throw new Error(`gibsey ${args.join(' ')} ended with ${status}`);
  }
}

function serve(): Promise<{ child: ChildProcess; port: number }> {
  const child = spawn(join(ROOT, 'bin/run.js'), ['serve', '--port', '0'], {
    cwd: FOLDER,
    env: ENV,
  });
  return new Promise((done, fail) => {
    child.once('exit', (code) => fail(new Error(`gibsey serve ended with ${code}`)));
    child.stdout.on('data', (data: Buffer) => {
      const [, port] = /http:\/\/127\.0\.0\.1:(\d+)/.exec(data.toString()) ?? [];
      if (port) done({ child, port: Number(port) });
    });
  });
}

async function measure(port: number): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: Infinity });
  const idle: Asked[] = [];
  for (let i = 0; i < IDLE + 10; i++) {
    const asked = await ask(port, agent, next());
    if (i >= 10) idle.push(asked); // the first ones warm the server up
  }
  tell(
    `idle, ${IDLE} questions, first token`,
    idle.map(({ first }) => first),
    idle,
  );
  await measureHits(port, agent);
  const memory: number[] = [];
  for (let lap = 0; lap < LAPS; lap++) {
    const before = await gauges(port);
    const asked = await crowd(port, agent);
    const after = await gauges(port);
    memory.push(after.megabytes);
    const each = (1000 * (after.cpuSeconds - before.cpuSeconds)) / asked.length;
    tell(
      `${READERS} readers, ${LAP_MS / 1000} s, ${each.toFixed(1)} ms of processor each, whole answer`,
      asked.map(({ last }) => last),
      asked,
    );
  }
  const [, warm = NaN] = memory;
  const drift = ((memory.at(-1) ?? NaN) / warm - 1) * 100;
  console.log(
    `memory after each lap, MB: ${memory.map((each) => each.toFixed(0)).join(', ')}; ` +
      `${drift.toFixed(1)} % from the second to the last`,
  );
  agent.destroy();
}

async function measureHits(port: number, agent: Agent): Promise<void> {
  const asked: Asked[] = [];
  for (const spelt of SPELLINGS) {
    for (const question of prepared) asked.push(await ask(port, agent, spelt(question)));
  }
  const hits = asked.filter(({ hit }) => hit);
  tell(
    `idle, ${asked.length} questions with a prepared answer, whole answer of the hits`,
    hits.map(({ last }) => last),
    hits,
  );
}

let number = 0;
/** A question that was not asked before. */
function next(): string {
  return `${questions[number % questions.length]} ${++number}`;
}

async function crowd(port: number, agent: Agent): Promise<Asked[]> {
  const end = performance.now() + LAP_MS;
  const asked: Asked[] = [];
  const reader = async () => {
    while (performance.now() < end) asked.push(await ask(port, agent, next()));
  };
  await Promise.all(Array.from({ length: READERS }, reader));
  return asked;
}

function ask(port: number, agent: Agent, question: string): Promise<Asked> {
  const start = performance.now();
  const asked: Asked = { first: NaN, last: NaN, ok: false, hit: false };
  const headers = { 'content-type': 'application/json', accept: 'text/event-stream' };
  return new Promise((done) => {
    const end = () => {
      asked.last = performance.now() - start;
      done(asked);
    };
    const posted = request(
      { port, agent, method: 'POST', path: '/api/chat', headers, host: '127.0.0.1' },
      (response) => {
        response.on('data', (data: Buffer) => {
          if (data.includes('event: token') && Number.isNaN(asked.first)) {
            asked.first = performance.now() - start;
          }
          if (data.includes('event: done')) asked.ok = true;
          if (data.includes('"route":"cache"')) asked.hit = true;
        });
        response.on('end', end);
      },
    );
    posted.on('error', end);
    posted.end(JSON.stringify({ question }));
  });
}

async function gauges(port: number): Promise<{ megabytes: number; cpuSeconds: number }> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const value = (name: string) => Number(new RegExp(`^${name} (\\S+)`, 'm').exec(text)?.[1]);
  return {
    megabytes: value('process_resident_memory_bytes') / 2 ** 20,
    cpuSeconds: value('process_cpu_seconds_total'),
  };
}

function tell(what: string, times: number[], asked: readonly Asked[]): void {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number) => (sorted[Math.floor(share * (sorted.length - 1))] ?? NaN).toFixed(1);
  const errors = asked.filter(({ ok }) => !ok).length;
  console.log(
    `${what}: p50 ${at(0.5)}, p95 ${at(0.95)}, p99 ${at(0.99)} ms; ${asked.length} answers, ${errors} errors`,
  );
}
