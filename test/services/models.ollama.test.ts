import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/lib/adapters/clock/system.js';
import { openOllamaEmbedder } from '../../src/lib/adapters/embedding/ollama/factory.js';
import { openOllama } from '../../src/lib/adapters/llm/ollama/factory.js';
import { openOpenAi } from '../../src/lib/adapters/llm/openai/factory.js';
import { pooled } from '../../src/lib/policies/pool.js';
import { embedderContract } from '../contract/embedder/embedder-contract.js';

const start = new URL('./ollama/start.sh', import.meta.url).pathname;
const stop = new URL('./ollama/stop.sh', import.meta.url).pathname;
const run = promisify(execFile);
const idle = () => new AbortController().signal;
const QUESTION = [{ role: 'user', content: 'Name three colours.' }] as const;
const MODEL = 'smollm2';
const folders: string[] = [];

/** A host of its own, with its own data. */
async function host() {
  const folder = await mkdtemp(join(tmpdir(), 'gibsey-ollama-'));
  folders.push(folder);
  const env = { ...process.env, GIBSEY_SERVICES_RUN: folder };
  const { stdout } = await run(start, { env });
  return {
    address: /OLLAMA_HOST=(\S+)/.exec(stdout)?.[1] ?? '',
    stop: () => run(stop, { env }),
  };
}

afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

describe('one real Ollama', () => {
  let one: Awaited<ReturnType<typeof host>>;
  beforeAll(async () => void (one = await host()), 900_000);
  afterAll(() => one.stop());

  embedderContract({
    name: 'SmolLM2 on Ollama',
    open: () => openOllamaEmbedder({ host: one.address, model: MODEL }),
  });

  it('has the dimensions of the model, and its digest in the space', async () => {
    const { space } = await openOllamaEmbedder({ host: one.address, model: MODEL });
    expect(space.dimensions).toBe(576);
    expect(space.id).toMatch(/^smollm2@[0-9a-f]{12}\/sentences-1$/);
  });

  it('answers in the dialect of OpenAI, too', async () => {
    const model = openOpenAi({
      baseUrl: `http://${one.address}/v1`,
      keyVariable: 'GIBSEY_LLM_API_KEY',
      limitField: 'max_tokens',
      model: MODEL,
      clock: systemClock,
    });
    expect(await model.unavailable(idle())).toBeNull();
    const reply = await model.chat(QUESTION, { maxTokens: 4, temperature: 0, signal: idle() });
    expect(reply.cut).toBe(true);
    expect(reply.tokens.completion).toBe(4);
    expect(reply.tokens.prompt).toBeGreaterThan(5);
  });
});

describe('two real hosts', () => {
  it('share the work, and the one does it all when the other is stopped', async () => {
    const [a, b] = [await host(), await host()];
    const asked = { a: 0, b: 0 };
    const member = (name: 'a' | 'b', address: string) => {
      const model = openOllama({ host: address, model: MODEL });
      const chat: typeof model.chat = async (...call) => {
        const reply = await model.chat(...call);
        asked[name]++;
        return reply;
      };
      return { model: { ...model, chat } };
    };
    const pool = pooled([member('a', a.address), member('b', b.address)], { clock: systemClock });
    const ask = () => pool.chat(QUESTION, { maxTokens: 12, temperature: 0, signal: idle() });
    try {
      await Promise.all([ask(), ask()]);
      expect(asked).toEqual({ a: 1, b: 1 });
      const six = Promise.all(Array.from({ length: 6 }, ask));
      await a.stop();
      expect(await six).toHaveLength(6); // none is lost that was under way
      const before = asked.a;
      await ask();
      expect(asked.a).toBe(before);
      expect(await pool.unavailable(idle())).toBeNull();
    } finally {
      await Promise.allSettled([a.stop(), b.stop()]);
    }
    expect(await pool.unavailable(idle())).toMatch(/no LLM at .*; no LLM at/);
  });
});
