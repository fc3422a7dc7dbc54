/** A stranger who comes through a reverse proxy on the machine is a stranger still. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonLines } from '../../support/book.js';
import { gibsey, gibseyJson, temporaryFolder } from '../../support/cli.js';
import { http, own, startServer, type RunningServer } from '../../support/server.js';
import { startProxies, type Proxies } from './servers.js';

const cwd = temporaryFolder();
const BODY = 'Arieol climbed the tower at dawn. The stairs were wet with rain.';
let servers: RunningServer[] = [];
let proxies: Proxies;

beforeAll(async () => {
  writeFileSync(join(cwd, 'book.jsonl'), jsonLines([{ id: 'book/tower', text: BODY }]));
  await gibsey(['ingest', 'pages', 'book.jsonl'], { cwd });
  servers = [await startServer([], { cwd }), await startServer(['--host', '::1'], { cwd })];
  const [ipv4, ipv6] = servers.map(({ url }) => new URL(url));
  const name = `localhost:${ipv4!.port}`;
  proxies = await startProxies({ ipv4: ipv4!.host, name, ipv6: ipv6!.host });
});
afterAll(async () => {
  await proxies?.stop();
  await Promise.all(servers.map((server) => server.stop()));
});

const each = async (test: (url: string, manner: string) => Promise<unknown>) => {
  const outcomes = proxies.proxies.map(async ({ name, manner, url }) => [
    name,
    await test(url, manner),
  ]);
  return Object.fromEntries(await Promise.all(outcomes)) as Record<string, unknown>;
};

const STRANGERS: [string, Record<string, string>][] = [
  ['nothing', {}],
  ['a dummy key', { authorization: 'Bearer sk-anything' }],
  ['a guess', { authorization: `Bearer gib_${'A'.repeat(43)}` }],
];

describe.each(STRANGERS)('a stranger with %s', (_name, headers) => {
  const status = async (url: string, method: string, body?: object) =>
    (await http(url, { method, headers, ...(body ? { body } : {}) })).status;

  it('neither writes, nor removes, nor does what ops may, through any proxy', async () => {
    const done = await each(async (url) => [
      await status(`${url}/pages/book/tower`, 'PUT', { body: 'Mine.' }),
      await status(`${url}/pages/book%2Ftower`, 'DELETE'),
      await status(`${url}/refresh`, 'POST'),
      await status(`${url}/api/chat`, 'POST', { question: 'Who?', charge: false }),
    ]);
    const allowed = Object.values(done)
      .flat()
      .filter((status) => status !== 401 && status !== 403);
    expect(allowed, JSON.stringify(done)).toEqual([]);
    const { text } = await http(`${servers[0]!.url}/pages/book/tower`);
    expect(JSON.parse(text)).toMatchObject({ body: BODY });
  });

  it('reads where the proxy names nobody, and is sent for a token where it does', async () => {
    const guessed = headers.authorization?.includes('gib_');
    const read = await each(async (url, manner) => [
      await status(`${url}/pages/book/tower`, 'GET'),
      guessed || manner === 'forwarding' ? 401 : 200,
    ]);
    for (const [name, [seen, wanted]] of Object.entries(read as Record<string, number[]>)) {
      expect(seen, name).toBe(wanted);
    }
  });
});

describe('whoever has a token', () => {
  let author: { authorization: string };
  beforeAll(async () => {
    await gibsey(['accounts', 'create', 'ada', '--role', 'author'], { cwd });
    const { json } = await gibseyJson<{ secret: string }>(['tokens', 'create', 'ada'], { cwd });
    author = { authorization: `Bearer ${json.secret}` };
  });

  it('writes through every proxy, at the id as it is printed', async () => {
    const written = await each(async (url) => {
      const put = { method: 'PUT', body: { body: BODY }, headers: author };
      return (await http(`${url}/pages/book/tower`, put)).status;
    });
    expect(new Set(Object.values(written)), JSON.stringify(written)).toEqual(new Set([200]));
  });

  it('of gibsey’s own commands is whoever sits at the machine', async () => {
    for (const { url } of servers) {
      const { text } = await http(`${url}/account`, { headers: own(url) });
      expect(JSON.parse(text)).toMatchObject({ account: 'local', role: 'ops' });
    }
  });
});
