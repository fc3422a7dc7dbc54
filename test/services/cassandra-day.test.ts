/** The day on a real Cassandra, as a user meets it: the built binary, its servers, and a store that goes and comes. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { systemClock } from '../../src/lib/adapters/clock/system.js';
import { openCassandraStore } from '../../src/lib/adapters/store/cassandra/factory.js';
import type { Store } from '../../src/lib/ports/index.js';
import { conversations } from '../support/asked.js';
import { gibsey, gibseyJson, ROOT, temporaryFolder } from '../support/cli.js';
import { http, own, startServer, type RunningServer } from '../support/server.js';
import { contactPoint, keyspaces, type Keyspaces } from './cassandra-keyspaces.js';
import { severable, type Severable } from './severable.js';

const KEYSPACE = 'day_0';
const PARAPHRASE = 'Who keeps the ledger of the doors?';
const cwd = temporaryFolder();
let admin: Keyspaces;
let way: Severable;
let env: Record<string, string>;
let store: Store;
let server: RunningServer;

beforeAll(async () => {
  admin = await keyspaces('day');
  await admin.drop(KEYSPACE);
  way = await severable(contactPoint());
  env = { GIBSEY_STORE: `cassandra://${way.point}/${KEYSPACE}`, GIBSEY_CREDITS_INITIAL: '100000' };
  cpSync(join(ROOT, 'samples/entrance-way'), cwd, { recursive: true });
  writeFileSync(join(cwd, 'log.jsonl'), conversations());
  for (const args of [
    ['ingest', 'pages', 'pages.jsonl', '--name', 'sample'],
    ['ingest', 'conversations', 'log.jsonl'],
    ['nightly', '-k', '4', '--days', '7', '--max-golden', '50'],
  ]) {
    const { code, stderr } = await gibsey(args, { cwd, env });
    expect(code, stderr).toBe(0);
  }
  store = await openCassandraStore({ url: admin.url(KEYSPACE), clock: systemClock });
  server = await serve();
});
afterAll(async () => {
  if (server) await stop(server);
  await store?.close();
  await way?.close();
  await admin?.drop(KEYSPACE);
  await admin?.close();
});

/** A server that is ready. */
async function serve(): Promise<RunningServer> {
  const started = await startServer(['--log-format', 'json'], { cwd, env });
  await healthy(started);
  return started;
}

/** A server that does not end by itself is made to. */
function stop(running: RunningServer) {
  const limit = setTimeout(() => running.child.kill('SIGKILL'), 20_000);
  return running.stop().finally(() => clearTimeout(limit));
}

const health = async ({ url, said }: RunningServer) => {
  const { status, text } = await http(`${url}/health`).catch(() =>
    Promise.reject(new Error(said())),
  );
  return { code: status, ...(JSON.parse(text) as { status: string; reasons: string[] }) };
};
const until = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 60_000, interval: 100 });
const healthy = (of: RunningServer) =>
  until(async () => expect(await health(of)).toMatchObject({ code: 200, status: 'healthy' }));

const post = async (path: string, body: object, headers = {}, { url } = server) => {
  const { status, text } = await http(`${url}${path}`, { method: 'POST', body, headers });
  const json = JSON.parse(text) as Record<string, unknown>;
  return Object.assign(json, { status });
};
const putPage = async (id: string, body: string, { url } = server) =>
  (await http(`${url}/pages/${id}`, { method: 'PUT', body: { body }, headers: own(url) })).status;
const answered = (of: RunningServer, question: string, words: string) =>
  until(async () => {
    const { answer } = await post('/api/chat', { question }, {}, of);
    expect(answer).toContain(words);
  });

describe('answers', () => {
  it('come from the night where many asked, from the pages otherwise, and greet', async () => {
    const hit = await post('/chat', { query: PARAPHRASE, user_email: 'flo@example.org' });
    expect(hit).toMatchObject({ status: 200, route: 'cache', model: 'golden-answer-cache' });
    const bodies = readFileSync(join(cwd, 'pages.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { text: string }).text);
    const [source] = hit.sources as { text: string }[];
    expect(bodies.some((body) => body.includes(source!.text))).toBe(true);
    const miss = await post('/api/chat', { question: 'Where does Ottoline go in the end?' });
    expect(miss).toMatchObject({ status: 200, route: 'knowledge' });
    const greeted = await post('/chat', { query: 'Ciao!', user_email: 'flo@example.org' });
    expect(greeted).toMatchObject({ status: 200, route: 'casual' });
    expect(greeted.answer).toMatch(/^Ciao! Chiedimi/);
    expect(greeted.cultural).toContain('Indonesian greetings');
  });

  it('are streamed with a quote, and can be complained of', async () => {
    const headers = { accept: 'text/event-stream' };
    const { text } = await http(`${server.url}/api/chat`, {
      ...{ method: 'POST', headers, body: { question: PARAPHRASE } },
    });
    const names = [...text.matchAll(/^event: (\w+)$/gm)].map(([, name]) => name);
    expect(names).toEqual(['meta', 'quote', 'quote', 'token', 'done']);
    const [, id] = /"request_id":"([^"]+)"/.exec(text) ?? [];
    const judged = await post('/api/feedback', { request_id: id, good: true });
    expect(judged).toMatchObject({ status: 200, served: true });
  });

  it('follow an edit on every server, and the page gets its vectors by day', async () => {
    const other = await serve();
    onTestFinished(async () => void (await stop(other)));
    const { rows } = await admin.client.execute(`SELECT space, dimensions FROM ${KEYSPACE}.spaces`);
    const space = { id: String(rows[0]?.get('space')), dimensions: 384 };
    for (const words of ['A comet stood over the quay', 'A kite stood over the quay']) {
      expect(await putPage('sky', `${words} for a week. Nobody looked up.`)).toBe(200);
      for (const each of [server, other]) {
        await answered(each, 'What stood over the quay for a week?', words);
      }
      const [page] = await store.pages.get(['sky']);
      await until(async () =>
        expect((await store.vectors.hashes(space, ['sky'])).get('sky')).toBe(page?.contentHash),
      );
    }
    // Another program, past gibsey: no change of it is in the feed.
    await admin.client.execute(
      `UPDATE ${KEYSPACE}.pages SET body = 'A balloon stood over the quay for a week.' WHERE page_id = 'sky'`,
    );
    await answered(other, 'What stood over the quay for a week?', 'A balloon');
    const [page] = await store.pages.get(['sky']);
    await until(async () =>
      expect((await store.vectors.hashes(space, ['sky'])).get('sky')).toBe(page?.contentHash),
    );
    const gone = { method: 'DELETE', headers: own(server.url) };
    expect((await http(`${server.url}/pages/sky`, gone)).status).toBe(204);
    expect((await store.vectors.hashes(space, ['sky'])).size).toBe(0);
  });
});

it('keeps accounts exact between two servers, and lets in who has a token', async () => {
  const other = await serve();
  onTestFinished(async () => void (await stop(other)));
  const run = (...args: string[]) => gibseyJson(args, { cwd, env });
  await run('accounts', 'create', 'ada');
  const { json } = await run('tokens', 'create', 'ada', '--label', 'test');
  const headers = { authorization: `Bearer ${String(json.secret)}` };
  const question = 'Why did Arieol climb the tower?';
  const turns = await Promise.all(
    Array.from({ length: 12 }, (_, i) =>
      post('/api/chat', { question }, headers, i % 2 ? server : other),
    ),
  );
  expect(turns.map(({ status }) => status)).toEqual(turns.map(() => 200));
  const { text } = await http(`${other.url}/account`, { headers });
  expect(JSON.parse(text)).toMatchObject({ account: 'ada', credits: 100_000 - 12 });
  await run('accounts', 'disable', 'ada');
  expect((await post('/api/chat', { question }, headers)).status).toBe(401);
});

it.each([
  [['status']],
  [['runs']],
  [['doctor']],
  [['retrieve', 'Why did Arieol climb the tower?']],
  [['ask', 'Why did Arieol climb the tower?']],
  [['golden-answers', 'lookup', PARAPHRASE]],
  [['golden-answers', '--dry-run']],
  [['culture']],
  [['characters']],
  [['worker', '--once']],
  [['worker', '--dead']],
])('gibsey %s ends well', async (args) => {
  const { code, stdout, stderr } = await gibsey(args, { cwd, env });
  expect(code, stderr).toBe(0);
  expect(stdout).not.toBe('');
});

it('passes a smoke test of what serves', async () => {
  const { code, stdout } = await gibsey(['smoke', '--url', server.url], { cwd, env });
  expect(code, stdout).toBe(0);
});

describe('a store that is away', () => {
  const gone = (of: RunningServer) =>
    until(async () => expect(await health(of)).toMatchObject({ code: 503, status: 'unavailable' }));

  it('is said, waited for, and followed again', async () => {
    await way.cut();
    await gone(server);
    expect((await health(server)).reasons.join()).toContain('STORE_UNREACHABLE');
    const refused = await post('/api/chat', { question: PARAPHRASE });
    expect(refused).toMatchObject({ status: 503, error: { code: 'STORE_UNREACHABLE' } });
    expect(await putPage('sky', 'Lost.')).toBe(503);
    await way.mend();
    await healthy(server);
    expect(await putPage('sky', 'A cloud stood over the quay for a week.')).toBe(200);
    await answered(server, 'What stood over the quay for a week?', 'A cloud');
  });

  it('is found again soon, however long it was away', async () => {
    await way.cut();
    // Pauses that double would be 16 s long by now.
    await new Promise((over) => setTimeout(over, 17_000));
    await way.mend();
    const back = async () => expect(await health(server)).toMatchObject({ code: 200 });
    await vi.waitFor(back, { timeout: 10_000, interval: 100 });
  });

  it('keeps no server from starting, nor from ending', async () => {
    const steady = await serve();
    await way.cut();
    await gone(steady);
    await way.mend();
    await healthy(steady);
    await way.cut();
    const started = await startServer(['--log-format', 'json'], { cwd, env });
    await gone(started);
    expect(await stop(steady)).toMatchObject({ code: 0, signal: null });
    await way.mend();
    await healthy(started);
    await way.cut();
    expect(await stop(started)).toMatchObject({ code: 0, signal: null });
    await way.mend();
    await healthy(server);
  });
});
