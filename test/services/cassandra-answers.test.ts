/** Golden answers on a real Cassandra: what others read of them, and counts whose answers are lost. */
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../src/lib/adapters/clock/system.js';
import { cassandraCulture } from '../../src/lib/adapters/store/cassandra/culture.js';
import { connect, type Session } from '../../src/lib/adapters/store/cassandra/session.js';
import { parseCassandraUrl } from '../../src/lib/adapters/store/cassandra/url.js';
import type { Store } from '../../src/lib/ports/index.js';
import { answer, groupQuestions, publishAnswers, T } from '../contract/store/answers-fixture.js';
import { clustering, generation, SPACE } from '../contract/store/fixtures.js';
import { keyspaces, type Keyspaces } from './cassandra-keyspaces.js';

let server: Keyspaces;
let keyspace: string;
let store: Store;
let close: () => Promise<void>;
let reopen: () => Promise<Store>;

beforeAll(async () => {
  server = await keyspaces('answers');
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
const ids = async (cql: string) => (await rows(cql)).map((row) => String(row.get('id'))).sort();

it('opens with four texts on manners, and adds them once', async () => {
  const names = ['bureaucracy-patience', 'face-saving', 'indonesian-greetings', 'tri-hita-karana'];
  expect((await store.culture.list()).map(({ id }) => id)).toEqual(names);
  await store.culture.used('face-saving', T);
  const chunks = await (await reopen()).culture.list();
  expect(chunks.map(({ usageCount }) => usageCount)).toEqual([0, 1, 0, 0]);
});

describe('the published answers', () => {
  const shown = () => rows(`SELECT * FROM ${keyspace}.golden_answers`);

  it('follow the pointer, and keep the time of the first one on a question', async () => {
    await groupQuestions(store);
    await publishAnswers(store, 'g1', [
      { answer: answer(7), input: 'one', clusterId: 7 },
      { answer: answer(3), input: 'three', clusterId: 3 },
    ]);
    expect(await ids(`SELECT id FROM ${keyspace}.golden_answers`)).toEqual(['one', 'three']);
    expect(await ids(`SELECT id FROM ${keyspace}.golden_answers WHERE cluster_id = 3`)).toEqual([
      'three',
    ]);
    const later = answer(7, { updatedAt: T + 60_000, answer: 'By post.' });
    await publishAnswers(store, 'g2', [
      { answer: later, input: 'two', clusterId: 7 },
      { answer: null, input: 'none', clusterId: 3 },
    ]);
    const threshold = 1 / (1 + Math.exp(-4.5)); // the conservative default: nothing was calibrated
    const metadata = JSON.stringify({ tokens: 120, generation_ms: 34.5, quality: 0.75, threshold });
    expect((await shown()).map((row) => ({ ...row }))).toMatchObject([
      {
        ...{ id: 'two', cluster_id: 7, canonical_question: 'Question 7?', answer: 'By post.' },
        ...{ sources: '[]', metadata, created_at: new Date(T), updated_at: new Date(T + 60_000) },
        ...{ language: 'en', model: 'extractive', queries: 2, users: 2, stale: false },
      },
    ]);
  });

  it('have their questions beside them, with an index on the vectors', async () => {
    const questions = await rows(`SELECT * FROM ${keyspace}.query_clusters`);
    expect(
      questions.map((row) => [String(row.get('id')), Number(row.get('similarity_score'))]).sort(),
    ).toEqual([['7:hash of both', 0.875]]); // and none that one account alone has asked in its words
    expect({ ...questions[0] }).toMatchObject({
      ...{ cluster_id: 7, query_text: 'Where is it?', user_id: null, queries: 2, users: 2 },
      created_at: new Date(Math.floor(T / 86_400_000) * 86_400_000),
      embedding: Buffer.from(Float32Array.of(1, 0, 0, 0).buffer),
    });
    const nearest = await rows(`SELECT id, cluster_id FROM ${keyspace}_vectors.query_clusters_4
      ORDER BY embedding ANN OF [0.1, 0.9, 0, 0] LIMIT 1`);
    expect(nearest.map((row) => [String(row.get('id')), Number(row.get('cluster_id'))])).toEqual([
      ['7:hash of both', 7],
    ]);
  });

  it('leave nothing of an earlier space, and are mended on opening', async () => {
    const wide = { id: 'wide@1', dimensions: 5 };
    const [query] = await store.queries.get(SPACE, ['a']);
    await store.queries.put(wide, [{ ...query!, vector: Float32Array.of(0, 0, 0, 0, 1) }]);
    const next = clustering('wide', { pipeline: 'answers', space: wide.id });
    await store.clusterings.put(next, [{ id: 'a', clusterId: 7, distance: 0, contentHash: '' }]);
    const entries = [{ clusterId: 7, artefact: 'two', stale: false }];
    const night = {
      pipeline: 'answers' as const,
      clustering: 'wide',
      space: wide.id,
      entries,
      minUsers: 1,
    };
    await store.generations.put(generation('g3', night));
    await store.generations.publish('answers', { expect: 'g2', next: 'g3', fence: 1 });
    expect(await ids(`SELECT id FROM ${keyspace}_vectors.query_clusters_4`)).toEqual([]);
    expect(await ids(`SELECT id FROM ${keyspace}_vectors.query_clusters_5`)).toEqual([
      '7:hash of both',
    ]);
    expect(await ids(`SELECT id FROM ${keyspace}.query_clusters`)).toEqual(['7:hash of both']);
    expect(await ids(`SELECT id FROM ${keyspace}.golden_answers`)).toEqual(['two']);
    // As after a crash between the flip and its tables.
    await server.client.execute(
      `UPDATE ${keyspace}.published SET projected = 1 WHERE pipeline = 'answers' IF EXISTS`,
    );
    await server.client.execute(
      `DELETE FROM ${keyspace}.query_clusters USING TIMESTAMP 2 WHERE id = '7:hash of both'`,
    );
    await server.client.execute(
      `INSERT INTO ${keyspace}.golden_answers (id, answer) VALUES ('x', 'left over') USING TIMESTAMP 2`,
    );
    await reopen();
    expect(await ids(`SELECT id FROM ${keyspace}.golden_answers`)).toEqual(['two']);
    expect(await ids(`SELECT id FROM ${keyspace}.query_clusters`)).toEqual(['7:hash of both']);
  });

  it('keep vectors out of the keyspace whose changes are streamed', async () => {
    const columns = `SELECT type FROM system_schema.columns WHERE keyspace_name = '${keyspace}'`;
    const types = (await rows(columns)).map((row) => String(row.get('type')));
    expect(types.filter((type) => type.startsWith('vector'))).toEqual([]);
  });
});

it('counts each use once, also where every other answer of the server is lost', async () => {
  const url = parseCassandraUrl(server.url(keyspace));
  const session = await connect(url, false);
  onTestFinished(() => session.close());
  await session.use(keyspace);
  let calls = 0;
  const lossy: Session = {
    ...session,
    async compareAndSet<T>(...statements: Parameters<Session['compareAndSet']>) {
      const attempt = await session.compareAndSet<T>(...statements);
      return calls++ % 2 === 0 ? { outcome: 'unknown' as const, row: undefined } : attempt;
    },
  };
  const culture = cassandraCulture(lossy, systemClock);
  await Promise.all(Array.from({ length: 9 }, (_, i) => culture.used('tri-hita-karana', T + i)));
  const used = (await store.culture.list()).find(({ id }) => id === 'tri-hita-karana');
  expect(used).toMatchObject({ usageCount: 9, lastUsed: T + 8 });
});

it('counts a day of look-ups once whose removal was cut short', async () => {
  const day = Math.floor(T / 86_400_000);
  const lookup = (id: string) => ({
    ...{ id, queryHash: 'h', queryId: null, answerId: null, clusterId: null, group: null },
    ...{ hit: true, similarity: 1, score: 1, threshold: 0.5, veto: null, audit: null },
    ...{ latencyMs: 10, createdAt: day * 86_400_000 },
  });
  await store.lookups.record([lookup('left over 1'), lookup('left over 2')]);
  // The total of the day was written, and of its nine rows two were not removed yet.
  await rows(`INSERT INTO ${keyspace}.answer_lookup_totals (day, lookups, hits, latency_ms)
    VALUES (${day}, 9, 8, 90)`);
  const savings = { lookups: 9, hits: 8, savedMs: 7_910, savedUsd: 8 };
  expect(await store.lookups.savings(1, 1_000)).toEqual(savings);
  expect(await store.lookups.countBefore(day + 1)).toBe(2);
  await store.lookups.prune(day + 1);
  expect(await store.lookups.countBefore(day + 1)).toBe(0);
  expect(await store.lookups.savings(1, 1_000)).toEqual(savings);
});
