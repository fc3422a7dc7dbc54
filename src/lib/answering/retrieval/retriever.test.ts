import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  world,
  embedStored,
  letterEmbedder,
  never,
} from '../../../../test/fixtures/retrieval/world.js';
import { page } from '../../../../test/support/store.js';
import { GibseyError } from '../../domain/errors.js';
import type { Embedder } from '../../ports/index.js';

const PAGES = [
  page('tower', {
    body: 'The tower stands at the edge of the salt flats. Arieol climbed it at dawn to see the sea. She found a door in the sky.',
    chapter: 'One',
    charId: 'arieol',
    title: 'The climb',
    position: 1,
  }),
  page('stillman', {
    body: 'Shamrock Stillman keeps the ledger of the lost. He was born in 1902, in a lighthouse. Nobody has seen him sleep.',
    chapter: 'Two',
    charId: 'shamrock',
    position: 2,
  }),
  page('market', {
    body: 'The market sells clocks and oranges. Forty clocks were sold on Monday.',
    chapter: 'Two',
    position: 3,
  }),
];

describe('what is found', () => {
  let w: Awaited<ReturnType<typeof world>>;
  beforeAll(async () => {
    w = await world();
    await w.store.pages.put(PAGES);
    await embedStored(w.store, PAGES);
    await w.refresh();
  });
  afterAll(() => w.close());

  test('a name brings its page, and a quote of its own words', async () => {
    const { pages, generation } = await w.ask('Shamrock Stillman');
    expect(pages[0]).toMatchObject({ pageId: 'stillman', quote: { chapter: 'Two', position: 2 } });
    expect(pages[0]?.quote.text).toContain('Shamrock Stillman keeps the ledger');
    expect(generation).toBeNull();
  });

  test('a misspelt name, too', async () => {
    expect((await w.idsFor('Where was Shamrok Stilman born?'))[0]).toBe('stillman');
  });

  test('what the pages do not say is told apart from what they say', async () => {
    const answered = async (text: string) => (await w.ask(text)).answered;
    expect(await answered('When was Stillman born?')).toBe(true);
    expect(await answered('How many clocks were sold on Monday?')).toBe(true);
    expect(await answered('Shamrock Stillman')).toBe(true);
    const strange = 'Who sold Jupiter to Mongolia?';
    expect(await answered(strange)).toBe(false);
    expect((await w.ask(strange)).pages[0]?.pageId).toBe('market');
    expect(await answered('xkcd qwfp zxcv')).toBe(false);
  });

  test('the places that answer best may stand on several pages, and do not overlap', async () => {
    const { answers } = await w.ask('the tower and the ledger');
    expect(new Set(answers.map(({ pageId }) => pageId))).toEqual(new Set(['tower', 'stillman']));
    expect(answers.length).toBeLessThanOrEqual(3);
    for (const { pageId, start, end, text } of answers) {
      const body = PAGES.find(({ id }) => id === pageId)!.body;
      expect(body.slice(start, end)).toBe(text);
      expect(text.split('. ').length).toBeLessThanOrEqual(2);
    }
    for (const [i, a] of answers.entries()) {
      const others = answers.slice(i + 1).filter(({ pageId }) => pageId === a.pageId);
      expect(others.every((b) => b.end <= a.start || a.end <= b.start)).toBe(true);
    }
  });

  test('what is asked for chooses the sentences', async () => {
    const [first] = (await w.ask('When was Stillman born?')).pages;
    expect(first?.quote.text).toContain('1902');
    const [climb] = (await w.ask('Why did you climb the tower?')).pages;
    expect(climb?.pageId).toBe('tower');
    const { context, text } = climb!.quote;
    expect(context.before + text + context.after).toBe(PAGES[0]?.body);
  });

  test('a title speaks for its page, and is never quoted', async () => {
    const [first] = (await w.ask('climbs')).pages;
    expect(first?.pageId).toBe('tower');
    const { context, text } = first!.quote;
    expect(PAGES[0]?.body).toContain(context.before + text + context.after);
  });

  test('filters leave the pages of a chapter, a character or a list', async () => {
    expect((await w.idsFor('tower clocks', { chapter: 'Two' })).sort()).not.toContain('tower');
    expect(await w.idsFor('the tower', { charId: 'arieol' })).toEqual(['tower']);
    expect(await w.idsFor('clocks', { pageIds: new Set(['tower', 'no such page']) })).not.toContain(
      'market',
    );
    expect(await w.idsFor('clocks', { chapter: 'Seven' })).toEqual([]);
    expect(await w.idsFor('clocks', { chapter: 'Two', charId: 'arieol' })).toEqual([]);
    expect(await w.idsFor('the clocks', { limit: 1 })).toEqual(['market']);
  });

  test('a set of chapters leaves the pages of each, within the other filters', async () => {
    const both = new Set(['One', 'Two', 'Seven']);
    expect((await w.idsFor('tower clocks', { chapters: both })).sort()).toEqual(
      (await w.idsFor('tower clocks')).sort(),
    );
    expect(await w.idsFor('tower clocks', { chapters: new Set(['One']) })).toEqual(['tower']);
    expect(await w.idsFor('the clocks', { chapters: both, pageIds: new Set(['market']) })).toEqual([
      'market',
    ]);
    expect(await w.idsFor('clocks', { chapters: new Set(['One']), chapter: 'Two' })).toEqual([]);
    expect(await w.idsFor('clocks', { chapters: new Set() })).toEqual([]);
  });

  test('function words alone are sought as they are', async () => {
    expect((await w.idsFor('who was it?')).length).toBeGreaterThan(0);
  });

  test('nothing is found where there is nothing to seek', async () => {
    for (const text of ['', '   ', '🦑🦑', '…?!']) expect(await w.idsFor(text)).toEqual([]);
  });

  test('whatever is asked, quotes are verbatim and scores fall', async () => {
    const piece = fc.constantFrom(
      'tower',
      'Stillman',
      'the',
      'когда',
      '塔は',
      '🦑',
      '\ud800',
      '1902',
      '"',
      '\u0000',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.array(piece, { maxLength: 40 }).map((parts) => parts.join(' ')),
      fc
        .tuple(piece, fc.string({ unit: 'binary', maxLength: 9 }))
        .map((two) => two.join(' ').repeat(2_000)),
    );
    await fc.assert(
      fc.asyncProperty(text, async (asked) => {
        const { pages } = await w.ask(asked);
        for (const { quote, pageId } of pages) {
          const body = PAGES.find(({ id }) => id === pageId)?.body;
          expect(body?.slice(quote.start, quote.end)).toBe(quote.text);
          expect(quote.text.trim()).toBe(quote.text);
        }
        const scores = pages.map(({ score }) => score);
        expect(scores).toEqual(scores.toSorted((a, b) => b - a));
      }),
      { numRuns: 30 },
    );
  }, 30_000);

  test('an aborted question is not answered', async () => {
    await expect(w.retriever.retrieve({ text: 'tower' }, AbortSignal.abort())).rejects.toThrow();
  });
});

describe('in other circumstances', () => {
  test('an empty store answers with nothing', async () => {
    const w = await world();
    expect(await w.idsFor('tower')).toEqual([]);
    expect(w.retriever.stats()).toMatchObject({ pages: 0, embedded: 0, passages: 0 });
    await w.close();
  });

  test('a page without a sentence is never quoted', async () => {
    const w = await world();
    await w.store.pages.put([page('blank', { body: '  ' }), page('tower', { body: 'The tower.' })]);
    await w.refresh();
    expect(await w.idsFor('tower')).toEqual(['tower']);
    await w.close();
  });

  test('near-duplicates are shown once', async () => {
    const w = await world();
    const { body } = PAGES[0]!;
    await w.store.pages.put([PAGES[0]!, page('copy', { body: `${body} Again!` }), PAGES[1]!]);
    await w.refresh();
    const found = await w.idsFor('the tower at the edge of the salt flats');
    expect(found.filter((id) => id === 'tower' || id === 'copy')).toHaveLength(1);
    await w.close();
  });

  test('words alone do while the host of the embedder is gone', async () => {
    const warnings: string[] = [];
    const gone: Embedder = {
      ...letterEmbedder,
      embed: () => Promise.reject(new GibseyError('SERVICE_UNREACHABLE', 'It is gone.')),
    };
    const w = await world({ embedder: gone, warn: (message) => warnings.push(message) });
    await w.store.pages.put(PAGES);
    await embedStored(w.store, PAGES);
    await w.refresh();
    expect((await w.idsFor('Shamrock Stillman'))[0]).toBe('stillman');
    expect(warnings).toEqual(['It is gone. Pages are found by their words alone.']);
    await expect(w.ask('Shamrock Stillman', { strict: true })).rejects.toThrow('It is gone.');
    const without = await world({ store: w.store, embedder: null });
    expect((await without.idsFor('Shamrock Stillman'))[0]).toBe('stillman');
    await without.retriever.close();
    await w.close();
  });

  test('another failure of the embedder is told', async () => {
    const broken: Embedder = {
      ...letterEmbedder,
      embed: () => Promise.reject(new Error('broken')),
    };
    const w = await world({ embedder: broken });
    await w.store.pages.put(PAGES);
    await embedStored(w.store, PAGES);
    await w.refresh();
    await expect(w.retriever.retrieve({ text: 'tower' }, never)).rejects.toThrow('broken');
    await w.close();
  });
});
