/**
 * How long it takes from the write of a page to its vector, with nothing else to do and while a bulk load waits;
 * and what a worker costs beside the night's stage, which embeds the same pages.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { openEmbeddedChanges } from '../src/lib/adapters/changes/embedded/factory.js';
import { systemClock } from '../src/lib/adapters/clock/system.js';
import { openMiniLm } from '../src/lib/adapters/embedding/minilm/factory.js';
import { openSqliteStore } from '../src/lib/adapters/store/sqlite/factory.js';
import { hashText } from '../src/lib/algorithms/text/hashing.js';
import { runWorker, type WorkerDeps } from '../src/lib/engine/worker/worker.js';
import type { Embedder, Store } from '../src/lib/ports/index.js';
import { embed } from '../src/lib/pipelines/pages.js';
import { kitOf } from '../test/support/kit.js';
import { numbers } from '../test/support/book.js';
import { page, runAll } from '../test/support/store.js';
import { timed, type Contender, type Race, type Timing } from './harness.js';

const EDITS = 50;
const BULK = 100;
/** More than a worker gets through while the edits come. */
const BACKLOG = 1_000;
const MODEL = join(import.meta.dirname, '../models/all-MiniLM-L6-v2');
const concurrency = availableParallelism();
const never = new AbortController().signal;

/** About 420 tokens. */
const text = (name: string) =>
  `This is ${name}. ${'A sentence of eleven plain words that says nothing at all. '.repeat(34)}`;
const pages = (count: number) =>
  Array.from({ length: count }, (_, i) => page(`bulk-${i}`, { body: text(`page ${i}`) }));

async function inNewStore<T>(work: (store: Store, embedder: Embedder) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'gibsey-bench-'));
  const store = await openSqliteStore({ path: join(folder, 'gibsey.db'), clock: systemClock });
  const embedder = await openMiniLm({ modelDir: MODEL });
  await embedder.embed(['The weights are loaded with the first text.'], { purpose: 'document' });
  try {
    return await work(store, embedder);
  } finally {
    await embedder.close();
    await store.close();
    rmSync(folder, { recursive: true });
  }
}

const worker = (store: Store, embedder: Embedder, more: Partial<WorkerDeps>, signal = never) =>
  runWorker(
    {
      store,
      source: openEmbeddedChanges(store),
      embedder,
      clock: systemClock,
      concurrency,
      maxBytesPerSecond: 1e7,
      ...more,
    },
    signal,
  );

/** From the call of `put` until the vector can be read, ms, sorted. */
async function editLatencies(backlog: number): Promise<number[]> {
  return inNewStore(async (store, embedder) => {
    const controller = new AbortController();
    await store.pages.put(pages(backlog));
    const running = worker(store, embedder, {}, controller.signal);
    const next = numbers(7);
    const latencies: number[] = [];
    for (let i = 0; i < EDITS; i++) {
      await delay(next() % 150);
      const edit = page(`edit-${i % 5}`, { body: text(`edit ${i}`) });
      const start = performance.now();
      await store.pages.put([edit]);
      await visible(store, embedder, edit.id, hashText(edit.body));
      latencies.push(performance.now() - start);
    }
    controller.abort();
    const { lag } = await running;
    if (backlog > 0 && lag === 0) throw new Error('the backlog was done before the edits were');
    return latencies.sort((a, b) => a - b);
  });
}

async function visible(store: Store, { space }: Embedder, id: string, hash: string): Promise<void> {
  while ((await store.vectors.hashes(space, [id])).get(id) !== hash) await delay(1);
}

/** Two quantiles of one measurement: the second contender tells what the first one has measured. */
function quantiles(name: string, backlog: number): Contender[] {
  let latencies: number[] = [];
  const at = (share: number): Timing => ({
    wallMs: latencies[Math.ceil(share * EDITS) - 1] ?? NaN,
    cpuMs: NaN,
  });
  const measure = async () => {
    latencies = await editLatencies(backlog);
    return at(0.5);
  };
  return [
    { name: `${name}, p50 of ${EDITS}`, run: measure },
    { name: `${name}, p99`, run: async () => at(0.99) },
  ];
}

const bulk = (work: (store: Store, embedder: Embedder) => Promise<unknown>) => () =>
  inNewStore(async (store, embedder) => {
    await store.pages.put(pages(BULK));
    return timed(() => work(store, embedder));
  });

const races: Race[] = [
  {
    name: 'from a write to its vector, page of 420 tokens',
    rounds: 1,
    contenders: async () => [...quantiles('idle', 0), ...quantiles('bulk load waits', BACKLOG)],
  },
  {
    name: `${BULK} pages of 420 tokens`,
    rounds: 3,
    contenders: async () => [
      {
        name: 'worker',
        run: bulk((store, embedder) => worker(store, embedder, { once: true })),
      },
      {
        name: 'night, stage embed',
        run: bulk((store, embedder) =>
          runAll(embed(kitOf(store, embedder, { concurrency: 2 * concurrency }))),
        ),
      },
    ],
  },
];

export default races;
