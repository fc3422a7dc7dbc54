/** The web page as the server sends it, and what it asks the server for. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serving, type Serving } from '../../../test/support/serving.js';
import type { WebFiles } from './rooms.js';

const file = (type: string, text: string) => ({ type, bytes: Buffer.from(text) });
const web: WebFiles = new Map([
  ['index.html', file('text/html; charset=utf-8', '<!doctype html><title>A book</title>')],
  ['assets/a-1.js', file('text/javascript; charset=utf-8', 'let a;')],
]);

describe('a server with a web page', () => {
  let server: Serving;
  beforeAll(async () => void (server = await serving({ web })));
  afterAll(() => server.close());

  it('sends it to browsers, under a policy that lets nothing else run', async () => {
    const { body, headers } = await server.call({ url: '/', headers: { accept: 'text/html,*/*' } });
    expect(body).toContain('<title>A book</title>');
    const policy = String(headers['content-security-policy']);
    expect(policy).toMatch(/^default-src 'none'; script-src 'self';/);
    expect(policy).not.toContain('unsafe');
    expect(headers).toMatchObject({ vary: 'Accept', 'cache-control': 'no-store' });
  });

  it('sends the list of routes to all others', async () => {
    const { body } = await server.call({ url: '/', headers: { accept: '*/*' } });
    expect(body).toContain('POST   /api/chat');
  });

  it('sends its files for good, and no others', async () => {
    const script = await server.call({ url: '/assets/a-1.js' });
    expect([script.body, script.headers['content-type']]).toEqual([
      'let a;',
      'text/javascript; charset=utf-8',
    ]);
    expect(script.headers['cache-control']).toContain('immutable');
    for (const name of ['none.js', '..%2findex.html', '../index.html', '']) {
      expect((await server.call({ url: `/assets/${name}` })).statusCode).toBeGreaterThanOrEqual(
        400,
      );
    }
  });

  it('lists the book in reading order', async () => {
    const whole = await server.call({ url: '/chapters' });
    expect(whole.json()).toEqual({
      pages: 2,
      chapters: [
        { chapter: 'One', pages: 1, first: 'tower' },
        { chapter: 'Two', pages: 1, first: 'harbour' },
      ],
    });
    const first = (await server.call({ url: '/pages?limit=1' })).json<{ next: string }>();
    expect(first).toMatchObject({ pages: [{ id: 'tower' }], next: 'tower' });
    const rest = await server.call({ url: `/pages?limit=1&after=${first.next}` });
    expect(rest.json()).toMatchObject({ pages: [{ id: 'harbour' }], next: null });
    const one = await server.call({ url: '/pages?chapter=Two' });
    expect(one.json()).toMatchObject({ pages: [{ id: 'harbour', title: 'The harbour' }] });
  });

  it('lists a page that was written a moment ago', async () => {
    const { own: headers } = server;
    const payload = { body: 'A word.', chapter: 'Two' };
    await server.call({ method: 'PUT', url: '/pages/late', headers, payload });
    await server.call({ method: 'POST', url: '/refresh', headers });
    const { pages } = (await server.call({ url: '/pages?chapter=Two' })).json<{
      pages: object[];
    }>();
    expect(pages).toMatchObject([{ id: 'harbour' }, { id: 'late' }]);
    await server.call({ method: 'DELETE', url: '/pages/late', headers });
    await server.call({ method: 'POST', url: '/refresh', headers });
  });

  it('has nothing to show of a night before the first one', async () => {
    const json = async (url: string): Promise<object> => (await server.call({ url })).json();
    expect(await json('/clusters')).toMatchObject({ generation: null, clusters: [] });
    expect(await json('/map')).toEqual({ generation: null, points: [] });
    expect(await json('/golden-answers')).toEqual({ generation: null, answers: [] });
    expect(await json('/runs')).toEqual({ runs: [] });
    expect((await server.call({ url: '/clusters/1' })).statusCode).toBe(404);
    expect((await server.call({ url: '/runs/none' })).statusCode).toBe(404);
  });
});
