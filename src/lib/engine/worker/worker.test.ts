import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { embedPages } from '../../../../test/support/kit.js';
import { page, runAll, temporaryStore } from '../../../../test/support/store.js';
import { openEmbeddedChanges } from '../../adapters/changes/embedded/factory.js';
import { systemClock } from '../../adapters/clock/system.js';
import { openMiniLm } from '../../adapters/embedding/minilm/factory.js';
import { GibseyError } from '../../domain/errors.js';
import type { Embedder, Store, VectorStore } from '../../ports/index.js';
import { deadLetters } from './dead-letters.js';
import { workerState } from './state.js';
import { consumerOf, runWorker, type WorkerDeps, type WorkerStats } from './worker.js';

const MODEL = fileURLToPath(new URL('../../../../models/all-MiniLM-L6-v2', import.meta.url));
type Followed = Pick<Store, 'capabilities' | 'pages' | 'vectors' | 'changes' | 'offsets'>;
const never = new AbortController().signal;
const many = (count: number, prefix = 'bulk') =>
  Array.from({ length: count }, (_, i) => page(`${prefix}-${String(i).padStart(3, '0')}`));

describe('worker', { timeout: 60_000 }, () => {
  let embedder: Embedder;
  let store: Store;
  beforeAll(async () => void (embedder = await openMiniLm({ modelDir: MODEL })));
  afterAll(() => embedder.close());
  beforeEach(async () => void (store = await temporaryStore()));
  afterEach(() => store.close());

  const deps = (more: Partial<Omit<WorkerDeps, 'store'>> & { store?: Followed }): WorkerDeps => ({
    store,
    source: openEmbeddedChanges(more.store ?? store),
    embedder,
    clock: systemClock,
    concurrency: 2,
    maxBytesPerSecond: 10_000_000,
    once: true,
    ...more,
  });
  const work = (more: Parameters<typeof deps>[0] = {}, signal = never) =>
    runWorker(deps(more), signal);
  /** The same store, whose vectors are looked at as they are put. */
  const watched = (put: VectorStore['put']) => ({
    capabilities: store.capabilities,
    pages: store.pages,
    changes: store.changes,
    offsets: store.offsets,
    vectors: { ...store.vectors, put },
  });
  const failing = (fails: (texts: readonly string[]) => GibseyError | null): Embedder => ({
    ...embedder,
    embed: async (texts, options) => {
      const error = fails(texts);
      if (error) throw error;
      return embedder.embed(texts, options);
    },
  });

  it('makes what the night would make, bit for bit', async () => {
    await store.pages.put(many(5));
    expect(await workerState(store, embedder.space)).toBeNull();
    expect(await work()).toMatchObject({ events: 5, embedded: 5, buried: 0, lag: 0, outage: null });
    const byDay = await vectors();
    await store.vectors.drop(embedder.space.id);
    await runAll(embedPages(store, embedder));
    expect(byDay).toEqual(await vectors());
    expect(byDay).toHaveLength(5);
  });

  it('follows changes and deletions, and leaves alone what only got another title', async () => {
    await store.pages.put([page('a'), page('b'), page('c')]);
    await work();
    await store.pages.put([page('a', { body: 'Other words.' }), page('b', { title: 'T' })]);
    await store.pages.delete(['c']);
    expect(await work()).toMatchObject({ embedded: 1 });
    expect(await waiting()).toEqual([]);
    expect((await store.vectors.count(embedder.space)).pages).toBe(2);
  });

  it('drops vectors that came late, after their page was gone', async () => {
    await store.pages.put([page('a')]);
    await work();
    const [late] = await vectors();
    await store.pages.delete(['a']);
    await store.vectors.put(embedder.space, [{ ...late!, version: 9e15, passages: [] }]);
    expect(await work()).toMatchObject({ dropped: 1, embedded: 0 });
    expect((await store.vectors.count(embedder.space)).pages).toBe(0);
  });

  it('does nothing when everything is delivered again', async () => {
    await store.pages.put(many(3));
    await work();
    const none = failing(() => new GibseyError('INTERNAL', 'nothing is to be embedded'));
    const again = { ...store, offsets: { ...store.offsets, read: async () => 0 } };
    expect(await work({ store: again, embedder: none })).toMatchObject({
      events: 3,
      embedded: 0,
      buried: 0,
    });
  });

  it('writes nothing at all when nothing is new', async () => {
    await store.pages.put(many(3));
    await work();
    const before = await store.changes.latest();
    const offset = await store.offsets.read(consumerOf(embedder.space));
    const silent = { ...store.offsets, commit: () => Promise.reject(new Error('no commit')) };
    expect(await work({ store: { ...store, offsets: silent } })).toMatchObject({
      events: 0,
      offset,
    });
    expect(await store.changes.latest()).toBe(before);
  });

  it('takes up a single edit before the bulk load that came first', async () => {
    await store.pages.put([page('edited'), page('deleted')]);
    await work();
    await store.pages.put(many(500));
    const order: string[] = [];
    const edit = [page('edited', { body: 'Edited while the bulk load runs.' }), page('new')];
    const put: VectorStore['put'] = async (space, rows) => {
      await store.vectors.put(space, rows);
      order.push(...rows.map(({ pageId }) => pageId));
      if (order.length === 10) await store.pages.put(edit);
    };
    expect(await work({ store: watched(put) })).toMatchObject({ embedded: 502, lag: 0 });
    expect(order.slice(10, 12)).toEqual(['edited', 'new']);
    expect(await waiting()).toEqual([]);
  });

  it('puts a poison page to the dead letters after a second try, and goes on', async () => {
    await store.pages.put([...many(3), page('poison', { body: 'Poison.' }), ...many(3, 'more')]);
    let tries = 0;
    const poisoned = failing((texts) => {
      if (!texts.includes('Poison.')) return null;
      tries++;
      return new GibseyError('VECTOR_INVALID', 'The vector holds NaN.');
    });
    expect(await work({ embedder: poisoned })).toMatchObject({ embedded: 6, buried: 1, lag: 0 });
    expect(tries).toBe(2);
    const [letter, ...others] = await deadLetters(store, embedder.space);
    expect(others).toEqual([]);
    expect(await workerState(store, embedder.space)).toMatchObject({ dead: 1 });
    expect(letter).toMatchObject({
      change: { id: 'poison', op: 'put' },
      code: 'VECTOR_INVALID',
      message: 'The vector holds NaN.',
    });
    await store.pages.put([page('poison', { body: 'Mended.' })]);
    await work({ embedder: poisoned });
    expect(await deadLetters(store, embedder.space)).toEqual([]);
    expect(await workerState(store, embedder.space)).toEqual({ lag: 0, dead: 0 });
  });

  it('buries a poison edit once, though the backlog meets it again', async () => {
    const controller = new AbortController();
    const poisoned = failing(() => new GibseyError('INTERNAL', 'no'));
    const told: WorkerStats[] = [];
    const report = (stats: WorkerStats) => {
      told.push(stats);
      if (told.length === 1) void store.pages.put([page('poison')]);
      if (stats.events === 1 && stats.lag === 0) controller.abort();
    };
    const stats = await work({ once: false, report, embedder: poisoned }, controller.signal);
    expect(stats).toMatchObject({ events: 1, buried: 1, embedded: 0 });
    expect(await store.offsets.buried(consumerOf(embedder.space))).toHaveLength(1);
  });

  it('waits while the host of the embedder is out of reach, and loses nothing', async () => {
    await store.pages.put(many(3));
    let left = 4;
    const unreachable = failing(() =>
      left-- > 0 ? new GibseyError('SERVICE_UNREACHABLE', 'nobody at home') : null,
    );
    const controller = new AbortController();
    const outages = new Set<string | null>();
    const report = ({ outage, embedded, lag }: WorkerStats) => {
      outages.add(outage);
      if (embedded === 3 && lag === 0) controller.abort();
    };
    const clock = { ...systemClock, sleep: async () => undefined };
    const watch = { once: false, report, clock, embedder: unreachable };
    expect(await work(watch, controller.signal)).toMatchObject({ embedded: 3, buried: 0 });
    expect(outages).toEqual(new Set(['nobody at home', null]));
    const gone = failing(() => new GibseyError('SERVICE_UNREACHABLE', 'gone'));
    await store.pages.put([page('new')]);
    await expect(work({ embedder: gone })).rejects.toMatchObject({ code: 'SERVICE_UNREACHABLE' });
  });

  it('ends when asked to, keeps what is finished, and goes on from there', async () => {
    await store.pages.put(many(40));
    const controller = new AbortController();
    const report = ({ embedded }: WorkerStats) => {
      if (embedded >= 10) controller.abort();
    };
    const stopped = await work({ once: false, report }, controller.signal);
    expect(stopped.embedded).toBeLessThan(40);
    const { pages } = await store.vectors.count(embedder.space);
    expect(pages).toBe(stopped.embedded);
    expect(await work()).toMatchObject({ embedded: 40 - pages, lag: 0 });
    expect(await waiting()).toEqual([]);
  });

  it('shares a store with another worker and a night', async () => {
    await store.pages.put(many(60));
    const night = embedPages(store, embedder);
    await Promise.all([work(), work(), runAll(night)]);
    expect(await waiting()).toEqual([]);
    expect(await vectors()).toHaveLength(60);
  });

  it('compares the whole store when changes are gone that it had not read', async () => {
    await store.pages.put([page('a'), page('b')]);
    await store.changes.trim(await store.changes.latest());
    await store.pages.put([page('c')]);
    expect(await work()).toMatchObject({ embedded: 3, lag: 0 });
    expect(await waiting()).toEqual([]);
    const none = failing(() => new GibseyError('INTERNAL', 'nothing is to be compared again'));
    expect(await work({ embedder: none })).toMatchObject({ embedded: 0, buried: 0 });
  });

  it('puts events that nobody can read to the dead letters, and goes on', async () => {
    await store.pages.put([page('a'), page('b')]);
    const changes = {
      ...store.changes,
      read: async (after: number, limit: number) =>
        (await store.changes.read(after, limit)).map((change) =>
          change.id === 'a' ? { ...change, id: 'event 1', unreadable: 'no JSON' } : change,
        ),
    };
    expect(await work({ store: { ...store, changes } })).toMatchObject({ embedded: 1, buried: 1 });
    expect(await deadLetters(store, embedder.space)).toMatchObject([
      { change: { id: 'event 1' }, code: 'REPLY_INVALID', message: 'no JSON' },
    ]);
  });

  describe('where the feed lacks changes of other programs', () => {
    /** The feed of one that was written to behind its back. */
    const deaf = () => {
      const { changes } = store;
      const heard = async (after: number, limit: number) =>
        (await changes.read(after, limit)).filter(({ id }) => id !== 'foreign');
      const capabilities = { ...store.capabilities, completeFeed: false };
      return { ...store, capabilities, changes: { ...changes, read: heard } };
    };

    it('compares the whole store before it ends', async () => {
      await store.pages.put([page('foreign'), page('own')]);
      expect(await work({ store: deaf() })).toMatchObject({ events: 1, embedded: 2 });
      expect(await waiting()).toEqual([]);
      expect(await work({ store: deaf() })).toMatchObject({ embedded: 0 });
    });

    it('compares it again and again while it runs', async () => {
      const stop = new AbortController();
      const compareMs = 20;
      const running = work({ store: deaf(), compareMs, once: false }, stop.signal);
      for (const body of ['First.', 'Second.']) {
        await store.pages.put([page('foreign', { body })]);
        await vi.waitFor(async () => expect(await waiting()).toEqual([]), { timeout: 30_000 });
      }
      stop.abort();
      expect(await running).toMatchObject({ embedded: 2, buried: 0 });
    });

    it('leaves a poison page to the night, and does the others', async () => {
      const poisoned = failing((texts) =>
        texts.includes('Poison.') ? new GibseyError('VECTOR_INVALID', 'NaN') : null,
      );
      await store.pages.put([page('foreign', { body: 'Poison.' }), ...many(5)]);
      expect(await work({ store: deaf(), embedder: poisoned })).toMatchObject({ embedded: 5 });
      expect(await waiting()).toEqual(['foreign']);
    });
  });

  /** Pages whose vector is not that of their present text. */
  async function waiting(): Promise<string[]> {
    const ids: string[] = [];
    for await (const batch of store.pages.scan()) {
      const made = await store.vectors.hashes(
        embedder.space,
        batch.map(({ id }) => id),
      );
      ids.push(...batch.filter((one) => made.get(one.id) !== one.contentHash).map(({ id }) => id));
    }
    return ids;
  }

  async function vectors() {
    const rows = [];
    for await (const batch of store.vectors.scan(embedder.space)) rows.push(...batch);
    return rows;
  }
});
