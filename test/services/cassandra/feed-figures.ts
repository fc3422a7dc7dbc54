/**
 * From a write to its vector on a real Cassandra, and what the feed of changes costs a bulk load:
 * `npx tsx test/services/cassandra/feed-figures.ts` with CASSANDRA_CONTACT_POINTS=host:port.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { hashText } from '../../../src/lib/algorithms/text/hashing.js';
import { openEmbeddedChanges } from '../../../src/lib/adapters/changes/embedded/factory.js';
import { systemClock } from '../../../src/lib/adapters/clock/system.js';
import { openMiniLm } from '../../../src/lib/adapters/embedding/minilm/factory.js';
import { cassandraChanges } from '../../../src/lib/adapters/store/cassandra/changes.js';
import { cassandraPages } from '../../../src/lib/adapters/store/cassandra/pages.js';
import { connect } from '../../../src/lib/adapters/store/cassandra/session.js';
import { parseCassandraUrl } from '../../../src/lib/adapters/store/cassandra/url.js';
import { runWorker } from '../../../src/lib/engine/worker/worker.js';
import { page } from '../../support/store.js';
import { keyspaces } from '../cassandra-keyspaces.js';

const EDITS = 60;
const BULK = 850;
const modelDir = fileURLToPath(new URL('../../../models/all-MiniLM-L6-v2', import.meta.url));

const server = await keyspaces('figures');
const handle = await server.open(systemClock);
let { store } = handle;
const embedder = await openMiniLm({ modelDir });
const stop = new AbortController();
const clock = systemClock;

const quantile = (sorted: readonly number[], q: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))]!;
function show(name: string, ms: readonly number[]): void {
  const sorted = [...ms].sort((a, b) => a - b);
  const parts = [0.5, 0.99].map((q) => `p${q * 100} ${quantile(sorted, q).toFixed(0)} ms`);
  process.stdout.write(`${name}: ${parts.join(', ')}, longest ${sorted.at(-1)!.toFixed(0)} ms\n`);
}

/** From the call of `put` until the vector of the new text can be read. */
async function edit(i: number): Promise<number> {
  const body = `Edit ${i}: the lamp was lit at six. Nobody saw who lit it.`;
  const began = clock.monotonic();
  await store.pages.put([page(`edited-${i % 7}`, { body })]);
  const wanted = hashText(body);
  for (;;) {
    const made = await store.vectors.hashes(embedder.space, [`edited-${i % 7}`]);
    if (made.get(`edited-${i % 7}`) === wanted) return clock.monotonic() - began;
    await delay(5);
  }
}

async function edits(): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < EDITS; i++) {
    times.push(await edit(i));
    await delay(50 + (i % 10) * 20); // at every phase of the worker's pauses
  }
  return times;
}

const bulk = (round: string) =>
  Array.from({ length: BULK }, (_, i) =>
    page(`${round}-${i}`, {
      body: `${round} ${i}. ${'The tide came in and went out. '.repeat(60)}`,
    }),
  );

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = clock.monotonic();
  await work();
  return clock.monotonic() - began;
}

const session = await connect(parseCassandraUrl(server.url(handle.keyspace)), false);
await session.use(handle.keyspace);
const forget = async () => undefined;
const deaf = { ...cassandraChanges(session), append: async () => undefined };
const without = cassandraPages(session, clock, deaf, forget);
for (const round of ['warm', 'a', 'b', 'c']) {
  const silent = await timed(() => without.put(bulk(`silent-${round}`)));
  const told = await timed(() => store.pages.put(bulk(`told-${round}`)));
  const ms = `${silent.toFixed(0)} ms without a feed, ${told.toFixed(0)} ms with it`;
  if (round !== 'warm') process.stdout.write(`put ${BULK} pages of 2 KB: ${ms}\n`);
}
await session.close();
await handle.close();

const day = await server.open(systemClock);
store = day.store;
await store.pages.put([page('first')]);
const working = runWorker(
  {
    store: day.store,
    source: openEmbeddedChanges(day.store),
    embedder,
    clock,
    concurrency: 2,
    maxBytesPerSecond: 4_000_000,
  },
  stop.signal,
);
await delay(3000); // the first one has the table made
show(`${EDITS} edits, nothing else going on`, await edits());
const load = day.store.pages.put(bulk('load'));
show(`${EDITS} edits while ${BULK} new pages are embedded`, await edits());
await load;
stop.abort();
await working;
await embedder.close();
await day.close();
await server.close();
