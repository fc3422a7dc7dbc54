/** What only a real Cassandra can show: rivals on one partition, answers that are lost, clocks that disagree. */
import { readdirSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../src/lib/adapters/clock/system.js';
import { openCassandraStore } from '../../src/lib/adapters/store/cassandra/factory.js';
import { cassandraGenerations } from '../../src/lib/adapters/store/cassandra/generations.js';
import { cassandraLedger } from '../../src/lib/adapters/store/cassandra/ledger.js';
import { cassandraLocks } from '../../src/lib/adapters/store/cassandra/locks.js';
import { cassandraMemo } from '../../src/lib/adapters/store/cassandra/memo.js';
import { connect, type Session } from '../../src/lib/adapters/store/cassandra/session.js';
import { parseCassandraUrl } from '../../src/lib/adapters/store/cassandra/url.js';
import type { Clock, Store } from '../../src/lib/ports/index.js';
import {
  clustering,
  collect,
  embedded,
  generation,
  ids,
  members,
  page,
  SPACE,
} from '../contract/store/fixtures.js';
import { keyspaces, type Keyspaces } from './cassandra-keyspaces.js';

const MIGRATIONS = new URL('../../src/lib/adapters/store/cassandra/migrations/', import.meta.url);

let server: Keyspaces;
let keyspace: string;
let store: Store;
let close: () => Promise<void>;
let reopen: () => Promise<Store>;

beforeAll(async () => {
  server = await keyspaces('alone');
  const handle = await server.open(systemClock);
  ({ keyspace, store } = handle);
  close = () => handle.close();
  reopen = () => handle.reopen();
});
afterAll(async () => {
  await close?.();
  await server?.close();
});

const rows = async (cql: string) => (await server.client.execute(cql)).rows;
const open = async (
  name: string,
  options: { readonly?: boolean; mustExist?: boolean; clock?: Clock } = {},
) => {
  const opened = await openCassandraStore({
    url: server.url(name),
    clock: systemClock,
    ...options,
  });
  onTestFinished(() => opened.close());
  return opened;
};

describe('opening', () => {
  it('lets several processes create and migrate one keyspace at once', async () => {
    await server.drop('together');
    onTestFinished(() => server.drop('together'));
    const stores = await Promise.all([1, 2, 3].map(() => open('together')));
    await stores[0]?.pages.put([page('p')]);
    expect(await Promise.all(stores.map(({ pages }) => pages.count()))).toEqual([1, 1, 1]);
    const applied = await rows('SELECT name FROM together."_migrations"');
    const names = applied.map((row) => `${String(row.get('name'))}.cql`).sort();
    expect(names).toEqual(readdirSync(MIGRATIONS).sort());
  });

  it('makes a store and says so, once; where it must exist, makes none', async () => {
    await server.drop('fresh');
    onTestFinished(() => server.drop('fresh'));
    for (const readonly of [true, false]) {
      const refused = { readonly, mustExist: true };
      await expect(open('fresh', refused)).rejects.toMatchObject({ code: 'STORE_MISSING' });
    }
    expect((await open('fresh', { readonly: true })).isNew).toBe(false);
    expect((await open('fresh')).isNew).toBe(true);
    expect((await open('fresh', { mustExist: true })).isNew).toBe(false);
  });

  it('waits for a migrating process, and takes over from one that died', async () => {
    await server.drop('died');
    onTestFinished(() => server.drop('died'));
    const replication = "{'class': 'SimpleStrategy', 'replication_factor': 1}";
    for (const name of ['died_vectors', 'died']) {
      await server.client.execute(`CREATE KEYSPACE ${name} WITH replication = ${replication}`);
    }
    await server.client.execute(`CREATE TABLE died."_migrations"
      (name text PRIMARY KEY, checksum text, applied_at timestamp, owner uuid)`);
    await server.client
      .execute(`INSERT INTO died."_migrations" (name, owner) VALUES ('lock', uuid())
      IF NOT EXISTS USING TTL 6`);
    const opening = open('died');
    await systemClock.sleep(3000);
    const made = await rows(
      "SELECT table_name FROM system_schema.tables WHERE keyspace_name = 'died'",
    );
    expect(made.map((row) => String(row.get('table_name')))).toEqual(['_migrations']);
    expect(await (await opening).pages.count()).toBe(0);
  });

  it('refuses a store that a newer gibsey wrote', async () => {
    const migrations = `${keyspace}."_migrations"`;
    await server.client.execute(`INSERT INTO ${migrations} (name, checksum) VALUES ('9999-x', '')`);
    onTestFinished(async () => {
      await server.client.execute(`DELETE FROM ${migrations} WHERE name = '9999-x'`);
    });
    await expect(open(keyspace)).rejects.toMatchObject({ code: 'STORE_TOO_NEW' });
  });

  it('reads what is not there as empty, creates nothing, and writes nothing', async () => {
    const nothing = await open('never_made', { readonly: true });
    expect(await nothing.pages.count()).toBe(0);
    expect(await collect(nothing.pages.scan())).toEqual([]);
    expect(await nothing.vectors.count(SPACE)).toEqual({ pages: 0, passages: 0 });
    expect(await nothing.generations.published('pages')).toBeNull();
    const looking = await open(keyspace, { readonly: true });
    for (const reader of [nothing, looking]) {
      const refusal = { code: 'STORE_READONLY' };
      await expect(reader.pages.put([page('p')])).rejects.toMatchObject(refusal);
      await expect(reader.vectors.put(SPACE, [embedded('p')])).rejects.toMatchObject(refusal);
      await expect(reader.memo.putFirst('embed', 'k', 'i', 1)).rejects.toMatchObject(refusal);
    }
    const cql = "SELECT * FROM system_schema.keyspaces WHERE keyspace_name = 'never_made'";
    expect(await rows(cql)).toEqual([]);
  });

  it('gives up soon on a host that is dead, and on one that listens but says nothing', async () => {
    const silent = createServer((socket) => socket.on('error', () => undefined));
    await new Promise<void>((done) => silent.listen(0, '127.0.0.1', done));
    onTestFinished(() => void silent.close());
    const { port } = silent.address() as AddressInfo;
    const started = performance.now();
    for (const host of ['127.0.0.1:1', `127.0.0.1:${port}`]) {
      const url = `cassandra://ann:secret@${host}/gibsey`;
      const attempt = openCassandraStore({ url, clock: systemClock });
      await expect(attempt).rejects.toMatchObject({
        code: 'STORE_UNREACHABLE',
        exitCode: 4,
        message: expect.stringMatching(
          new RegExp(`^Cassandra at ${host}/gibsey does not`),
        ) as string,
      });
    }
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  it('names the data centres when the wrong one is asked for', async () => {
    await expect(open(`${keyspace}?dc=elsewhere`)).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining('[datacenter1]') as string,
    });
  });

  it('streams changes of pages, and keeps vector tables out of that keyspace', async () => {
    await store.vectors.put(SPACE, [embedded('anything')]);
    const options = `SELECT cdc FROM system_schema.tables
      WHERE keyspace_name = '${keyspace}' AND table_name = 'pages'`;
    expect((await rows(options))[0]?.get('cdc')).toBe(true);
    const columns = `SELECT type FROM system_schema.columns WHERE keyspace_name = '${keyspace}'`;
    const types = (await rows(columns)).map((row) => String(row.get('type')));
    expect(types.filter((type) => type.startsWith('vector'))).toEqual([]);
  });
});

describe('clocks that disagree', () => {
  const ahead: Clock = { ...systemClock, now: () => Date.now() + 3_600_000 };

  it('shows a page that was deleted by a machine an hour ahead and put again by this one', async () => {
    const other = await open(keyspace, { clock: ahead });
    await other.pages.put([page('skewed', { body: 'one' })]);
    await other.pages.delete(['skewed']);
    await store.pages.put([page('skewed', { body: 'two' })]);
    expect((await store.pages.get(['skewed']))[0]?.body).toBe('two');
    await store.pages.delete(['skewed']);
    expect(await store.pages.get(['skewed'])).toEqual([]);
  });

  it('lets the later call win over a page from the future', async () => {
    const other = await open(keyspace, { clock: ahead });
    await other.pages.put([page('future', { body: 'one' })]);
    const [before] = await store.pages.get(['future']);
    await store.pages.put([page('future', { body: 'two' })]);
    const [after] = await store.pages.get(['future']);
    expect(after?.body).toBe('two');
    expect(after?.version).toBeGreaterThan(before?.version ?? Infinity);
  });
});

describe('vectors', () => {
  it('keeps the newest version whole, whatever the order in which writers arrive', async () => {
    const writers = [store, await reopen(), await reopen(), await reopen()];
    const version = (n: number) =>
      embedded('raced', {
        version: n,
        contentHash: `v${n}`,
        passages: ids(n).map((_, ordinal) => ({
          ordinal,
          start: n,
          end: n,
          vector: Float32Array.of(n, 0, 0, 0),
        })),
      });
    const order = [7, 3, 12, 1, 9, 5, 11, 2, 8, 10, 4, 6];
    const put = (n: number, i: number) =>
      (writers[i % 4] ?? store).vectors.put(SPACE, [version(n)]);
    await Promise.all(order.map(put));
    expect(await store.vectors.hashes(SPACE, ['raced'])).toEqual(new Map([['raced', 'v12']]));
    const passages = await store.vectors.passages(SPACE, 'raced');
    expect(passages.map(({ start }) => start)).toEqual(Array(12).fill(12));
  });

  it('never shows passages of two versions side by side', async () => {
    const writer = await reopen();
    let writing = true;
    const writes = (async () => {
      for (let n = 1; n <= 25; n++) {
        const passages = ids((n * 7) % 11).map((_, ordinal) => ({
          ordinal,
          start: n,
          end: (n * 7) % 11,
          vector: Float32Array.of(1, 0, 0, 0),
        }));
        await writer.vectors.put(SPACE, [embedded('watched', { version: n, passages })]);
      }
      writing = false;
    })();
    let seen = 0;
    while (writing) {
      const passages = await store.vectors.passages(SPACE, 'watched');
      expect(new Set(passages.map(({ start }) => start)).size).toBeLessThanOrEqual(1);
      if (passages[0]) expect(passages).toHaveLength(passages[0].end);
      seen++;
    }
    await writes;
    expect(seen).toBeGreaterThan(1);
  });

  it('takes a version again after it was deleted', async () => {
    for (let round = 0; round < 3; round++) {
      await store.vectors.put(SPACE, [embedded('again')]);
      expect(await store.vectors.passages(SPACE, 'again')).toHaveLength(2);
      await store.vectors.delete(SPACE, ['again']);
      expect(await store.vectors.passages(SPACE, 'again')).toEqual([]);
    }
  });
});

describe('what others do to the tables', () => {
  it('reads a page that another program wrote, and no page where its body is gone', async () => {
    const insert = `INSERT INTO ${keyspace}.pages (page_id, body) VALUES ('foreign', 'Plain CQL.')`;
    await server.client.execute(insert);
    const title = `UPDATE ${keyspace}.pages SET title = 'nothing else' WHERE page_id = 'torso'`;
    await server.client.execute(title);
    const [foreign, ...others] = await store.pages.get(['foreign', 'torso']);
    expect(foreign).toMatchObject({ body: 'Plain CQL.', source: '', metadata: {}, title: null });
    expect(foreign?.version).toBeGreaterThan(1.7e15);
    expect(others).toEqual([]);
    await store.pages.put([page('torso')]);
    expect((await store.pages.get(['torso']))[0]).toMatchObject(page('torso'));
  });

  it('refuses a page that is larger than the server takes, by name', async () => {
    const body = 'x'.repeat(9 * 2 ** 20);
    await expect(store.pages.put([page('huge', { body })])).rejects.toMatchObject({
      code: 'BAD_INPUT',
      message: expect.stringContaining('huge') as string,
    });
  });
});

describe('clusterings', () => {
  it('do not show until they are complete, and a crashed deletion is finished by the next', async () => {
    const { clusterings } = store;
    await clusterings.put(clustering('torn'), members());
    const set = (value: string) =>
      server.client.execute(
        `UPDATE ${keyspace}.clusterings SET complete = ${value} WHERE clustering = 'torn'`,
      );
    await set('null');
    expect(await clusterings.get('torn')).toBeNull();
    expect(await clusterings.members('torn', 7)).toEqual([]);
    expect(await clusterings.list('pages')).not.toContain('torn');
    await clusterings.put(clustering('torn'), members());
    expect(await clusterings.members('torn', 7)).toHaveLength(2);
    await set('false');
    await clusterings.put(clustering('other'), members());
    await clusterings.delete('other');
    expect(await rows(`SELECT * FROM ${keyspace}.cluster_members`)).toEqual([]);
    expect(await rows(`SELECT * FROM ${keyspace}.clusterings`)).toEqual([]);
  });

  it('read a cluster of several buckets nearest first', async () => {
    const many = ids(10_250).map((id, i) => ({
      id,
      clusterId: 1,
      distance: ((i * 7919) % 10_250) / 10_250,
      contentHash: 'h',
    }));
    await store.clusterings.put(clustering('large'), many);
    const found = await store.clusterings.members('large', 1);
    expect(found).toEqual([...many].sort((a, b) => a.distance - b.distance));
    await store.clusterings.delete('large');
  });
});

describe('published tables', () => {
  const night = async (id: string, number: number, clusters: number[]) => {
    const template = clustering(id).clusters[0];
    if (!template) throw new Error('the fixture has clusters');
    const of = clusters.map((clusterId) => ({ ...template, clusterId, size: number }));
    await store.clusterings.put(clustering(`c-${id}`, { clusters: of }), []);
    for (const clusterId of clusters) {
      const summary = {
        summary: `${id} ${clusterId}`,
        keywords: ['k'],
        updatedAt: 1_700_000_000_000,
      };
      await store.memo.putFirst('summarize', `${clusterId}`, `${id}-${clusterId}`, summary);
    }
    const entries = clusters.map((clusterId) => ({
      clusterId,
      artefact: `${id}-${clusterId}`,
      stale: false,
    }));
    await store.generations.put(generation(id, { number, clustering: `c-${id}`, entries }));
  };
  const shown = async (table: string, column: string) =>
    (await rows(`SELECT cluster_id, ${column} FROM ${keyspace}.${table}`))
      .map((row) => `${String(row.get(0))}: ${String(row.get(1))}`)
      .sort();

  it('follow the pointer, forget clusters that vanished, and are mended on opening', async () => {
    const { generations } = store;
    await night('n1', 1, [1, 2, 3]);
    await night('n2', 2, [2, 4]);
    await generations.publish('pages', { expect: null, next: 'n1', fence: 1 });
    expect(await shown('summaries', 'summary')).toEqual(['1: n1 1', '2: n1 2', '3: n1 3']);
    await generations.publish('pages', { expect: 'n1', next: 'n2', fence: 1 });
    expect(await shown('summaries', 'summary')).toEqual(['2: n2 2', '4: n2 4']);
    expect(await shown('clusters', 'size')).toEqual(['2: 2', '4: 2']);
    // Back to an earlier night: rows that were deleted must come again.
    await generations.publish('pages', { expect: 'n2', next: 'n1', fence: 1 });
    expect(await shown('summaries', 'summary')).toEqual(['1: n1 1', '2: n1 2', '3: n1 3']);
    // As after a crash between the flip and its tables.
    await server.client.execute(
      `UPDATE ${keyspace}.published SET projected = 1 WHERE pipeline = 'pages' IF EXISTS`,
    );
    await server.client.execute(
      `DELETE FROM ${keyspace}.summaries USING TIMESTAMP 2 WHERE cluster_id = 3`,
    );
    await server.client.execute(
      `INSERT INTO ${keyspace}.summaries (cluster_id, summary) VALUES (9, 'left over') USING TIMESTAMP 2`,
    );
    await reopen();
    expect(await shown('summaries', 'summary')).toEqual(['1: n1 1', '2: n1 2', '3: n1 3']);
  });
});

/** The real server, whose answers get lost half of the time. */
async function lossy(): Promise<Session> {
  const url = parseCassandraUrl(server.url(keyspace));
  const session = await connect(url, false);
  onTestFinished(() => session.close());
  await session.use(keyspace);
  let calls = 0;
  return {
    ...session,
    async compareAndSet<T>(...statements: Parameters<Session['compareAndSet']>) {
      const attempt = await session.compareAndSet<T>(...statements);
      return calls++ % 2 === 0 ? { outcome: 'unknown' as const, row: undefined } : attempt;
    },
  };
}

describe('answers that are lost', () => {
  it('leave a hundred contended debits exact', async () => {
    const ledgers = await Promise.all(
      [1, 2, 3].map(async () => cassandraLedger(await lossy(), systemClock)),
    );
    const [first] = ledgers;
    if (!first) throw new Error('no ledger');
    const entry = { account: 'lossy', requestId: 'in', delta: 70, reason: 'deposit' };
    expect(await first.apply(entry)).toMatchObject({ balanceAfter: 70 });
    const outcomes = await Promise.all(
      ids(100).map((requestId, i) =>
        (ledgers[i % 3] ?? first).apply({ ...entry, requestId, delta: -1, reason: 'chat' }),
      ),
    );
    expect(outcomes.filter((outcome) => outcome === 'insufficient')).toHaveLength(30);
    expect(await first.balance('lossy')).toBe(0);
    const debits = (await first.entries('lossy')).filter(({ delta }) => delta < 0);
    const balances = debits.map(({ balanceAfter }) => balanceAfter).sort((a, b) => a - b);
    expect(balances).toEqual(Array.from({ length: 70 }, (_, i) => i));
  });

  it('leave one winner of a lock, who knows it', async () => {
    const owner = { runId: 'r', pid: 1, host: 'h', command: 'c' };
    const locks = await Promise.all([1, 2, 3, 4].map(async () => cassandraLocks(await lossy())));
    for (const name of ['lossy 1', 'lossy 2', 'lossy 3']) {
      const fences = await Promise.all(locks.map((lock) => lock.take(name, owner, null)));
      expect(fences.filter((fence) => fence !== null)).toEqual([1]);
      const winner = locks[fences.indexOf(1)];
      expect(await winner?.beat(name, 1)).toBe(true);
      expect((await winner?.read(name))?.counter).toBeGreaterThan(0);
      await winner?.release(name, 1);
      expect(await winner?.read(name)).toMatchObject({ held: false, fence: 1 });
    }
  });

  it('leave one artefact for all', async () => {
    const memos = await Promise.all([1, 2, 3].map(async () => cassandraMemo(await lossy())));
    const values = await Promise.all(memos.map((memo, i) => memo.putFirst('embed', 'k', 'i', i)));
    expect(new Set(values).size).toBe(1);
  });

  it('do not make a publisher believe that it lost', async () => {
    const generations = cassandraGenerations(await lossy(), async () => undefined);
    const at = (await generations.published('pages'))?.id ?? null;
    await generations.put(generation('lossy'));
    const move = { expect: at, next: 'lossy', fence: 7 };
    expect(await generations.publish('pages', move)).toBe('ok');
    expect((await generations.published('pages'))?.id).toBe('lossy');
    expect(await generations.publish('pages', { ...move, expect: 'lossy', fence: 6 })).toBe('lost');
  });
});
