import { afterEach, describe, expect, it } from 'vitest';
import {
  MODEL,
  openAiEndpoint,
  type EndpointOptions,
} from '../../../../../test/fixtures/openai/server.js';
import type { Clock } from '../../../ports/index.js';
import type { OpenAiConfig } from './config.js';
import { openOpenAi } from './factory.js';

const signal = new AbortController().signal;
const QUESTION = [{ role: 'user', content: 'hi' }] as const;
const KEY = 'sk-planted-0123456789';
const AT = Date.parse('Wed, 21 Oct 2026 07:28:00 GMT');

describe('openOpenAi', () => {
  const closing: (() => Promise<void>)[] = [];
  const slept: number[] = [];
  const clock: Clock = {
    now: () => AT,
    monotonic: () => 0,
    sleep: async (ms, stop) => {
      stop?.throwIfAborted();
      slept.push(ms);
    },
  };
  const given = async (options: EndpointOptions = {}, changes: Partial<OpenAiConfig> = {}) => {
    const server = await openAiEndpoint(options);
    closing.push(() => server.close());
    const { baseUrl } = server;
    const config = { baseUrl, keyVariable: 'OPENAI_API_KEY', model: MODEL, clock } as const;
    return { server, model: openOpenAi({ ...config, limitField: 'max_tokens', ...changes }) };
  };
  const ask = (model: ReturnType<typeof openOpenAi>) =>
    model.chat(QUESTION, { maxTokens: 9, temperature: 0, seed: 42, signal });
  afterEach(async () => {
    slept.length = 0;
    await Promise.all(closing.splice(0).map((close) => close()));
  });

  it('asks for one whole reply with every setting of the call', async () => {
    const limitField = 'max_completion_tokens';
    const { server, model } = await given({ key: KEY }, { apiKey: KEY, limitField });
    const { tokens } = await ask(model);
    expect(tokens).toEqual({ prompt: 19, completion: 10 });
    const body = { model: MODEL, messages: QUESTION, stream: false, temperature: 0, seed: 42 };
    expect(server.requests).toEqual([{ ...body, max_completion_tokens: 9 }]);
  });

  it('asks for a stream with its usage, and takes an endpoint that answers at once as it is', async () => {
    for (const streams of [true, false]) {
      const { server, model } = await given({ streams });
      const pieces: string[] = [];
      const onText = (piece: string) => pieces.push(piece);
      const reply = await model.chat(QUESTION, { maxTokens: 9, signal, onText });
      expect([pieces, reply.tokens]).toEqual([['Hello.'], { prompt: 19, completion: 10 }]);
      expect(server.requests[0]).toMatchObject({
        stream: true,
        stream_options: { include_usage: true },
      });
    }
  });

  it('takes the key out of an error in the middle of a stream', async () => {
    const error = { message: `no more for ${KEY}` };
    const act = { begin: 'Half ', ending: { error } } as const;
    const { model } = await given({ complete: () => act }, { apiKey: KEY });
    const told = model.chat(QUESTION, { maxTokens: 9, signal, onText: () => undefined });
    const failure = await told.catch((thrown: unknown) => thrown);
    expect(shown(failure)).toContain('no more for ***');
    expect(shown(failure)).not.toContain(KEY);
  });

  it('sends no key where there is none', async () => {
    const { server, model } = await given();
    await ask(model);
    expect(server.headers[0]).not.toHaveProperty('authorization');
  });

  it('names the variable of a key that is refused, and never the key', async () => {
    const { model } = await given({ key: 'another' }, { apiKey: KEY });
    expect(await model.unavailable(signal)).toMatch(
      /^127\.0\.0\.1:\d+ does not take the key in OPENAI_API_KEY$/,
    );
    const failure = await ask(model).catch((thrown: unknown) => thrown);
    expect(failure).toMatchObject({ code: 'SERVICE_UNREACHABLE', hint: 'set OPENAI_API_KEY' });
    expect(shown(failure)).not.toContain(KEY);
  });

  it.each([400, 500])('takes the key out of what the endpoint says with %i', async (status) => {
    const body = JSON.stringify({ error: { message: `bad request with ${KEY}` } });
    const { model } = await given({ complete: () => ({ status, body }) }, { apiKey: KEY });
    const failure = await ask(model).catch((thrown: unknown) => thrown);
    expect(shown(failure)).toContain('bad request with ***');
    expect(shown(failure)).not.toContain(KEY);
  });

  it('does not follow a redirect with the key', async () => {
    const { server: thief } = await given();
    const headers = { location: `${thief.baseUrl}/chat/completions` };
    const { model } = await given(
      { complete: () => ({ status: 307, body: '', headers }) },
      { apiKey: KEY },
    );
    await expect(ask(model)).rejects.toMatchObject({ code: 'SERVICE_UNREACHABLE' });
    expect(thief.requests).toEqual([]);
  });

  it.each([
    ['2', 2_000],
    ['Wed, 21 Oct 2026 07:28:30 GMT', 30_000],
    ['Wed, 21 Oct 2026 07:27:00 GMT', 0],
  ])('waits as long as it is asked to: %s', async (after, ms) => {
    const limit = { status: 429, body: '{}', headers: { 'retry-after': after } };
    const { server, model } = await given({
      complete: (_, index) => (index === 0 ? limit : { text: 'Yes.', finish: 'stop' }),
    });
    expect((await ask(model)).text).toBe('Yes.');
    expect([slept, server.requests.length]).toEqual([[ms], 2]);
  });

  it.each([
    ['3600', 'is asked to wait for an hour', 0],
    ['1', 'is put off again and again', 3],
  ])('gives up with %s: it %s', async (after, _, waits) => {
    const headers = { 'retry-after': after };
    const { model } = await given({ complete: () => ({ status: 429, body: '{}', headers }) });
    await expect(ask(model)).rejects.toThrow(`HTTP 429, it asks for a pause of ${after} s`);
    expect(slept).toHaveLength(waits);
  });

  it('stops within the pause', async () => {
    const headers = { 'retry-after': '9' };
    const stop = new AbortController();
    const { model } = await given(
      {
        complete: () => {
          setImmediate(() => stop.abort());
          return { status: 429, body: '{}', headers };
        },
      },
      {
        clock: {
          ...clock,
          sleep: (_, late) =>
            new Promise((__, reject) => {
              late?.addEventListener('abort', () =>
                reject(new DOMException('stopped', 'AbortError')),
              );
              if (late?.aborted) reject(new DOMException('stopped', 'AbortError'));
            }),
        },
      },
    );
    const asking = model.chat(QUESTION, { maxTokens: 9, signal: stop.signal });
    await expect(asking).rejects.toMatchObject({ code: 'INTERRUPTED' });
  });

  it.each([
    ['one and all', MODEL, null],
    ['all', MODEL, null],
    ['all', 'other', 'model other is not at'],
    [null, 'other', null],
  ] as const)('looks a model up where %s is listed: %s', async (listing, name, reason) => {
    const { model } = await given({ listing }, { model: name });
    const found = await model.unavailable(signal);
    if (reason === null) expect(found).toBeNull();
    else expect(found).toContain(reason);
  });
});

/** All that a log could show of a failure. */
function shown(failure: unknown): string {
  const { message, hint, stack, cause } = failure as Error & { hint: string };
  return [message, hint, stack, String(cause)].join('\n');
}
