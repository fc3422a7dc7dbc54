import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { page, temporaryStore } from '../../../../test/support/store.js';
import { openEmbeddedChanges } from '../../adapters/changes/embedded/factory.js';
import { systemClock } from '../../adapters/clock/system.js';
import { hashText } from '../../algorithms/text/hashing.js';
import type { Change, ChangeFeed, Embedder, Store } from '../../ports/index.js';
import { runWorker } from './worker.js';

const never = new AbortController().signal;

/** Deterministic and quick; what vectors mean is nothing to a worker. */
const embedder: Embedder = {
  space: { id: 'hash@1/sentences-1', dimensions: 2 },
  window: 256,
  countTokens: (text) => text.length,
  embed: async (texts) => {
    await new Promise(setImmediate);
    return texts.map((text) => {
      const angle = Number.parseInt(hashText(text).slice(0, 8), 16);
      return Float32Array.of(Math.cos(angle), Math.sin(angle));
    });
  },
  close: async () => undefined,
};

interface Act {
  id: string;
  /** Null: delete. */
  body: string | null;
}

const act: fc.Arbitrary<Act> = fc.record({
  id: fc.constantFrom('a', 'b', 'c', 'd'),
  body: fc.option(fc.constantFrom('One.', 'Two.', 'Three.'), { freq: 3, nil: null }),
});

const perform = (store: Store, { id, body }: Act) =>
  body === null ? store.pages.delete([id]) : store.pages.put([page(id, { body })]);

async function expectConsistent(store: Store): Promise<void> {
  const texts = await store.pages.get(['a', 'b', 'c', 'd']);
  const made = await store.vectors.hashes(embedder.space, ['a', 'b', 'c', 'd']);
  expect(made).toEqual(new Map(texts.map(({ id, contentHash }) => [id, contentHash])));
}

async function freshStore(): Promise<Store> {
  const store = await temporaryStore();
  onTestFinished(() => store.close());
  return store;
}

const work = (store: Store, changes: ChangeFeed = store.changes) =>
  runWorker(
    {
      store: { ...store, changes },
      source: openEmbeddedChanges({ ...store, changes }),
      embedder,
      clock: systemClock,
      concurrency: 2,
      maxBytesPerSecond: 1e9,
      once: true,
    },
    never,
  );

/** The same changes as another stream would bring them: some twice, in any order, numbered as they come. */
function scrambled(changes: readonly Change[], keys: readonly number[]): ChangeFeed {
  const twice = changes.flatMap((change, i) =>
    (keys[i] ?? 0) % 3 === 0 ? [change, change] : [change],
  );
  const log = twice
    .map((change, i) => ({ change, key: keys[i % keys.length] ?? 0 }))
    .sort((x, y) => x.key - y.key)
    .map(({ change }, i) => ({ ...change, sequence: i + 1 }));
  return {
    read: async (after, limit) => log.slice(after, after + limit),
    latest: async () => log.length,
    trim: async () => undefined,
  };
}

describe('worker, whatever the order', () => {
  it('ends with the vectors of the present texts when events come twice and in disorder', async () => {
    const keys = fc.array(fc.nat(1000), { minLength: 8, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 25 }), keys, async (acts, order) => {
        const store = await temporaryStore();
        try {
          for (const each of acts) await perform(store, each);
          await work(store, scrambled(await store.changes.read(0, 1000), order));
          await expectConsistent(store);
        } finally {
          await store.close();
        }
      }),
      { numRuns: 40 },
    );
  }, 60_000);

  it('ends with them when two workers run while the texts change', async () => {
    const store = await freshStore();
    const steps = fc.array(fc.tuple(act, fc.constantFrom('write', 'work')), { maxLength: 25 });
    await fc.assert(
      fc.asyncProperty(steps, async (planned) => {
        const running: Promise<unknown>[] = [];
        for (const [each, then] of planned) {
          await perform(store, each);
          if (then === 'work') running.push(work(store));
        }
        await Promise.all([...running, work(store)]);
        await work(store);
        await expectConsistent(store);
      }),
      { numRuns: 40 },
    );
  }, 60_000);
});
