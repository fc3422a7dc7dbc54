/** Ids of pages as addresses, and one name for what is asked. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serving, type Serving } from '../../../test/support/serving.js';

let server: Serving;
beforeAll(async () => void (server = await serving({ initialCredits: 1_000 })));
afterAll(() => server.close());

describe('a page', () => {
  const IDS = ['moby-dick/036/03', 'a//b', '/a', 'a/', '50 %/é', 'a%2Fb', 'x?y#z', '😀/1'];
  const slashesKept = (id: string) => id.split('/').map(encodeURIComponent).join('/');

  it.each(IDS.flatMap((id) => [[id, slashesKept(id)] as const, [id, encodeURIComponent(id)]]))(
    '%j is written, read and removed at /pages/%s',
    async (id, address) => {
      const url = `/pages/${address}`;
      const { own: headers } = server;
      const put = await server.call({ method: 'PUT', url, headers, payload: { body: 'A word.' } });
      expect(put.json(), put.body).toMatchObject({ id, body: 'A word.' });
      expect((await server.store.pages.get([id]))[0]).toMatchObject({ id });
      expect((await server.call({ url })).json()).toMatchObject({ id });
      expect((await server.call({ method: 'DELETE', url, headers })).statusCode).toBe(204);
      expect(await server.store.pages.get([id])).toEqual([]);
    },
  );

  it('is found at its id as it is printed, whatever that is', async () => {
    const id = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });
    const property = fc.asyncProperty(id, async (text) => {
      fc.pre(!/[\0-\x1f\x7f]|\p{Cs}/u.test(text) && text.trim() === text);
      fc.pre(!/^\.{1,2}$/.test(text)); // no client sends these as they are
      const url = `/pages/${encodeURIComponent(text)}`;
      const payload = { body: 'A word.' };
      const put = await server.call({ method: 'PUT', url, headers: server.own, payload });
      if (put.statusCode !== 200) return expect(put.statusCode, put.body).toBe(422);
      expect(put.json()).toMatchObject({ id: text });
      expect((await server.call({ url })).json()).toMatchObject({ id: text });
    });
    await fc.assert(property, { numRuns: 300 });
  });

  it('is one route in the log and in the metrics', async () => {
    await server.call({ url: '/pages/a/b/c' });
    const seen = server.lines.filter(({ event }) => event === 'request').at(-1);
    expect(seen).toMatchObject({ route: '/pages/:id', status: 404 });
    const { body } = await server.call({ url: '/metrics' });
    expect(body).toContain('route="/pages/:id",status="404"');
    expect(body).not.toContain('/pages/*');
  });
});

describe('what is asked', () => {
  const NAMES = ['question', 'query', 'message', 'q'];
  const WHO = 'Who climbed the tower?';

  it.each(NAMES)('may be called %s, wherever it is asked', async (name) => {
    for (const url of ['/api/chat', '/chat']) {
      const turn = await server.call({ method: 'POST', url, payload: { [name]: WHO } });
      expect(turn.statusCode, turn.body).toBe(200);
      expect(turn.json()).toMatchObject({ answer: expect.stringContaining('Arieol') as string });
    }
    const query = new URLSearchParams({ [name]: WHO, limit: '1' }).toString();
    const found = await server.call({ url: `/retrieve?${query}` });
    expect(found.json()).toMatchObject({ quotes: [{ page_id: 'tower' }] });
  });
});
