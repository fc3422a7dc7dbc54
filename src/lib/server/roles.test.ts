import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serving, tokenOf, type Serving } from '../../../test/support/serving.js';
import type { Role } from '../domain/account.js';
import { OPERATIONS } from './operations/index.js';
import type { Operation } from './operation.js';

/** Least role of every operation: a new operation is decided on here, too. */
const LEAST: Record<string, Role | null> = {
  chat: 'reader',
  'plain-chat': 'reader',
  feedback: 'reader',
  retrieve: 'reader',
  characters: 'reader',
  chapters: 'reader',
  'list-pages': 'reader',
  clusters: 'reader',
  cluster: 'reader',
  map: 'reader',
  'golden-answers': 'reader',
  explain: 'reader',
  runs: 'reader',
  run: 'reader',
  issues: 'reader',
  issue: 'reader',
  'triage-issue': 'author',
  asset: null,
  'read-page': 'reader',
  'write-page': 'author',
  'delete-page': 'author',
  account: 'reader',
  'user-context': 'reader',
  recommendation: 'reader',
  reaction: 'reader',
  forget: 'reader',
  models: 'reader',
  model: 'reader',
  completions: 'reader',
  embeddings: 'reader',
  refresh: 'ops',
  health: null,
  metrics: 'reader',
  mcp: 'reader',
  'gateway-login': null,
  'gateway-keyspaces': 'reader',
  'gateway-keyspace': 'reader',
  'gateway-tables': 'reader',
  'gateway-table': 'reader',
  'gateway-rows-where': 'reader',
  'gateway-rows': 'reader',
  'gateway-rows-at': 'reader',
  'gateway-add-row': 'author',
  'gateway-put-row': 'author',
  'gateway-patch-row': 'author',
  'gateway-remove-rows': 'author',
  about: null,
  openapi: null,
};

const RANK = { nobody: 0, reader: 1, author: 2, ops: 3 } as const;
type Rank = keyof typeof RANK;

/** @param token whether that is shown by a token */
const mayCall = (who: Rank, { role, own }: Operation, token: boolean) =>
  role === null || (RANK[who] >= RANK[role] && (token || !own));
const refusal = (who: Rank) => (who === 'nobody' ? 401 : 403);

const PLACE = { ':keyspace': 'gibsey', ':table': 'pages', ':key': 'tower' };

/** A request that would do something, had it been let in; of what is somebody's own, that of an account. */
const requestOf = ({ method, path, own }: Operation, account: string) => ({
  method,
  url: Object.entries({ ...PLACE, ':id': own ? account : 'tower' })
    .reduce((url, [name, value]) => url.replace(name, value), path)
    .replace(/^\/retrieve$/, '/retrieve?q=tower'),
  ...(method === 'POST' || method === 'PUT' || method === 'PATCH'
    ? { payload: { question: 'Who?' } }
    : {}),
});

const byName = Object.fromEntries(OPERATIONS.map((operation) => [operation.name, operation.role]));

/** The gateway answers under a second path, too. */
const alsoForAstra = (least: typeof LEAST) =>
  Object.fromEntries(
    Object.entries(least)
      .filter(([name]) => name.startsWith('gateway-'))
      .map(([name, role]) => [`${name}-astra`, role]),
  );

describe('the roles of operations', () => {
  it('are those that were decided on', () => {
    expect(byName).toEqual({ ...LEAST, ...alsoForAstra(LEAST) });
  });
});

/** Where a server listens, where a request comes from, and who that makes of a caller without a token. */
const PLACES: [name: string, setting: object, request: object, rank: Rank][] = [
  [
    'from another machine',
    { settings: { host: '0.0.0.0' } },
    { remoteAddress: '192.0.2.7' },
    'nobody',
  ],
  ['on this machine, listening to all', { settings: { host: '0.0.0.0' } }, {}, 'nobody'],
  ['on this machine, with tokens in the store', {}, {}, 'reader'],
  [
    'through a proxy on this machine',
    {},
    { headers: { 'x-forwarded-for': '192.0.2.7' } },
    'nobody',
  ],
  [
    'from another machine, anonymous allowed',
    { settings: { host: '0.0.0.0' }, allowAnonymous: true },
    { remoteAddress: '192.0.2.7' },
    'reader',
  ],
];

describe.each(PLACES)('a request %s', (_name, setting, from, rank) => {
  let server: Serving;
  const tokens = new Map<Rank, { authorization: string }>();
  beforeAll(async () => {
    server = await serving(setting);
    for (const role of ['reader', 'author', 'ops'] as const) {
      tokens.set(role, await tokenOf(server.store, role));
    }
  });
  afterAll(() => server.close());

  const cases = OPERATIONS.flatMap((operation) => [
    ['without a token', rank, operation, undefined] as const,
    ...(['reader', 'author', 'ops'] as const).map(
      (role) => [`with the token of ${role}`, role, operation, role] as const,
    ),
  ]);

  it.each(cases)('%s (%s): $name', async (_how, who, operation, role) => {
    const { headers, ...where } = from as { headers?: object };
    const all = { ...headers, ...(role ? tokens.get(role) : {}) };
    const { statusCode, body } = await server.call({
      ...requestOf(operation, `${role}-1`),
      ...where,
      headers: all,
    });
    if (mayCall(who, operation, role !== undefined))
      expect([401, 403], body).not.toContain(statusCode);
    else expect(statusCode, body).toBe(refusal(who));
  });

  it('with a token that is none is refused', async () => {
    const headers = { authorization: `Bearer gib_${'x'.repeat(43)}` };
    const { statusCode, headers: told } = await server.call({ url: '/account', ...from, headers });
    expect(statusCode).toBe(401);
    expect(told['www-authenticate']).toContain('Bearer');
  });
});

describe('a machine without tokens', () => {
  let server: Serving;
  beforeAll(async () => void (server = await serving()));
  afterAll(() => server.close());

  it.each(OPERATIONS)('lets its own commands do $name', async (operation) => {
    const { statusCode } = await server.call({
      ...requestOf(operation, 'local'),
      headers: server.own,
    });
    expect([401, 403]).not.toContain(statusCode);
  });

  it.each(OPERATIONS)('takes whoever has none for a reader: $name', async (operation) => {
    const { statusCode, body } = await server.call(requestOf(operation, 'local'));
    if (mayCall('reader', operation, false)) expect([401, 403], body).not.toContain(statusCode);
    else expect(statusCode, body).toBe(403);
  });

  it('lets its own commands in also where others need a token', async () => {
    const open = await serving({ settings: { host: '0.0.0.0' } });
    const { body } = await open.call({ url: '/account', headers: open.own });
    expect(JSON.parse(body)).toMatchObject({ account: 'local', role: 'ops' });
    await open.close();
  });

  it('knows the secret of its own start only', async () => {
    const other = await serving();
    expect((await server.call({ url: '/account', headers: other.own })).statusCode).toBe(401);
    await other.close();
  });

  it('lets nobody in when the account is disabled', async () => {
    const local = await server.store.accounts.get('local');
    if (local) await server.store.accounts.put({ ...local, disabled: true });
    expect((await server.call({ url: '/account' })).statusCode).toBe(401);
    expect((await server.call({ url: '/account', headers: server.own })).statusCode).toBe(401);
  });
});

describe('whoever has no token at a machine', () => {
  let server: Serving;
  beforeAll(async () => void (server = await serving()));
  afterAll(() => server.close());
  const role = async () => (await server.call({ url: '/account' })).json<{ role: Role }>().role;

  it('is a reader, whatever becomes of the tokens', async () => {
    expect(await role()).toBe('reader');
    await tokenOf(server.store, 'ops');
    expect(await role()).toBe('reader');
    const [token] = await server.store.tokens.list();
    await server.store.tokens.revoke(token!.id, 1);
    expect(await role()).toBe('reader');
    expect((await server.call({ method: 'POST', url: '/refresh' })).statusCode).toBe(403);
  });

  it('is told how to write', async () => {
    const put = { method: 'PUT', url: '/pages/new', payload: { body: 'Mine.' } } as const;
    const { error } = (await server.call(put)).json<{ error: { hint: string } }>();
    expect(error).toMatchObject({ code: 'FORBIDDEN' });
    expect(error.hint).toContain('gibsey accounts create NAME --role author');
    expect(error.hint).toContain('gibsey tokens create NAME');
    expect(error.hint).toContain('Authorization: Bearer TOKEN');
  });
});
