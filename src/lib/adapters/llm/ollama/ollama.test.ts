import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  MODEL,
  ollamaHost,
  type OllamaOptions,
} from '../../../../../test/fixtures/ollama/server.js';
import { pooled } from '../../../policies/pool.js';
import { systemClock } from '../../clock/system.js';
import { gpuFailed, openOllama } from './factory.js';

const signal = new AbortController().signal;
const QUESTION = [{ role: 'user', content: 'hi' }] as const;

describe('openOllama', () => {
  const closing: (() => Promise<void>)[] = [];
  const given = async (options: OllamaOptions = {}) => {
    const server = await ollamaHost(options);
    closing.push(() => server.close());
    return server;
  };
  afterEach(async () => {
    vi.restoreAllMocks();
    await Promise.all(closing.splice(0).map((close) => close()));
  });

  it('asks for one whole reply with every setting of the call', async () => {
    const { host, requests } = await given({ models: ['smollm2:latest'] });
    const model = openOllama({ host, model: 'smollm2', numThread: 1, contextTokens: 2048 });
    await model.chat(QUESTION, { maxTokens: 9, temperature: 0, seed: 42, signal });
    expect(requests).toEqual([
      {
        model: 'smollm2',
        messages: QUESTION,
        stream: false,
        think: false,
        options: { num_ctx: 2048, num_predict: 9, temperature: 0, seed: 42, num_thread: 1 },
      },
    ]);
  });

  it('leaves to Ollama what was not set', async () => {
    const { host, requests } = await given();
    const model = openOllama({ host, model: 'llama3:8b-instruct-q4_K_M' });
    const reply = await model.chat(QUESTION, { maxTokens: 9, signal });
    expect(requests[0]?.options).toEqual({ num_ctx: 4096, num_predict: 9 });
    expect(reply.tokens).toEqual({ prompt: 23, completion: 20 });
  });

  it('says how to get a model that is missing', async () => {
    const { host } = await given({ models: [] });
    const model = openOllama({ host, model: 'llama3:8b-instruct-q4_K_M' });
    expect(await model.unavailable(signal)).toBe(
      `model llama3:8b-instruct-q4_K_M is not on ${host} (ollama pull llama3:8b-instruct-q4_K_M)`,
    );
  });

  it('passes on what the host says of its failure', async () => {
    const error = 'model requires more system memory (9.5 GiB) than is available (3.2 GiB)';
    const { host } = await given({
      chat: () => ({ status: 500, body: JSON.stringify({ error }) }),
    });
    const model = openOllama({ host, model: 'llama3:8b-instruct-q4_K_M' });
    await expect(model.chat(QUESTION, { maxTokens: 9, signal })).rejects.toThrow(error);
  });

  it.each([
    ['CUDA error: out of memory', 500, true],
    ['llama runner process has terminated: cudaMalloc failed: out of memory', 500, true],
    ['model requires more system memory (9.5 GiB) than is available (3.2 GiB)', 500, false],
    ['CUDA is not a model', 400, false],
  ])('knows that the GPU has failed: %s, %i', async (error, status, failed) => {
    const body = JSON.stringify({ error });
    const { host } = await given({ chat: () => ({ status, body }) });
    const asking = openOllama({ host, model: MODEL }).chat(QUESTION, { maxTokens: 9, signal });
    expect(gpuFailed(await asking.catch((thrown: unknown) => thrown))).toBe(failed);
  });

  it('does without the GPU when that has failed, through the pool', async () => {
    const body = JSON.stringify({ error: 'CUDA error: out of memory' });
    const { host, requests } = await given({
      chat: ({ options }) => (options.num_gpu === 0 ? 'Yes.' : { status: 500, body }),
    });
    const member = {
      model: openOllama({ host, model: MODEL }),
      spare: openOllama({ host, model: MODEL, numGpu: 0 }),
    };
    const pool = pooled([member], { clock: systemClock, wantsSpare: gpuFailed });
    for (let i = 0; i < 2; i++) {
      expect((await pool.chat(QUESTION, { maxTokens: 9, signal })).text).toBe('Yes.');
    }
    expect(requests.map(({ options }) => options.num_gpu)).toEqual([undefined, 0, 0]);
  });

  it('prints nothing, whatever the host answers', async () => {
    const print = vi.spyOn(console, 'log');
    const { host } = await given({
      chat: () => ({ status: 502, body: '<html>', type: 'text/html' }),
    });
    const model = openOllama({ host, model: 'llama3:8b-instruct-q4_K_M' });
    await expect(model.chat(QUESTION, { maxTokens: 9, signal })).rejects.toThrow('HTTP 502');
    expect(print).not.toHaveBeenCalled();
  });

  it('hangs up when it is stopped, so that the host stops writing', async () => {
    const server = await given({ chat: () => ({ hang: true }) });
    const model = openOllama({ host: server.host, model: 'llama3:8b-instruct-q4_K_M' });
    const stop = new AbortController();
    const asking = model.chat(QUESTION, { maxTokens: 9, signal: stop.signal });
    const stopped = expect(asking).rejects.toThrow('Stopped');
    await expect.poll(() => server.requests.length).toBe(1);
    stop.abort();
    await stopped;
    await expect.poll(() => server.abandoned).toBe(1);
  });
});
