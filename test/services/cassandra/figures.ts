/**
 * What the Cassandra store takes, against a running server:
 *   CASSANDRA_CONTACT_POINTS=127.0.0.1:9042 npx tsx test/services/cassandra/figures.ts
 * Medians of five rounds after one to warm up. The last two lines race the way in which vectors are written against the
 * way that was not taken: write timestamps alone.
 */
import cassandra from 'cassandra-driver';
import { systemClock } from '../../../src/lib/adapters/clock/system.js';
import { inParallel } from '../../../src/lib/adapters/store/cassandra/concurrency.js';
import type { EmbeddedPage } from '../../../src/lib/domain/page.js';
import { embedded, ids, page } from '../../contract/store/fixtures.js';
import { keyspaces } from '../cassandra-keyspaces.js';

const PAGES = 850;
const PASSAGES = 6;
const ROUNDS = 5;
const SPACE = { id: 'figures', dimensions: 384 };
const BODY = 'A sentence of some length. '.repeat(75);

const server = await keyspaces('figures');
const opening = performance.now();
const handle = await server.open(systemClock);
const { store, keyspace } = handle;
console.log(`first opening, with all tables: ${(performance.now() - opening).toFixed(0)} ms`);

let seed = 42;
const random = () => (seed = (seed * 1_664_525 + 1_013_904_223) >>> 0) / 2 ** 32 - 0.5;
const vector = () => Float32Array.from({ length: SPACE.dimensions }, random);
const vectors: EmbeddedPage[] = ids(PAGES).map((id) =>
  embedded(id, {
    vector: vector(),
    passages: ids(PASSAGES).map((_, ordinal) => ({ ordinal, start: 0, end: 1, vector: vector() })),
  }),
);

const table = `${keyspace}_vectors.plain`;
await server.client.execute(`CREATE TABLE ${table} (page_id text, space text, ordinal int,
  vector vector<float, 384> static, content_hash text static, passage_vector vector<float, 384>,
  PRIMARY KEY ((page_id, space), ordinal))`);

/** A range tombstone below the version, then rows at the version: nothing is read, nothing is compared. */
async function putByTimestamp({ pageId, contentHash, vector, passages }: EmbeddedPage, at: number) {
  const key = [pageId, SPACE.id];
  const stamp = cassandra.types.Long.fromNumber(at);
  await server.client.batch(
    [
      {
        query: `DELETE FROM ${table} USING TIMESTAMP ? WHERE page_id = ? AND space = ?`,
        params: [stamp.subtract(1), ...key],
      },
      {
        query: `INSERT INTO ${table} (page_id, space, vector, content_hash) VALUES (?, ?, ?, ?) USING TIMESTAMP ?`,
        params: [...key, vector, contentHash, stamp],
      },
      ...passages.map((passage) => ({
        query: `INSERT INTO ${table} (page_id, space, ordinal, passage_vector) VALUES (?, ?, ?, ?) USING TIMESTAMP ?`,
        params: [...key, passage.ordinal, passage.vector, stamp],
      })),
    ],
    { prepare: true, logged: false },
  );
}

async function drain(batches: AsyncIterable<unknown[]>): Promise<void> {
  let rows = 0;
  for await (const batch of batches) rows += batch.length;
  if (rows !== PAGES) throw new Error(`${rows} rows in place of ${PAGES}`);
}

const owner = { runId: 'r', pid: 1, host: 'h', command: 'figures' };
const fence = (await store.locks.take('figures', owner, null)) ?? 0;

const figures: Record<string, (round: number) => Promise<unknown>> = {
  [`put ${PAGES} pages of 2 KB`]: (round) =>
    store.pages.put(ids(PAGES).map((id) => page(id, { body: `${round} ${BODY}` }))),
  [`scan ${PAGES} pages`]: () => drain(store.pages.scan()),
  [`scan ${PAGES} page vectors`]: () => drain(store.vectors.scan(SPACE)),
  'one beat of a lock (a serial read and a compare-and-set)': () =>
    store.locks.beat('figures', fence),
  'one debit (two serial reads and a conditional batch)': (round) =>
    store.ledger.apply({ account: 'a', requestId: `r${round}`, delta: 1, reason: 'figures' }),
  [`put ${PAGES} × ${PASSAGES} passages, conditional batches`]: (round) =>
    store.vectors.put(
      SPACE,
      vectors.map((row) => ({ ...row, version: round + 1 })),
    ),
  [`put ${PAGES} × ${PASSAGES} passages, write timestamps`]: (round) =>
    inParallel(vectors, (row) => putByTimestamp(row, round + 1)),
};

await store.vectors.put(
  SPACE,
  vectors.map((row) => ({ ...row, version: 0 })),
);
const times = new Map<string, number[]>();
for (let round = 0; round <= ROUNDS; round++) {
  for (const [name, work] of Object.entries(figures)) {
    const started = performance.now();
    await work(round);
    if (round > 0) times.set(name, [...(times.get(name) ?? []), performance.now() - started]);
  }
}
for (const [name, all] of times) {
  const sorted = all.sort((a, b) => a - b).map((ms) => Math.round(ms));
  console.log(`${name}: median ${sorted[ROUNDS >> 1]} ms (${sorted[0]}–${sorted.at(-1)})`);
}
await handle.close();
await server.close();
