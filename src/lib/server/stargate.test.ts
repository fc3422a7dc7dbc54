/** The REST gateway, as clients of Stargate's API v2 use it. */
import astra from '@astrajs/rest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serving, tokenOf, type Serving } from '../../../test/support/serving.js';
import { page } from '../../../test/support/store.js';
import type { RawItem } from '../domain/item.js';
import { RAW_ITEMS } from '../ports/store/tables/issues.js';

let server: Serving;
let author: Record<string, string>;
const KEYSPACE = '/v2/keyspaces/gibsey';

beforeAll(async () => {
  server = await serving();
  const { authorization } = await tokenOf(server.store, 'author');
  author = { 'x-cassandra-token': authorization.replace('Bearer ', '') };
});
afterAll(() => server.close());

interface Rows {
  count: number;
  pageState?: string;
  data: Record<string, unknown>[];
}

const get = async (url: string, query: Record<string, string> = {}) => {
  const reply = await server.call({ url: `${url}?${new URLSearchParams(query).toString()}` });
  return { status: reply.statusCode, body: reply.json<Rows>() };
};
const send = (method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', url: string, payload?: object) =>
  server.call({ method, url, headers: author, ...(payload ? { payload } : {}) });

const item = (n: number): RawItem => ({
  ...{ urlHash: `hash-${n}`, source: 'github', collectionDate: '2026-11-30' },
  ...{ url: `https://example.org/${n}`, title: `Title ${n}`, body: 'A body.' },
  ...{ createdAt: Date.UTC(2026, 10, n), author: n === 1 ? null : 'ada' },
});

describe('rows', () => {
  beforeAll(async () => {
    const items = Array.from({ length: 25 }, (_, n) => item(n + 1));
    await server.store.tables.of(RAW_ITEMS).put(items);
  });

  it('are read by key, also where none matches', async () => {
    const { status, body } = await get(`${KEYSPACE}/pages/tower`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ count: 1, data: [{ id: 'tower', position: 1, char_id: null }] });
    const none = await get(`${KEYSPACE}/pages/nowhere`);
    expect(none).toEqual({ status: 200, body: { count: 0, data: [] } });
  });

  it.each(['', '/rows'])('are paged without a gap or a repeat at %j', async (path) => {
    const seen: unknown[] = [];
    let state: string | undefined;
    const sizes: number[] = [];
    do {
      const more: Record<string, string> = state === undefined ? {} : { 'page-state': state };
      const { body } = await get(`/v2/keyspaces/bronze/raw_items${path}`, {
        'page-size': '5',
        ...more,
      });
      expect(body.count).toBe(body.data.length);
      sizes.push(body.count);
      seen.push(...body.data.map(({ url_hash: hash }) => hash));
      state = body.pageState;
    } while (state !== undefined);
    expect(sizes).toEqual([5, 5, 5, 5, 5, 0]); // a full page does not know that it is the last
    expect(new Set(seen).size).toBe(25);
  });

  it('are found by conditions, timestamps as ISO or as milliseconds', async () => {
    const found = async (where: object) => {
      const { body } = await get('/v2/keyspaces/bronze/raw_items', {
        where: JSON.stringify(where),
      });
      return body.data.map(({ title }) => String(title)).sort();
    };
    expect(await found({ url_hash: { $eq: 'hash-3' } })).toEqual(['Title 3']);
    expect(await found({ created_at: { $lte: '2026-11-02' } })).toEqual(['Title 1', 'Title 2']);
    expect(await found({ created_at: { $gt: Date.UTC(2026, 10, 24) } })).toEqual(['Title 25']);
    expect(
      await found({ title: { $in: ['Title 7', 'Title 8'] }, author: { $exists: true } }),
    ).toEqual([...['Title 7', 'Title 8']]);
    expect(await found({ author: { $exists: false } })).toEqual(['Title 1']);
  });

  it('are found by what a map holds', async () => {
    await server.store.pages.put([page('marked', { metadata: { genre: 'epic' } })]);
    const found = async (operator: object) => {
      const where = JSON.stringify({ metadata: operator });
      return (await get(`${KEYSPACE}/pages`, { where })).body.data.map(({ id }) => id);
    };
    expect(await found({ $containsKey: 'genre' })).toEqual(['marked']);
    expect(await found({ $contains: 'epic' })).toEqual(['marked']);
    expect(await found({ $containsEntry: { key: 'genre', value: 'epic' } })).toEqual(['marked']);
    expect(await found({ $containsEntry: { key: 'genre', value: 'ode' } })).toEqual([]);
    await server.store.pages.delete(['marked']);
  });

  it('come with the columns asked for, and bare where raw is', async () => {
    const { body } = await get(`${KEYSPACE}/pages/tower`, { fields: 'id,title', raw: 'true' });
    expect(body).toEqual([{ id: 'tower', title: 'The tower' }]);
  });

  it.each([
    ['/v2/keyspaces/secret/pages', {}],
    [`${KEYSPACE}/ledger`, {}],
    [`${KEYSPACE}/conversations`, {}],
    [`${KEYSPACE}/__proto__`, {}],
    [`${KEYSPACE}/pages`, { where: '{"nothing": {"$eq": 1}}' }],
    [`${KEYSPACE}/pages`, { where: '{"id": {"$like": "t"}}' }],
    [`${KEYSPACE}/pages`, { where: '{"position": {"$lt": "first"}}' }],
    [`${KEYSPACE}/pages`, { where: '[' }],
    [`${KEYSPACE}/pages`, { fields: 'id,nothing' }],
    [`${KEYSPACE}/pages`, { 'page-state': 'bm9uZQ' }],
    [`${KEYSPACE}/pages`, { sort: '{"title":"asc"}' }],
    [`${KEYSPACE}/issues/2026-11-30/1/2`, {}],
  ])('at %s with %j are refused in the words of the dialect', async (url, query) => {
    const { status, body } = await get(url, query);
    expect(status).toBe(400);
    expect(body).toEqual({ description: expect.any(String) as string, code: 400 });
  });
});

describe('what is written', () => {
  it('is a page like any other, and enters the change feed', async () => {
    const created = {
      id: 'new/1',
      body: 'A new page.',
      position: 3,
      updated_at: 1_700_000_000_000,
    };
    const posted = await send('POST', `${KEYSPACE}/pages`, created);
    expect(posted.statusCode, posted.body).toBe(201);
    expect(posted.json()).toEqual(created);
    const [stored] = await server.store.pages.get(['new/1']);
    expect(stored).toMatchObject({ body: 'A new page.', updatedAt: 1_700_000_000_000 });
    const feed = await server.store.changes.read(0, 1_000);
    expect(JSON.stringify(feed)).toContain('new/1');
  });

  it('changes the given columns, whichever of the two ways is taken', async () => {
    for (const [method, title] of [
      ['PUT', 'One'],
      ['PATCH', 'Two'],
    ] as const) {
      const changed = await send(method, `${KEYSPACE}/pages/new%2F1`, { id: 'new/1', title });
      expect(changed.json(), changed.body).toEqual({ data: { id: 'new/1', title } });
      const raw = await send(method, `${KEYSPACE}/pages/new/1?raw=true`, { title });
      expect(raw.json()).toEqual({ title });
      expect((await server.store.pages.get(['new/1']))[0]).toMatchObject({
        ...{ title, body: 'A new page.', position: 3 },
      });
    }
  });

  it('is removed without a word', async () => {
    const gone = await send('DELETE', `${KEYSPACE}/pages/new%2F1`);
    expect([gone.statusCode, gone.body]).toEqual([204, '']);
    expect(await server.store.pages.get(['new/1'])).toEqual([]);
  });

  it('goes to a table, not below it', async () => {
    const reply = await send('POST', `${KEYSPACE}/pages/tower`, { body: 'A text.' });
    expect([reply.statusCode, reply.headers.allow]).toEqual([405, 'GET, PUT, PATCH, DELETE']);
  });

  it.each([
    ['POST', `${KEYSPACE}/pages`, { body: 'Without a key.' }],
    ['POST', `${KEYSPACE}/pages`, { id: 'x', body: 'A text.', nothing: 1 }],
    ['PUT', `${KEYSPACE}/pages/x`, { title: 'Without a text' }],
    ['PUT', `${KEYSPACE}/pages/tower`, { content_hash: 'x' }],
    ['PUT', `${KEYSPACE}/summaries/1`, { title: 'Made by a night' }],
    ['DELETE', `${KEYSPACE}/summaries/1`, undefined],
  ] as const)('is refused: %s %s %j', async (method, url, payload) => {
    const reply = await send(method, url, payload);
    expect(reply.statusCode, reply.body).toBe(400);
    expect(await server.store.pages.get(['x'])).toEqual([]);
  });
});

describe('the clients', () => {
  it('log in with a token for a password, and with a wrong one they do not', async () => {
    const login = (password: string, url = '/v1/auth') =>
      server.call({ method: 'POST', url, payload: { username: 'any', password } });
    const password = author['x-cassandra-token']!;
    for (const url of ['/v1/auth', '/api/rest/v1/auth']) {
      const reply = await login(password, url);
      expect([reply.statusCode, reply.json()]).toEqual([201, { authToken: password }]);
    }
    const refused = await login(`gib_${'x'.repeat(43)}`);
    expect(refused.statusCode).toBe(401);
    expect(refused.json()).toMatchObject({ code: 401 });
  });

  it('that were published for it work as they are', async () => {
    const baseUrl = await server.http.listen({ port: 0, host: '127.0.0.1' });
    const password = author['x-cassandra-token']!;
    const client = await astra.createClient({ baseUrl, username: 'author', password });
    const table = '/api/rest/v2/keyspaces/gibsey/pages';
    const text = { id: 'theirs', body: 'Written by another program.' };
    expect(await client.post(table, text)).toMatchObject({ status: 201, data: text });
    const where = { id: { $eq: 'theirs' } };
    expect(await client.get(table, { params: { where } })).toMatchObject({
      ...{ status: 200, count: 1, data: [text] },
    });
    await client.patch(`${table}/theirs`, { title: 'Theirs' });
    expect(await client.get(`${table}/theirs`)).toMatchObject({ data: [{ title: 'Theirs' }] });
    expect(await client.get(`${table}/rows`, { params: { 'page-size': 2 } })).toMatchObject({
      ...{ count: 2, pageState: expect.any(String) as string },
    });
    expect(await client.delete(`${table}/theirs`)).toMatchObject({ status: 204 });
    const schemas = '/api/rest/v2/schemas/keyspaces/gibsey/tables/pages';
    expect(await client.get(schemas)).toMatchObject({
      data: { name: 'pages', primaryKey: { partitionKey: ['id'], clusteringKey: [] } },
    });
    await expect(client.get('/api/rest/v2/keyspaces/gibsey/tokens')).rejects.toThrow('400');
    await expect(client.get('/api/rest/v2/schemas/keyspaces/none')).rejects.toThrow('404');
  });
});
