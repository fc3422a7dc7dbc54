import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server as Http,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../lib/adapters/clock/system.js';
import { drive } from './drive.js';
import type { KnownQuestion } from './questions.js';
import { Server } from './server.js';

const BODY = 'It rained. So she stayed. He left.';
const QUOTE = { page_id: 'p/1', start: 11, end: 25, text: 'So she stayed.' };
const ASKED: KnownQuestion = {
  id: 'a',
  question: 'Why did she stay?',
  charId: 'ann',
  answers: [{ quote: 'It rained.' }],
};
const event = (type: string, data: object) => `event: ${type}\ndata: ${JSON.stringify(data)}\n\n`;
const TURN = [
  event('meta', { route: 'knowledge' }),
  event('quote', { index: 0, ...QUOTE }),
  ': still here\n\n',
  event('token', { text: 'So she ' }),
  event('token', { text: 'stayed.' }),
  event('done', { answer: 'So she stayed.' }),
];

type Reply = { status?: number; type?: string; headers?: Record<string, string> } & (
  { json: unknown } | { text: string } | { hang: true } | { broken: string }
);
type Routes = Record<'health' | 'retrieve' | 'page' | 'chat', (request: IncomingMessage) => Reply>;

const GOOD: Routes = {
  health: () => ({ json: { status: 'healthy', mode: 'extractive', more: 1 } }),
  retrieve: () => ({ json: { quotes: [QUOTE], summaries: [] } }),
  page: () => ({ json: { id: 'p/1', body: BODY, title: null } }),
  chat: () => ({ type: 'text/event-stream; charset=utf-8', text: TURN.join('') }),
};
const stream = (...events: string[]): Reply => ({
  type: 'text/event-stream',
  text: events.join(''),
});

let http: Http;
afterEach(
  () =>
    new Promise((closed) => {
      http.closeAllConnections();
      http.close(closed);
    }),
);

/** A stand-in for `gibsey serve`, that does as it is told. */
async function standIn(
  routes: Partial<Routes> = {},
  options: { timeoutMs?: number; token?: string } = {},
) {
  const all = { ...GOOD, ...routes };
  const requests: string[] = [];
  const listener: RequestListener = (request, response) => {
    const { url = '', method } = request;
    requests.push(`${method} ${url}`);
    const route = /^\/(health|retrieve|pages|api\/chat)/.exec(url)?.[1] ?? '';
    const name = { 'api/chat': 'chat', pages: 'page' }[route] ?? route;
    const reply = all[name as keyof Routes](request);
    const { status = 200, type = 'application/json', headers = {} } = reply;
    if ('hang' in reply) return;
    response.writeHead(status, { 'content-type': type, ...headers });
    if ('broken' in reply) return void response.write(reply.broken, () => response.destroy());
    response.end('json' in reply ? JSON.stringify(reply.json) : reply.text);
  };
  http = createServer(listener);
  await new Promise<void>((ready) => http.listen(0, '127.0.0.1', ready));
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const server = new Server({ url, timeoutMs: 5_000, clock: systemClock, ...options });
  return { server, requests, url };
}

const { signal } = new AbortController();

async function observe(routes: Partial<Routes>, options: { timeoutMs?: number } = {}) {
  const { server } = await standIn(routes, options);
  const [seen] = await drive(server, [ASKED], { limit: 5, free: false, signal });
  return seen;
}

describe('drive', () => {
  it('sees what a good server does', async () => {
    const { server, requests } = await standIn();
    const [seen] = await drive(server, [ASKED], { limit: 5, free: false, signal });
    expect(seen).toMatchObject({ rank: 1, quotes: 2, wrong: [], problem: null });
    expect(seen?.turn).toMatchObject({ route: 'knowledge', answer: 'So she stayed.' });
    expect(seen?.turn?.firstTokenMs).toBeLessThanOrEqual(seen?.turn?.latencyMs ?? NaN);
    expect(requests).toEqual([
      'GET /retrieve?question=Why+did+she+stay%3F&limit=5',
      'GET /pages/p%2F1',
      'POST /api/chat',
    ]);
    expect(await server.health(signal)).toEqual({
      ok: true,
      status: 'healthy',
      mode: 'extractive',
    });
  });

  it('sends the token with every request, and what is asked of whom', async () => {
    const said: unknown[] = [];
    const chat: Routes['chat'] = (request) => {
      said.push(request.headers.authorization);
      request.on('data', (data: Buffer) => said.push(JSON.parse(data.toString())));
      return GOOD.chat(request);
    };
    const { server } = await standIn({ chat }, { token: 'secret' });
    await drive(server, [ASKED], { limit: 5, free: false, signal });
    expect(said).toEqual([
      'Bearer secret',
      { question: 'Why did she stay?', char_id: 'ann', stream: true },
    ]);
  });

  it('misses an answer that no page of the first holds', async () => {
    const page = () => ({ json: { id: 'p/1', body: BODY.replace('rained', 'snowed') } });
    expect(await observe({ page })).toMatchObject({ rank: null, wrong: [], problem: null });
    const second = [{ ...QUOTE, page_id: 'p/0' }, QUOTE];
    const pages = (request: IncomingMessage) =>
      request.url?.includes('p%2F0')
        ? { json: { id: 'p/0', body: 'Not here: So she stayed.' } }
        : GOOD.page(request);
    const seen = await observe({ retrieve: () => ({ json: { quotes: second } }), page: pages });
    expect(seen).toMatchObject({ rank: 2, quotes: 3 });
    expect(seen?.wrong).toHaveLength(1);
  });

  it.each([
    ['invented', { ...QUOTE, text: 'So she slept.' }],
    ['of other offsets', { ...QUOTE, start: 10, end: 24 }],
    ['empty', { ...QUOTE, end: 11, text: '' }],
  ])('notices a quote that is %s', async (_, quote) => {
    const seen = await observe({
      chat: () => stream(TURN[0] ?? '', event('quote', quote), ...TURN.slice(3)),
    });
    expect(seen?.wrong).toEqual([expect.stringMatching(/^p\/1 \d+–\d+: the page says something/)]);
    expect(seen?.problem).toBeNull();
  });

  it('notices a quote of a page that is not there', async () => {
    const page = () => ({ status: 404, json: { error: { code: 'NOT_FOUND', message: 'none' } } });
    expect((await observe({ page }))?.wrong).toEqual(Array(2).fill('p/1: there is no such page'));
  });

  it.each<[string, Reply, RegExp]>([
    [
      'an error',
      { status: 500, json: { error: { code: 'INTERNAL', message: 'Oh.' } } },
      /says: Oh\./,
    ],
    ['an error in no words', { status: 502, text: '<html>' }, /it answered with 502/],
    ['no stream', { json: { answer: 'So.' } }, /application\/json, not a stream of events/],
    ['garbage', stream('event: meta\ndata: {{{\n\n'), /meta: it is not JSON/],
    ['noise', stream('\u0000\u0001 never an event'), /ended before the answer did/],
    ['half a turn', stream(...TURN.slice(0, 4)), /ended before the answer did/],
    ['no beginning', stream(...TURN.slice(1)), /ended that had not begun/],
    ['no answer', stream(TURN[0] ?? '', event('done', { answer: '' })), /the answer is empty/],
    [
      'another answer',
      stream(...TURN.slice(0, 4), event('done', { answer: 'No.' })),
      /pieces of the answer are not the answer/,
    ],
    ['a quote without a place', stream(event('quote', { text: 'x' })), /quote: page_id/],
    [
      'an error event',
      stream(TURN[0] ?? '', event('error', { code: 'STORE_UNREACHABLE', message: 'Gone.' })),
      /says: Gone\./,
    ],
    ['a broken line', { type: 'text/event-stream', broken: TURN[0] ?? '' }, /does not answer/],
  ])('says what is wrong with %s', async (_, reply, problem) => {
    const seen = await observe({ chat: () => reply });
    expect(seen?.problem).toMatch(problem);
    expect(seen?.turn).toBeNull();
    expect(seen?.rank).toBe(1);
  });

  it.each<[string, Partial<Routes>]>([
    ['never answers', { chat: () => ({ hang: true }) }],
    ['never finds', { retrieve: () => ({ hang: true }) }],
  ])('gives a server up that %s', async (_, routes) => {
    const seen = await observe(routes, { timeoutMs: 100 });
    expect(seen?.problem).toMatch(/does not answer: no reply within 0\.1 s/);
  });

  it('asks no more after five failures in a row', async () => {
    const { server, requests } = await standIn({ retrieve: () => ({ status: 500, json: {} }) });
    const all = Array.from({ length: 8 }, (_, i) => ({ ...ASKED, id: `q${i}` }));
    const seen = await drive(server, all, { limit: 5, free: false, signal });
    expect(requests).toHaveLength(5);
    expect(seen.map(({ problem }) => problem).at(-1)).toMatch(/^not asked: 5 in a row/);
  });

  it.each([
    [401, 'UNAUTHENTICATED'],
    [402, 'CREDITS_SPENT'],
    [403, 'FORBIDDEN'],
  ])('ends at once with %s', async (status, code) => {
    const chat = () => ({ status, json: { error: { code, message: 'No.' } } });
    const { server } = await standIn({ chat });
    await expect(drive(server, [ASKED], { limit: 5, free: false, signal })).rejects.toMatchObject({
      code,
    });
  });

  it('waits as long as it is asked to, and then asks again', async () => {
    let calls = 0;
    const retrieve: Routes['retrieve'] = (request) =>
      ++calls === 1
        ? { status: 429, headers: { 'retry-after': '0' }, json: {} }
        : GOOD.retrieve(request);
    expect(await observe({ retrieve })).toMatchObject({ rank: 1, problem: null });
    expect(calls).toBe(2);
    http.close();
    const patient = await observe({
      retrieve: () => ({ status: 429, headers: { 'retry-after': '9999' }, json: {} }),
    });
    expect(patient?.problem).toMatch(/answered with 429/);
  });

  it('stops when it is told to', async () => {
    const stop = new AbortController();
    const { server } = await standIn({
      chat: () => {
        stop.abort();
        return { hang: true };
      },
    });
    const driven = drive(server, [ASKED], { limit: 5, free: false, signal: stop.signal });
    await expect(driven).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('says who does not answer, when nobody is there', async () => {
    const { server, url } = await standIn();
    http.closeAllConnections();
    await new Promise((closed) => http.close(closed));
    const { host } = new URL(url);
    await expect(server.health(signal)).rejects.toMatchObject({
      code: 'SERVICE_UNREACHABLE',
      message: `The server at ${host} does not answer: ECONNREFUSED.`,
    });
    http = createServer();
    await new Promise<void>((ready) => http.listen(0, '127.0.0.1', ready));
  });
});
