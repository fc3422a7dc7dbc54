/** Contexts and tips on a real Cassandra: a night, one in which little has changed, a tip, and forgetting. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemClock } from '../../src/lib/adapters/clock/system.js';
import { eraseUser } from '../../src/lib/app/erasure.js';
import { openRecommender } from '../../src/lib/app/recommender.js';
import { loadConfig } from '../../src/lib/config/load.js';
import type { Task } from '../../src/lib/domain/context.js';
import type { Recommender } from '../../src/lib/answering/recommend/recommender.js';
import type { Store } from '../../src/lib/ports/index.js';
import {
  contextTables,
  rowsOf,
  type ContextTables,
} from '../../src/lib/ports/store/tables/context.js';
import { contexts } from '../../src/lib/pipelines/context.js';
import { kitOf } from '../support/kit.js';
import { reasons, runAll } from '../support/store.js';
import { wordEmbedder } from '../support/words.js';
import { keyspaces, type Keyspaces } from './cassandra-keyspaces.js';

const IDS = Array.from({ length: 100 }, (_, n) => `user-${String(n).padStart(2, '0')}`);
const ANN = IDS[7]!;
const BEN = IDS[8]!;
const signal = new AbortController().signal;
const embedder = wordEmbedder();

let server: Keyspaces;
let keyspace: string;
let store: Store;
let tables: ContextTables;
let recommender: Recommender;
let close: () => Promise<void>;

const task = (userId: string, taskId: string, content: string): Task => ({
  ...{ userId, taskId, content, description: '', projectId: null, labels: ['home'], priority: 1 },
  ...{ due: '2026-03-02', recurring: false, doneAt: null, completions: 0, addedAt: null },
  changedAt: systemClock.now(),
});

async function changed(ids: readonly string[], word: string): Promise<void> {
  await tables.tasks.put(
    ids.flatMap((id) => [task(id, 't1', `secret of ${id}`), task(id, 't2', `water the ${word}`)]),
  );
  const signals = { timezone: 'Europe/Rome', syncToken: 'a', syncedAt: null };
  const changedAt = systemClock.now();
  await tables.users.put(ids.map((userId) => ({ userId, ...signals, changedAt })));
}

const stage = async () => (await contexts(kitOf(store, embedder), { stale: false }))[0]!;

beforeAll(async () => {
  server = await keyspaces('context');
  const handle = await server.open(systemClock);
  ({ keyspace, store } = handle);
  close = () => handle.close();
  tables = contextTables(store.tables);
  recommender = openRecommender({
    ...{ store, config: loadConfig({ cwd: '/', env: {} }).config, clock: systemClock, model: null },
    ...{ embedder: async () => embedder, warn: () => undefined },
  });
});
afterAll(async () => {
  await close?.();
  await server?.close();
});

it('are made by night, and again only where a signal has changed', async () => {
  await changed(IDS, 'roses');
  await runAll(stage());
  const [stored] = await tables.contexts.get([{ userId: ANN }]);
  expect(stored?.context).toMatchObject({ open: 2, timezone: 'Europe/Rome' });
  const texts = embedder.texts.length;
  await new Promise((done) => setTimeout(done, 2)); // a signal of a later millisecond
  await changed([ANN], 'lilies');
  const plan = await reasons(stage());
  expect(plan.filter((line) => !line.endsWith('skip, unchanged'))).toEqual([
    `${ANN}: run, signals changed`,
  ]);
  await runAll(stage());
  expect(embedder.texts.slice(texts)).toEqual(['water the lilies']);
});

it('give tips, whose reactions are learnt from at once', async () => {
  const { tip, materializedAt } = await recommender.recommend(ANN, signal);
  expect([tip.rung, typeof materializedAt]).toEqual(['fresh', 'number']);
  expect(tip.options.reduce((sum, { propensity }) => sum + propensity, 0)).toBeCloseTo(1, 12);
  const said = { userId: ANN, tipId: tip.tipId, createdAt: systemClock.now() };
  await recommender.react({ ...said, reaction: 'liked' });
  const [arm] = await tables.arms.get([{ kind: tip.kind }]);
  expect(arm?.count).toBe(1);
  const again = await recommender.recommend(ANN, signal);
  expect(again.tip).toMatchObject({ rung: 'stale', contextHash: tip.contextHash });
  expect(await rowsOf(tables.tips.scan({ userId: ANN }))).toHaveLength(2);
});

it('are forgotten whole: no table has a word of the user, the receipt counts what went', async () => {
  for (const userId of [ANN, BEN]) await talk(userId);
  expect((await mentions(ANN)).length).toBeGreaterThan(5);
  const others = (await mentions(BEN)).length;
  const removed = await recommender.forget(ANN);
  expect(removed).toMatchObject({
    ...{ conversations: 2, answer_feedback: 1, users: 1, tasks: 2, reactions: 1, tips: 2 },
    ...{ context_store: 1, task_vectors: 2, tip_candidates: 1 },
  });
  expect(await mentions(ANN)).toEqual([]);
  expect(await mentions(BEN)).toHaveLength(others);
  expect(Object.values(await eraseUser(store, ANN)).every((rows) => rows === 0)).toBe(true);
  expect((await recommender.recommend(ANN, signal)).tip.rung).toBe('cohort');
});

/** What a user asked and was told, what was made of it, and what they said of it. */
async function talk(userId: string): Promise<void> {
  const text = `Where is the secret of ${userId}?`;
  const said = { userId, sessionId: userId, language: null, metadata: {}, createdAt: 1e12 };
  await store.conversations.put([
    { ...said, id: `${userId}-1`, role: 'user', text },
    { ...said, id: `${userId}-2`, role: 'assistant', text: `Of ${userId} nothing is known.` },
  ]);
  const vector = new Float32Array(embedder.space.dimensions).fill(0.5);
  const query = { id: `${userId}-1`, userId, text, personal: false, language: null };
  await store.queries.put(embedder.space, [
    { ...query, createdAt: said.createdAt, contentHash: 'hash', vector },
  ]);
  const judged = { answerId: 'a', lookupId: null, helpful: false, comment: text };
  await store.lookups.feedback({ id: `${userId}-f`, userId, ...judged, createdAt: 1e12 });
}

/** Tables with a row that has the word in it, in both keyspaces, once for each row. */
async function mentions(word: string): Promise<string[]> {
  const found: string[] = [];
  for (const space of [keyspace, `${keyspace}_vectors`]) {
    const cql = 'SELECT table_name FROM system_schema.tables WHERE keyspace_name = ?';
    for (const { table_name: table } of (await server.client.execute(cql, [space])).rows) {
      const { rows } = await server.client.execute(`SELECT JSON * FROM ${space}."${table}"`, [], {
        fetchSize: 10_000,
      });
      const telling = rows.filter((row) => String(row['[json]']).includes(word));
      found.push(...telling.map(() => String(table)));
    }
  }
  return found;
}
