import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { embedStored, world } from '../../../../test/fixtures/retrieval/world.js';
import { page } from '../../../../test/support/store.js';
import { systemClock } from '../../adapters/clock/system.js';
import { letterEmbedder } from '../../../../test/fixtures/retrieval/world.js';
import type { ChangeFeed, Store } from '../../ports/index.js';

/** However busy the machine is. */
const soon = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 30_000 });

const tower = page('a', { body: 'The tower is tall.' });
const river = page('a', { body: 'The river is wide.' });

test('a changed page is found by its new words at once, and no more by its old vectors', async () => {
  const w = await world();
  await w.store.pages.put([tower, page('b', { body: 'A bridge.' })]);
  await embedStored(w.store, [tower]);
  expect(await w.refresh()).toEqual({ changed: 2 });
  expect(w.retriever.stats()).toMatchObject({ pages: 2, embedded: 1, passages: 1 });

  await w.store.pages.put([river]);
  expect(await w.refresh()).toEqual({ changed: 1 });
  expect((await w.idsFor('river'))[0]).toBe('a');
  expect((await w.ask('tower')).pages.map(({ quote }) => quote.text)).not.toContain(tower.body);
  expect(w.retriever.stats()).toMatchObject({ pages: 2, embedded: 0, passages: 0 });

  await embedStored(w.store, [tower]); // a late vector of the old text
  await w.refresh();
  expect(w.retriever.stats().embedded).toBe(0);
  await embedStored(w.store, [river]);
  expect(await w.refresh()).toEqual({ changed: 1 });
  expect(w.retriever.stats().embedded).toBe(1);
  await embedStored(w.store, [tower]); // in place of those of the present text: as who reads afresh would find it
  expect(await w.refresh()).toEqual({ changed: 1 });
  expect(w.retriever.stats().embedded).toBe(0);
  await embedStored(w.store, [river]);
  await w.refresh();

  await w.store.vectors.delete(letterEmbedder.space, ['a']);
  await w.refresh();
  expect(w.retriever.stats()).toMatchObject({ pages: 2, embedded: 0 });
  await w.store.pages.delete(['a']);
  await w.refresh();
  expect(await w.idsFor('river')).toEqual([]);
  expect(await w.refresh()).toEqual({ changed: 0 });
  await w.close();
});

test('a page that moves to another chapter keeps its vectors', async () => {
  const w = await world();
  await w.store.pages.put([{ ...tower, chapter: 'One' }]);
  await embedStored(w.store, [tower]);
  await w.refresh();
  await w.store.pages.put([{ ...tower, chapter: 'Two' }]);
  await w.refresh();
  expect(await w.idsFor('tower', { chapter: 'One' })).toEqual([]);
  expect(await w.idsFor('tower', { chapter: 'Two' })).toEqual(['a']);
  expect(w.retriever.stats().embedded).toBe(1);
  await w.close();
});

test('a page is found by its new title at once, no more by its old one, and keeps its vectors', async () => {
  const w = await world();
  await w.store.pages.put([{ ...tower, title: 'Lookouts' }]);
  await embedStored(w.store, [tower]);
  const byWords = await world({ store: w.store, embedder: null });
  expect(await byWords.idsFor('lookouts')).toEqual(['a']);
  await w.store.pages.put([{ ...tower, title: 'Belfries' }]);
  expect(await byWords.refresh()).toEqual({ changed: 1 });
  expect(await byWords.idsFor('lookouts')).toEqual([]);
  const [found] = (await byWords.ask('belfries')).pages;
  expect(found?.quote).toMatchObject({ text: tower.body, context: { before: '', after: '' } });
  await w.refresh();
  expect(w.retriever.stats().embedded).toBe(1);
  await byWords.retriever.close();
  await w.close();
});

test('changes that were dropped from the feed are found by reading everything', async () => {
  const w = await world();
  await w.store.pages.put([tower]);
  await w.refresh();
  await w.store.pages.put([river, page('b', { body: 'A bridge.' })]);
  await w.store.changes.trim(await w.store.changes.latest());
  expect(await w.refresh()).toEqual({ changed: 2 });
  expect((await w.idsFor('river'))[0]).toBe('a');
  await w.store.pages.delete(['a']);
  await w.store.changes.trim(await w.store.changes.latest());
  await w.store.pages.put([page('c', { body: 'A gate.' })]);
  await w.refresh();
  expect(w.retriever.stats().pages).toBe(2);
  await w.close();
});

test('where the feed lacks changes of other programs, the whole store is compared now and then', async () => {
  const inner = await world();
  const changes: ChangeFeed = {
    ...inner.store.changes,
    read: async () => [],
    latest: async () => 0,
  };
  const capabilities = { ...inner.store.capabilities, completeFeed: false };
  const store: Store = { ...inner.store, capabilities, changes };
  await store.pages.put([tower]);
  const asked = await world({ store });
  await store.pages.put([river]);
  await embedStored(store, [river]);
  expect(await asked.refresh()).toEqual({ changed: 1 });
  expect(asked.retriever.stats()).toMatchObject({ pages: 1, embedded: 1 });
  await asked.retriever.close();
  const watching = await world({ store, pollMs: 1, compareMs: 5 });
  await store.pages.delete(['a']);
  await soon(() => expect(watching.retriever.stats().pages).toBe(0));
  await store.pages.put([tower]);
  await soon(() => expect(watching.retriever.stats().pages).toBe(1));
  await watching.retriever.close();
  await inner.close();
});

test('where the feed lacks changes of other programs, a page that got vectors is read with them', async () => {
  const inner = await world();
  /** As the stream shows it: another program wrote the page, a worker its vectors. */
  const seen = async () =>
    (await inner.store.changes.read(0, 1000))
      .filter(({ table }) => table === 'page_vectors')
      .map((change, i) => ({ ...change, sequence: i + 1 }));
  const changes: ChangeFeed = {
    ...inner.store.changes,
    read: async (after, limit) => (await seen()).slice(after, after + limit),
    latest: async () => (await seen()).length,
  };
  const capabilities = { ...inner.store.capabilities, completeFeed: false };
  const store: Store = { ...inner.store, capabilities, changes };
  const w = await world({ store, pollMs: 1, compareMs: 600_000 });
  await store.pages.put([tower]);
  await embedStored(store, [tower]);
  await soon(() => expect(w.retriever.stats()).toMatchObject({ pages: 1, embedded: 1 }));
  await w.retriever.close();
  await inner.close();
});

test('it looks by itself, and tells once that it cannot', async () => {
  const warnings: string[] = [];
  const inner = await world();
  let fails = false;
  const changes: ChangeFeed = {
    ...inner.store.changes,
    latest: () => (fails ? Promise.reject(new Error('locked away')) : inner.store.changes.latest()),
  };
  const store: Store = { ...inner.store, changes };
  const w = await world({ store, pollMs: 1, warn: (message) => warnings.push(message) });
  await store.pages.put([tower]);
  await soon(() => expect(w.retriever.stats().pages).toBe(1));
  fails = true;
  await soon(() => expect(warnings).toHaveLength(1));
  expect(warnings[0]).toContain('locked away');
  expect((await w.idsFor('tower'))[0]).toBe('a');
  fails = false;
  await store.pages.put([river]);
  await soon(async () => expect((await w.idsFor('river'))[0]).toBe('a'));
  expect(warnings).toHaveLength(1);
  await w.retriever.close();
  await inner.close();
});

test('questions go on while pages stream in, and every quote is of one state of its page', async () => {
  const w = await world({ clock: systemClock, pollMs: 1 });
  const versions = new Map<string, Set<string>>();
  const write = async (round: number) => {
    const pages = Array.from({ length: 40 }, (_, i) =>
      page(`p${i}`, { body: `Round ${round} of tower ${i}. ${'It stands. '.repeat(round % 5)}` }),
    );
    for (const { id, body } of pages) versions.set(id, (versions.get(id) ?? new Set()).add(body));
    await w.store.pages.put(pages);
  };
  await write(0);
  await w.refresh();
  const asking = (async () => {
    for (let i = 0; i < 60; i++) {
      for (const { pageId, quote } of (await w.ask('tower round')).pages) {
        const whole = [...(versions.get(pageId) ?? [])];
        expect(whole.some((body) => body.slice(quote.start, quote.end) === quote.text)).toBe(true);
      }
      await systemClock.sleep(1);
    }
  })();
  for (let round = 1; round < 12; round++) await write(round);
  await asking;
  await w.close();
});

test('any order of changes ends in the state of a library that is read afresh', async () => {
  const step = fc.record({
    id: fc.constantFrom('a', 'b', 'c'),
    what: fc.constantFrom('put', 'delete', 'embed', 'refresh'),
    word: fc.constantFrom('tower', 'river', 'bridge'),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
      const w = await world();
      for (const { id, what, word } of steps) {
        const body = `The ${word} of ${id}.`;
        if (what === 'put') await w.store.pages.put([page(id, { body })]);
        else if (what === 'delete') await w.store.pages.delete([id]);
        else if (what === 'embed') await embedStored(w.store, [{ id, body }]);
        else await w.refresh();
      }
      await w.refresh();
      const fresh = await world({ store: w.store });
      const state = ({ pages, embedded, passages }: ReturnType<typeof w.retriever.stats>) => [
        pages,
        embedded,
        passages,
      ];
      expect(state(w.retriever.stats())).toEqual(state(fresh.retriever.stats()));
      for (const word of ['tower', 'river', 'bridge']) {
        const scores = async (which: typeof w) =>
          (await which.ask(word)).pages
            .map(({ pageId, score }) => `${pageId} ${score.toFixed(6)}`)
            .sort();
        expect(await scores(w)).toEqual(await scores(fresh));
      }
      await fresh.retriever.close();
      await w.close();
    }),
    { numRuns: 25 },
  );
});
