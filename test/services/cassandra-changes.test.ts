/** The feed of changes on a real Cassandra: rivals, answers that are lost, more changes than a partition takes. */
import { afterAll, beforeAll, beforeEach, afterEach, expect, it } from 'vitest';
import { systemClock } from '../../src/lib/adapters/clock/system.js';
import { cassandraChanges, type Told } from '../../src/lib/adapters/store/cassandra/changes.js';
import { connect, type Session } from '../../src/lib/adapters/store/cassandra/session.js';
import { parseCassandraUrl } from '../../src/lib/adapters/store/cassandra/url.js';
import type { ChangeFeed } from '../../src/lib/ports/index.js';
import type { StoreHandle } from '../contract/store/contract.js';
import { ids, page } from '../contract/store/fixtures.js';
import { keyspaces, type Keyspaces } from './cassandra-keyspaces.js';

const BUCKET = 4096;
let server: Keyspaces;
let handle: StoreHandle & { keyspace: string };
let sessions: Session[] = [];
beforeAll(async () => void (server = await keyspaces('changes')));
afterAll(() => server?.close());
beforeEach(async () => void (handle = await server.open(systemClock)));
afterEach(async () => {
  await Promise.all(sessions.map((session) => session.close()));
  sessions = [];
  await handle.close();
});

const opened = async () => {
  const session = await connect(parseCassandraUrl(server.url(handle.keyspace)), false);
  sessions.push(session);
  await session.use(handle.keyspace);
  return session;
};
/** Another process; every other answer of the server is lost. */
const lossy = async () => {
  const session = await opened();
  let calls = 0;
  return cassandraChanges({
    ...session,
    async compareAndSet<T>(...statements: Parameters<Session['compareAndSet']>) {
      const attempt = await session.compareAndSet<T>(...statements);
      return calls++ % 2 === 0 ? { outcome: 'unknown' as const, row: undefined } : attempt;
    },
  });
};
const put = (id: string): Told => ({ table: 'pages', id, op: 'put' });
const readAll = async (feed: ChangeFeed, after = 0) => {
  const all = [];
  for (let at = after; ;) {
    const some = await feed.read(at, 1000);
    all.push(...some);
    if (some.length < 1000) return all;
    at = some.at(-1)!.sequence;
  }
};

it('has each change once and no gap, whoever writes at the same time and whatever answer is lost', async () => {
  const rivals = await Promise.all([1, 2, 3].map(lossy));
  const many = ids(240);
  await Promise.all(many.map((id, i) => rivals[i % 3]!.append([put(id), put(`${id} again`)])));
  const all = await readAll(handle.store.changes);
  expect(all.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 480 }, (_, i) => i + 1));
  expect(all.map(({ id }) => id).sort()).toEqual(many.flatMap((id) => [id, `${id} again`]).sort());
});

it('never shows a change in front of one that was read', async () => {
  const writers = await Promise.all([1, 2].map(async () => cassandraChanges(await opened())));
  let writing = true;
  const written = Promise.all(ids(120).map((id, i) => writers[i % 2]!.append([put(id)]))).finally(
    () => (writing = false),
  );
  let at = 0;
  for (;;) {
    const last = !writing;
    const some = await handle.store.changes.read(at, 7);
    expect(some.map(({ sequence }) => sequence)).toEqual(some.map((_, i) => at + i + 1));
    at += some.length;
    if (last && some.length === 0) break;
  }
  await written;
  expect(at).toBe(120);
});

it('goes on in the next partition, and is read, trimmed and found over its end', async () => {
  const feed = cassandraChanges(await opened());
  const many = Array.from({ length: BUCKET + 150 }, (_, i) => `p${i + 1}`);
  await feed.append(many.map(put));
  const { changes } = await handle.reopen();
  expect(await changes.latest()).toBe(BUCKET + 150);
  const across = await changes.read(BUCKET - 2, 5);
  expect(across.map(({ id }) => id)).toEqual([-1, 0, 1, 2, 3].map((i) => `p${BUCKET + i}`));
  await changes.trim(BUCKET - 1);
  expect((await changes.read(0, 2)).map(({ sequence }) => sequence)).toEqual([BUCKET, BUCKET + 1]);
  await changes.trim(BUCKET + 100);
  expect((await changes.read(0, 1))[0]?.sequence).toBe(BUCKET + 101);
  await feed.append([put('last')]);
  expect((await changes.read(BUCKET + 150, 5)).map(({ id }) => id)).toEqual(['last']);
  expect(await cassandraChanges(await opened()).latest()).toBe(BUCKET + 151);
});

it('begins at the end of a bucket that is just full', async () => {
  const feed = cassandraChanges(await opened());
  await feed.append(Array.from({ length: BUCKET }, (_, i) => put(`p${i}`)));
  expect(await feed.latest()).toBe(BUCKET);
  expect(await feed.read(BUCKET, 1)).toEqual([]);
  await cassandraChanges(await opened()).append([put('next')]);
  expect((await readAll(handle.store.changes, BUCKET)).map(({ id }) => id)).toEqual(['next']);
});

it('tells what is done of a call that fails in the midst', async () => {
  const { store } = handle;
  const body = 'x'.repeat(9 * 2 ** 20); // more than this server takes
  const call = store.pages.put([page('a'), page('huge', { body }), page('b')]);
  await expect(call).rejects.toMatchObject({ code: 'BAD_INPUT' });
  const told = (await readAll(store.changes)).map(({ id }) => id);
  const there = await store.pages.get(['a', 'huge', 'b']);
  expect(told).toEqual(there.map(({ id }) => id));
});
