import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import {
  answering,
  cutting,
  loopback,
  send,
  type Disturbance,
  type Loopback,
} from '../../../../test/fixtures/http/loopback.js';
import { type CallFailure, StatusError } from './failure.js';
import { withFetch, type Exchange } from './fetching.js';

const idle = new AbortController().signal;

describe('withFetch', () => {
  const servers: Loopback[] = [];
  const serve = async (disturb: Disturbance = () => false) => {
    const server = await loopback((_, response) => send(response, 200, 'tide'));
    server.disturb = disturb;
    servers.push(server);
    return server;
  };
  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.close()));
  });
  const get = (url: string, options: Partial<Exchange> = {}, init: RequestInit = {}) =>
    withFetch({ signal: idle, ...options }, async (fetch) => (await fetch(url, init)).text());
  const failure = (getting: Promise<unknown>) =>
    getting.then(
      () => null,
      (thrown: unknown) => thrown as CallFailure,
    );

  it('says who calls, and sends what stands before the host as basic authentication', async () => {
    const server = await serve();
    expect(await get(server.url.replace('://', '://ann:s%3Acret@'))).toBe('tide');
    const [asked] = server.asked;
    expect(asked?.headers['user-agent']).toMatch(/^gibsey\/\d+\.\d+\.\d+$/);
    expect(asked?.headers.authorization).toBe(`Basic ${btoa('ann:s:cret')}`);
  });

  it('reads a reply that is compressed, up to the limit of what is in it', async () => {
    const flood = gzipSync('x'.repeat(100_000));
    const server = await serve((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(flood);
      return true;
    });
    expect(flood.length).toBeLessThan(1_000);
    expect(await get(server.url, { bodyBytes: 100_000 })).toHaveLength(100_000);
    expect(await failure(get(server.url, { bodyBytes: 99_999 }))).toMatchObject({
      kind: 'too-large',
    });
  });

  it('ends a reply that never ends at the limit, and the connection with it', async () => {
    let closed = false;
    const server = await serve((_, response) => {
      const more = () => void (response.writableEnded || response.write('x'.repeat(10_000), more));
      response.on('close', () => (closed = true));
      more();
      return true;
    });
    expect(await failure(get(server.url, { bodyBytes: 50_000 }))).toMatchObject({
      kind: 'too-large',
    });
    await expect.poll(() => closed).toBe(true);
  });

  it.each([301, 302, 303, 307, 308])('follows a %i on the same host', async (status) => {
    const server = await serve((asked, response) => {
      if (asked.url.pathname !== '/old') return false;
      send(response, status, '', { location: '/new?x=1' });
      return true;
    });
    const headers = { authorization: 'Bearer s3cret' };
    expect(await get(`${server.url}/old`, {}, { headers })).toBe('tide');
    expect(server.asked.map(({ url }) => url.pathname + url.search)).toEqual(['/old', '/new?x=1']);
    expect(server.asked[1]?.headers.authorization).toBe('Bearer s3cret');
  });

  it('follows none to another host, none of a POST, and none without end', async () => {
    const other = await serve();
    for (const [location, init, calls] of [
      [other.url, {}, 1],
      ['http://127.0.0.1:notaport', {}, 1],
      ['/on', { method: 'POST', body: 'x' }, 1],
      ['/on', {}, 6],
    ] as const) {
      const server = await serve(answering(302, 'elsewhere', { location }));
      const thrown = await failure(get(server.url, {}, init));
      expect(thrown).toMatchObject({ kind: 'status', status: 302, message: 'HTTP 302' });
      expect(server.asked).toHaveLength(calls);
    }
    expect(other.asked).toEqual([]);
  });

  it('throws what is no 2xx with what the service says', async () => {
    const server = await serve(answering(418, { error: 'a teapot' }, { 'retry-after': '7' }));
    const errorIn = (text: string) => (JSON.parse(text) as { error: string }).error;
    const thrown = await failure(get(server.url, { errorIn }));
    expect(thrown).toBeInstanceOf(StatusError);
    expect(thrown).toMatchObject({
      status: 418,
      message: 'a teapot',
      text: '{"error":"a teapot"}',
    });
    expect((thrown as StatusError).headers.get('retry-after')).toBe('7');
  });

  it('tells a reply that is late, cut, or not wanted any more', async () => {
    const silent = await serve(() => true);
    expect(await failure(get(silent.url, { timeoutMs: 50 }))).toMatchObject({
      kind: 'late',
      message: 'no reply within 50 ms',
    });
    const stop = new AbortController();
    const stopped = failure(get(silent.url, { signal: stop.signal, timeoutMs: 60_000 }));
    stop.abort();
    expect(await stopped).toMatchObject({ kind: 'stopped' });
    const cut = await serve(cutting);
    expect(await failure(get(cut.url))).toMatchObject({
      kind: 'cut',
      message: 'the connection was cut',
    });
    await cut.close();
    expect(await failure(get(cut.url))).toMatchObject({
      kind: 'cut',
      message: 'connection refused',
    });
  });

  it('says of a port that fetch refuses that it is the port', async () => {
    expect(await failure(get('http://127.0.0.1:9/'))).toMatchObject({
      kind: 'cut',
      message: 'bad port',
    });
  });

  it('shows no part of an address that cannot be called', async () => {
    const thrown = await failure(get('http://ann:s3cret@127.0.0.1:1/t0ken'));
    expect(`${thrown?.stack} ${JSON.stringify(thrown)} ${String(thrown?.cause)}`).not.toMatch(
      /s3cret|t0ken/,
    );
  });
});
