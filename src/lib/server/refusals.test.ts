import type { InjectOptions } from 'fastify';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serving, tokenOf, type Serving } from '../../../test/support/serving.js';

const json = { 'content-type': 'application/json' };
const chat = (payload: unknown, headers = {}): InjectOptions => ({
  method: 'POST',
  url: '/api/chat',
  payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
  headers: { ...json, ...headers },
});

describe('what a server refuses', () => {
  let server: Serving;
  let poor: { authorization: string };
  beforeAll(async () => {
    server = await serving({ settings: { bodyBytes: 2_000 } });
    poor = await tokenOf(server.store, 'reader', 'poor');
  });
  afterAll(() => server.close());

  const cases: [status: number, code: string, request: InjectOptions][] = [
    [400, 'REQUEST_MALFORMED', chat('{"question":')],
    [400, 'REQUEST_MALFORMED', chat('')],
    [400, 'REQUEST_MALFORMED', chat('{"__proto__":{"question":"x"}}')],
    [400, 'REQUEST_MALFORMED', { url: '/pages/%E0%A4%A' }],
    [401, 'UNAUTHENTICATED', { url: '/account', headers: { authorization: 'Basic YTpi' } }],
    [403, 'FORBIDDEN', { url: '/health', headers: { host: 'rebound.example.org' } }],
    [404, 'NOT_FOUND', { url: '/nothing' }],
    [404, 'NOT_FOUND', { url: '/pages/nothing' }],
    [405, 'METHOD_NOT_ALLOWED', { method: 'PUT', url: '/api/chat' }],
    [413, 'REQUEST_TOO_LARGE', chat({ question: 'x'.repeat(2_000) })],
    [415, 'MEDIA_TYPE_UNSUPPORTED', chat('x', { 'content-type': 'text/plain' })],
    [
      415,
      'MEDIA_TYPE_UNSUPPORTED',
      chat('x=1', { 'content-type': 'application/x-www-form-urlencoded' }),
    ],
    [422, 'REQUEST_INVALID', chat({})],
    [422, 'REQUEST_INVALID', chat([])],
    [422, 'REQUEST_INVALID', chat({ question: 'x', query: 'y' })],
    [422, 'REQUEST_INVALID', chat({ question: 'x', colour: 'red' })],
    [422, 'REQUEST_INVALID', { url: '/retrieve' }],
    [422, 'REQUEST_INVALID', { url: '/retrieve?q=x&limit=0' }],
    [422, 'REQUEST_INVALID', { url: '/retrieve?q=x&q=y' }],
    [422, 'REQUEST_INVALID', { url: '/retrieve?question=x&q=y' }],
    [422, 'REQUEST_INVALID', { method: 'POST', url: '/chat', payload: { query: 'x', q: 'y' } }],
    [404, 'NOT_FOUND', { url: '/pages/no/such/page' }],
    [405, 'METHOD_NOT_ALLOWED', { method: 'POST', url: '/pages/no/such/page', payload: {} }],
    [422, 'REQUEST_INVALID', { method: 'PUT', url: '/pages/new', payload: {} }],
    [422, 'BAD_INPUT', { method: 'PUT', url: '/pages/new', payload: { body: 'NUL \0' } }],
  ];

  it.each(cases)('%i %s: %o', async (status, code, request) => {
    const { statusCode, body } = await server.call(
      request.method === 'PUT' ? { ...request, headers: await author() } : request,
    );
    expect(statusCode, body).toBe(status);
    const { error } = JSON.parse(body) as { error: Record<string, string> };
    expect(Object.keys(error)).toEqual(['code', 'message', 'hint']);
    expect(error).toMatchObject({ code });
    expect(error.hint).not.toBe('');
  });

  let authorToken: { authorization: string } | undefined;
  const author = async () => (authorToken ??= await tokenOf(server.store, 'author'));

  it('403: an answer for nothing, but to ops', async () => {
    const free = { question: 'Who?', charge: false };
    const refused = await server.call(chat(free, poor));
    expect(refused.statusCode, refused.body).toBe(403);
    const ops = await server.call(chat(free, await tokenOf(server.store, 'ops')));
    expect(ops.statusCode, ops.body).toBe(200);
    expect(JSON.parse(ops.body)).toMatchObject({ credits_left: null });
  });

  it('402: an answer that the account cannot pay', async () => {
    const { statusCode, body } = await server.call(chat({ question: 'Who?' }, poor));
    expect(statusCode, body).toBe(402);
    expect(JSON.parse(body)).toMatchObject({ error: { code: 'CREDITS_SPENT' } });
    const stream = await server.call(chat({ question: 'Who?', stream: true }, poor));
    expect(stream.statusCode).toBe(402);
  });

  it('says which methods a route takes', async () => {
    const { headers } = await server.call({ method: 'POST', url: '/pages/tower', payload: {} });
    expect(headers.allow).toBe('GET, PUT, DELETE');
    const broken = { payload: '{', headers: { 'content-type': 'application/json' } };
    const other = await server.call({ method: 'POST', url: '/pages/tower', ...broken });
    expect(other.statusCode).toBe(405);
    const below = await server.call({ url: '/api/users/ada/reactions' });
    expect(below.headers.allow).toBe('POST');
  });

  it('never repeats what it was sent as a value', async () => {
    const { body } = await server.call(chat({ question: { secret: 'hunter2' } }));
    expect(body).not.toContain('hunter2');
  });

  it('answers what is not HTTP in JSON, and goes on', async () => {
    await server.http.listen({ port: 0, host: '127.0.0.1' });
    const address = server.http.server.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    const reply = await new Promise<string>((done) => {
      const socket = connect(port, '127.0.0.1', () => socket.write('NOT HTTP AT ALL\r\n\r\n'));
      let text = '';
      socket.on('data', (data) => (text += data.toString()));
      socket.on('close', () => done(text));
    });
    expect(reply).toMatch(/^HTTP\/1.1 400 /);
    expect(reply).toContain('"code":"REQUEST_MALFORMED"');
    expect((await server.call({ url: '/health' })).statusCode).toBe(200);
  });
});

describe('a server that is asked too often', () => {
  it('says 429 and for how long, and lets others in', async () => {
    const server = await serving({ settings: { requestsPerMinute: 2 } });
    const token = await tokenOf(server.store, 'reader');
    const status = async (headers = {}) =>
      (await server.call({ url: '/account', headers })).statusCode;
    expect([await status(), await status()]).toEqual([200, 200]);
    const { statusCode, headers } = await server.call({ url: '/account' });
    expect(statusCode).toBe(429);
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    expect(await status(token)).toBe(200);
    await server.close();
  });

  it('counts tokens that are tried', async () => {
    const server = await serving({ settings: { requestsPerMinute: 2 } });
    const headers = { authorization: 'Bearer gib_guess' };
    const tries = [];
    for (let i = 0; i < 3; i++)
      tries.push((await server.call({ url: '/account', headers })).statusCode);
    expect(tries).toEqual([401, 401, 429]);
    await server.close();
  });
});

describe('web pages of others', () => {
  let server: Serving;
  const friend = 'https://friend.example.org';
  beforeAll(
    async () =>
      void (server = await serving({
        settings: { origins: [friend], names: ['book.example.org'] },
      })),
  );
  afterAll(() => server.close());

  const ask = (origin: string) => server.call(chat({ question: 'Who?' }, { origin }));

  it('may not ask unless they are listed', async () => {
    expect((await ask('https://evil.example.org')).statusCode).toBe(403);
    expect((await ask('null')).statusCode).toBe(403);
    expect((await ask(friend)).headers['access-control-allow-origin']).toBe(friend);
  });

  it('may when they are the server’s own', async () => {
    expect((await ask('http://127.0.0.1:8080')).statusCode).toBe(200);
  });

  it('are told before they ask', async () => {
    const headers = { origin: friend, 'access-control-request-method': 'POST' };
    const preflight = { method: 'OPTIONS', url: '/api/chat' } as const;
    const allowed = await server.call({ ...preflight, headers });
    expect(allowed.statusCode).toBe(204);
    expect(allowed.headers['access-control-allow-headers']).toContain('authorization');
    const other = await server.call({
      ...preflight,
      headers: { ...headers, origin: 'https://x.org' },
    });
    expect(other.statusCode).toBe(403);
    expect(other.headers).not.toHaveProperty('access-control-allow-origin');
  });

  it('reach no server under a name that is not its own', async () => {
    const named = (host: string) => server.call({ url: '/health', headers: { host } });
    expect((await named('book.example.org')).statusCode).toBe(200);
    expect((await named('evil.example.org')).statusCode).toBe(403);
  });

  it('get headers that keep them from embedding it', async () => {
    const { headers } = await server.call({ url: '/' });
    expect(headers).toMatchObject({
      'content-security-policy': expect.stringContaining("default-src 'none'") as string,
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
  });
});
