/** Keys that clients of the OpenAI dialect send because they have to send one. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serving, tokenOf, type Serving } from '../../../test/support/serving.js';

const key = (authorization: string) => ({ headers: { authorization } });
const DUMMIES = ['sk-anything', 'ollama', 'none', 'sk-proj a b', 'GIB_', 'key=gib_x', 'ключ'].map(
  (dummy) => `Bearer ${Buffer.from(dummy).toString('latin1')}`,
);

describe('a key that can be no token of ours', () => {
  let server: Serving;
  beforeAll(async () => {
    server = await serving();
    await tokenOf(server.store, 'ops');
  });
  afterAll(() => server.close());

  it.each([...DUMMIES, 'Bearer', 'bearer '])('counts as none on loopback: %s', async (header) => {
    const { statusCode, body } = await server.call({ url: '/account', ...key(header) });
    expect(statusCode, body).toBe(200);
    expect(JSON.parse(body)).toMatchObject({ account: 'local', role: 'reader' });
  });

  it('lets a client of the OpenAI dialect ask', async () => {
    const payload = { model: 'narrator', messages: [{ role: 'user', content: 'Who climbed?' }] };
    const ask = { method: 'POST', url: '/v1/chat/completions', payload } as const;
    const { statusCode, body } = await server.call({ ...ask, ...key('Bearer none') });
    expect(statusCode, body).toBe(200);
  });

  it('lets nobody write', async () => {
    const put = { method: 'PUT', url: '/pages/new', payload: { body: 'Mine.' } } as const;
    expect((await server.call({ ...put, ...key('Bearer sk-anything') })).statusCode).toBe(403);
  });

  it('does not make a proxy’s request a local one', async () => {
    const headers = { authorization: 'Bearer none', 'x-forwarded-for': '192.0.2.7' };
    expect((await server.call({ url: '/account', headers })).statusCode).toBe(401);
  });

  it('is counted for its address', async () => {
    const limited = await serving({ settings: { requestsPerMinute: 2 } });
    const statuses = [];
    for (const header of ['Bearer a', 'Bearer b', 'Bearer c']) {
      statuses.push((await limited.call({ url: '/account', ...key(header) })).statusCode);
    }
    expect(statuses).toEqual([200, 200, 429]);
    await limited.close();
  });

  it.each(DUMMIES)('is refused where everybody needs a token: %s', async (header) => {
    const open = await serving({ settings: { host: '0.0.0.0' }, allowAnonymous: true });
    expect((await open.call({ url: '/account', ...key(header) })).statusCode).toBe(401);
    await open.close();
  });

  it.each(['Bearer gib_', 'Bearer gib_short', 'bearer  gib_a b', 'Basic bm9uZTpub25l', 'none'])(
    'is not what begins as one of ours, nor another scheme: %s',
    async (header) => {
      expect((await server.call({ url: '/account', ...key(header) })).statusCode).toBe(401);
    },
  );

  it('is not a token that was taken back', async () => {
    const { store } = server;
    const headers = await tokenOf(store, 'author', 'ann');
    const [token] = await store.tokens.list('ann');
    expect((await server.call({ url: '/account', headers })).statusCode).toBe(200);
    await store.tokens.revoke(token!.id, 1);
    expect((await server.call({ url: '/account', headers })).statusCode).toBe(401);
  });
});
