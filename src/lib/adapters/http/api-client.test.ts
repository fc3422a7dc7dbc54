import { afterEach, describe, expect, it } from 'vitest';
import {
  answering,
  at,
  cutting,
  loopback,
  send,
  type Asked,
  type Disturbance,
  type Loopback,
} from '../../../../test/fixtures/http/loopback.js';
import { steppedClock } from '../../../../test/support/clock.js';
import { ApiClient, type ApiOptions } from './api-client.js';
import type { KeptReply } from './conditional.js';

const idle = new AbortController().signal;
const NOW = Date.parse('Wed, 21 Oct 2026 07:28:00 GMT');
const TOKEN = 's3cret-t0ken';

describe('ApiClient', () => {
  const servers: Loopback[] = [];
  const serve = async (
    disturb: Disturbance = () => false,
    body: (asked: Asked) => unknown = () => [1],
  ) => {
    const server = await loopback((asked, response) => send(response, 200, body(asked)));
    server.disturb = disturb;
    servers.push(server);
    return server;
  };
  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.close()));
  });
  const open = (options: Partial<ApiOptions> = {}) => {
    const clock = steppedClock(NOW);
    const limit = { size: 30, windowMs: 60_000 };
    return { clock, client: new ApiClient({ service: 'Tides', clock, limit, ...options }) };
  };
  const ask = (client: ApiClient, server: Loopback, more: object = {}) =>
    client.json(new URL(`${server.url}/tides?key=${TOKEN}`), { signal: idle, ...more });

  it('reads JSON, and sends a form', async () => {
    const server = await serve();
    const { client } = open();
    expect((await ask(client, server)).json).toEqual([1]);
    await ask(client, server, { form: { grant_type: 'all & sundry' } });
    expect(server.asked.map(({ method, body }) => [method, body])).toEqual([
      ['GET', ''],
      ['POST', 'grant_type=all+%26+sundry'],
    ]);
  });

  it('counts every call to the batches, further tries included', async () => {
    const server = await serve(at([1], cutting));
    const { client, clock } = open({ limit: { size: 2, windowMs: 60_000 } });
    await ask(client, server);
    await ask(client, server);
    expect(clock.slept).toEqual([1_000, 59_000]);
  });

  it('tries again what may pass, ever later, five times', async () => {
    const server = await serve(answering(503, 'busy'));
    const { client, clock } = open();
    await expect(ask(client, server)).rejects.toMatchObject({
      code: 'SERVICE_UNREACHABLE',
      message: `Tides at ${new URL(server.url).host} does not answer: HTTP 503.`,
    });
    expect([clock.slept, server.asked.length]).toEqual([[1_000, 2_000, 4_000, 8_000], 5]);
  });

  it.each([
    [503, '7', [7_000]],
    [429, new Date(NOW + 30_000).toUTCString(), [30_000]],
    [429, new Date(NOW - 30_000).toUTCString(), [0]],
    [429, null, [60_000]],
  ])('waits after a %i for as long as it is asked to: %s', async (status, after, slept) => {
    const headers: Record<string, string> = after === null ? {} : { 'retry-after': after };
    const server = await serve(at([0], answering(status, '', headers)));
    const { client, clock } = open();
    await ask(client, server);
    expect(clock.slept).toEqual(slept);
  });

  it('does not wait for hours', async () => {
    const server = await serve(answering(429, '', { 'retry-after': '7200' }));
    const { client, clock } = open();
    await expect(ask(client, server)).rejects.toMatchObject({
      code: 'QUOTA_SPENT',
      hint: expect.stringContaining('in 120 min') as unknown,
    });
    expect(clock.slept).toEqual([]);
  });

  it('gives up a service that throttles again and again', async () => {
    const server = await serve(answering(429, ''));
    const { client, clock } = open();
    await expect(ask(client, server)).rejects.toMatchObject({ code: 'QUOTA_SPENT' });
    expect(clock.slept).toEqual([60_000, 120_000, 240_000, 480_000]);
  });

  it('leaves a method alone for as long as its reply asks to, and only that', async () => {
    const server = await serve();
    const { client, clock } = open({ restAfter: () => 5_000 });
    await ask(client, server, { method: '/questions' });
    await ask(client, server, { method: '/tags' });
    expect(clock.slept).toEqual([]);
    clock.step(1_000);
    await ask(client, server, { method: '/questions' });
    expect(clock.slept).toEqual([4_000]);
  });

  it('asks whether a reply is still true, and takes it from the cache then', async () => {
    const server = await loopback((asked, response) => {
      const etag = '"7"';
      const headers = { etag, link: '<next>', 'x-left': String(server.asked.length) };
      if (asked.headers['if-none-match'] === etag) send(response, 304, '', headers);
      else send(response, 200, { tide: 'high' }, headers);
    });
    servers.push(server);
    const cache = new Map<string, KeptReply>();
    await ask(open({ cache }).client, server);
    const { headers, json } = await ask(open({ cache }).client, server);
    expect([json, headers.get('link'), headers.get('x-left')]).toEqual([
      { tide: 'high' },
      '<next>',
      '2',
    ]);
    expect(server.asked[1]?.headers['if-none-match']).toBe('"7"');
  });

  it.each<[string, Disturbance, Partial<ApiOptions>, object]>([
    ['no JSON', answering(200, '<html>'), {}, { code: 'REPLY_INVALID' }],
    ['too much', answering(200, 'x'.repeat(99)), { bodyBytes: 9 }, { code: 'REPLY_INVALID' }],
    ['a refusal', answering(404, { key: TOKEN }), {}, { status: 404 }],
    ['a redirect', answering(302, '', { location: 'http://127.0.0.1:1/' }), {}, { status: 302 }],
    ['silence', () => true, { timeoutMs: 40 }, { code: 'SERVICE_UNREACHABLE' }],
  ])('says what is wrong without the address: %s', async (_name, disturb, options, expected) => {
    const server = await serve(disturb);
    const thrown = await ask(open(options).client, server).catch((error: unknown) => error);
    expect(thrown).toMatchObject(expected);
    const { message, stack, cause } = thrown as Error;
    expect(`${message} ${stack} ${String(cause)}`).not.toContain(TOKEN);
  });

  it('stops in a pause', async () => {
    const server = await serve(answering(503, ''));
    const stop = new AbortController();
    const { client, clock } = open();
    const asking = ask(client, server, { signal: stop.signal });
    clock.sleep = async (_, signal) => {
      stop.abort();
      signal?.throwIfAborted();
    };
    await expect(asking).rejects.toThrow(/abort/i);
    expect(server.asked).toHaveLength(1);
  });
});
