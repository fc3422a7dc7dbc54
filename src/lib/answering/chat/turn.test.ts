import { afterEach, describe, expect, it } from 'vitest';
import {
  ANN,
  chatOver,
  eventsOf,
  HANG,
  only,
  PAGES,
  standIn,
  textOf,
  WHY,
} from '../../../../test/support/chat.js';
import { page } from '../../../../test/support/store.js';
import { systemClock } from '../../adapters/clock/system.js';
import { GibseyError } from '../../domain/errors.js';
import type { Character } from '../../domain/turn.js';
import { NARRATOR } from './characters.js';
import type { ChatDeps } from './deps.js';

const ARIEOL: Character = {
  id: 'arieol',
  name: 'Arieol',
  colour: '#2f6f73',
  voice: 'You are Arieol, who keeps the ledger of doors.',
  opening: 'I wrote it down at the time:',
  greeting: 'Good evening. Mind the ninth door.',
  silence: 'The ledger has no line for that.',
  knows: 'own',
  context: 'quotes',
};
const TOWER = 'I climbed the tower because the sea was behind it.';

describe('turn', () => {
  const closing: (() => Promise<void>)[] = [];
  const given = async (
    model: Parameters<typeof chatOver>[0] = null,
    more: Partial<ChatDeps> = {},
    pages = PAGES,
  ) => {
    const it = await chatOver(model, more, pages);
    closing.push(it.close);
    return it;
  };
  afterEach(() => Promise.all(closing.splice(0).map((close) => close())));

  /** Every quote stands on its page. */
  const verbatim = async (
    { store }: Awaited<ReturnType<typeof given>>,
    events: Parameters<typeof only>[0],
  ) => {
    for (const { quote } of only(events, 'quote')) {
      const [stored] = await store.pages.get([quote.pageId]);
      expect(stored?.body.slice(quote.start, quote.end)).toBe(quote.text);
    }
  };

  describe('without a model', () => {
    it('goes meta, quote, tokens, done, with a quote of the page, its place and its price', async () => {
      const it = await given();
      const events = await it.ask();
      const types = events.map(({ type }) => type);
      expect([types[0], types.at(-1)]).toEqual(['meta', 'done']);
      expect(types.indexOf('quote')).toBeLessThan(types.lastIndexOf('token'));
      expect(events[0]).toMatchObject({
        requestId: 'id-1',
        route: 'knowledge',
        charId: 'narrator',
      });
      const text = textOf(events);
      expect(text).toContain(`“${only(events, 'quote')[0]?.quote.text}”`);
      expect(text).toContain(TOWER);
      expect(text.startsWith(NARRATOR.opening ?? '')).toBe(true);
      expect(text).toMatch(/\(The Tower, page 1\)$/);
      expect(events.at(-1)).toMatchObject({
        answer: text,
        creditsLeft: 2,
        usage: { model: 'extractive', promptTokens: 0 },
      });
      await verbatim(it, events);
    });

    it('is silent on what the book does not hold', async () => {
      const { ask } = await given();
      const events = await ask({ text: 'zymurgy xylophone?' });
      expect(textOf(events)).toBe(NARRATOR.silence);
      expect(only(events, 'quote')).toEqual([]);
    });

    it('says where the book hardly says it, and offers the nearest pages instead of a quote', async () => {
      const { retriever } = await given();
      const doubting: typeof retriever = {
        refresh: (signal) => retriever.refresh(signal),
        retrieve: async (...call) => ({ ...(await retriever.retrieve(...call)), answered: false }),
      };
      const { ask } = await given(null, { retriever: doubting });
      const events = await ask();
      expect(only(events, 'quote')).toEqual([]);
      expect(textOf(events)).toBe(
        `${NARRATOR.silence}\n\nNearest to it, without an answer: The Tower, page 1.`,
      );
      expect(events.at(-1)).toMatchObject({ answered: false, nearest: [{ pageId: 'p1' }] });
      const sure = (await (await given()).ask()).at(-1);
      expect(sure).toMatchObject({ answered: true, nearest: [] });
      const model = standIn(() => ['I cannot say: [q1]']);
      await (await given(model, { retriever: doubting })).ask();
      expect(model.asked[0]?.at(-1)?.content).toContain('doubts that any of them answers');
    });

    it('tells what it quotes from what stands around it', async () => {
      const text = textOf(await (await given()).ask());
      expect(text).toContain('\nBefore it: The quay was grey that morning.\n');
      expect(text).toContain('\nAfter it: Then I came down again.\n');
    });

    it('greets without looking anything up', async () => {
      const { ask } = await given();
      const events = await ask({ text: 'Ciao!' });
      expect(events[0]).toMatchObject({ route: 'casual' });
      expect(textOf(events)).toBe('Ciao! Chiedimi del libro, e ti mostro dove risponde.');
    });

    it('says what stands on the page now, though it was changed behind the index', async () => {
      const it = await given();
      await it.store.pages.put([
        page('p1', { body: 'I climbed the tower for a bet.', position: 1 }),
      ]);
      const events = await it.ask();
      expect(textOf(events)).toContain('“I climbed the tower for a bet.”');
      await verbatim(it, events);
    });

    it('leaves out a page that has gone', async () => {
      const it = await given();
      await it.store.pages.delete(['p1']);
      expect(textOf(await it.ask({ text: 'climbed wanting courage' }))).toBe(NARRATOR.silence);
    });
  });

  describe('characters', () => {
    it('know what they know', async () => {
      const it = await given();
      await it.store.characters.put([
        ARIEOL,
        { ...ARIEOL, id: 'listed', knows: { pageIds: ['p2'] } },
        { ...ARIEOL, id: 'chapters', knows: { chapters: ['The Key', 'The Quay'] } },
      ]);
      const pagesFor = async (charId: string, text: string) =>
        only(
          await it.ask({ charId, text }, undefined, { account: 'x', charged: false }),
          'quote',
        ).map(({ quote }) => quote.pageId);
      expect(await pagesFor('arieol', WHY)).toEqual(['p1']);
      expect(await pagesFor('arieol', 'Who kept the key?')).toEqual([]);
      expect(await pagesFor('listed', 'Who kept the key?')).toEqual(['p2']);
      expect(await pagesFor('listed', WHY)).toEqual([]);
      expect(await pagesFor('chapters', 'How many lanterns were counted?')).toEqual(['p3']);
      expect(await pagesFor('chapters', 'climbed wanting courage')).toEqual([]);
    });

    it('are those of the store, the narrator while there are none', async () => {
      const { chat, store, ask } = await given();
      expect(await chat.characters()).toEqual([NARRATOR]);
      await store.characters.put([ARIEOL]);
      expect(await chat.characters()).toEqual([ARIEOL]);
      expect((await ask())[0]).toMatchObject({ charId: 'arieol', colour: '#2f6f73' });
    });

    it('are refused when unknown, with the nearest name, at no cost', async () => {
      const { store, ask, balance } = await given();
      await store.characters.put([ARIEOL]);
      expect(await ask({ charId: 'ariel' })).toEqual([
        {
          type: 'error',
          code: 'NOT_FOUND',
          message: 'There is no character "ariel".',
          hint: 'did you mean "arieol"? All of them: gibsey characters',
        },
      ]);
      expect(await balance()).toBe(3);
    });

    it('speak from the summaries of the night, and still show a quote', async () => {
      const summaries = [
        { clusterId: 4, title: 'Heights', summary: 'They all climb. Nobody says why.', score: 1 },
      ];
      const it = await given();
      const { retriever, store } = it;
      await store.characters.put([{ ...ARIEOL, context: 'summaries', knows: 'all' }]);
      const nightly = {
        refresh: retriever.refresh.bind(retriever),
        retrieve: async (...call: Parameters<typeof retriever.retrieve>) => ({
          ...(await retriever.retrieve(...call)),
          summaries,
        }),
      };
      const model = standIn(() => ['They climb.']);
      const { chat } = await given(model, {
        retriever: nightly,
        characters: store.characters,
        pages: store.pages,
      });
      const events = await eventsOf(chat.turn({ text: WHY }, ANN, new AbortController().signal));
      expect(model.asked[0]?.at(-1)?.content).toContain('Heights: They all climb.');
      expect(only(events, 'quote')).toHaveLength(1);
      const silent = await given(null, {
        retriever: nightly,
        characters: store.characters,
        pages: store.pages,
      });
      expect(textOf(await silent.ask())).toMatch(
        /^I wrote it down at the time:\n\nThey all climb\. Nobody says why\.\n\n/,
      );
    });
  });

  describe('with a model', () => {
    it('shows spans where the model cites them', async () => {
      const model = standIn(() => ['Because of the sea: [', 'q1]', ' Nothing ', 'else.']);
      const it = await given(model);
      const events = await it.ask();
      const [cited] = only(events, 'quote');
      expect(cited?.quote.text).toContain(TOWER);
      expect(textOf(events)).toBe(`Because of the sea: “${cited?.quote.text}” Nothing else.`);
      expect(events.at(-1)).toMatchObject({
        usage: { model: 'stand-in', promptTokens: 30, completionTokens: 7 },
        creditsLeft: 2,
      });
      await verbatim(it, events);
    });

    it('shows the best span when the model cites none, and drops what it made up', async () => {
      const { ask } = await given(
        standIn(() => ['As I said, “the sea is a liar”. I climbed. [q7]']),
      );
      const events = await ask();
      const [first] = only(events, 'quote');
      expect(textOf(events)).toBe(`As I said. I climbed.\n\n“${first?.quote.text}”`);
    });

    it('answers small talk without spans and quotes', async () => {
      const model = standIn(() => ['Good evening to you, “friend”.']);
      const { ask } = await given(model);
      const events = await ask({ text: 'Hello, narrator!' });
      expect(textOf(events)).toBe('Good evening to you.');
      expect(model.asked[0]?.at(-1)?.content).not.toContain('<<text');
    });

    it.each([
      ['out of reach', () => [new GibseyError('SERVICE_UNREACHABLE', 'Gone.')]],
      ['out of budget', () => [new GibseyError('BUDGET_SPENT', 'Spent.')]],
      ['making no sense', () => [new GibseyError('REPLY_INVALID', 'No text.')]],
      ['saying nothing that may be shown', () => ['“Invented.” [q99]']],
    ])('answers from the pages alone when it is %s', async (_, write) => {
      const warnings: string[] = [];
      const { ask } = await given(standIn(write), { warn: (message) => warnings.push(message) });
      const events = await ask();
      expect(events.at(-1)).toMatchObject({ type: 'done', usage: { model: 'extractive' } });
      expect(textOf(events)).toContain(TOWER);
    });

    it('asks no more for a while after the model failed, or was found absent', async () => {
      const failing = standIn(() => [new GibseyError('SERVICE_UNREACHABLE', 'Gone.')]);
      const { ask } = await given(failing);
      await ask();
      const events = await ask();
      expect(events[0]).toMatchObject({ model: 'extractive' });
      expect(failing.asked).toHaveLength(1);
      const absent = standIn(() => ['Never.'], { reason: 'no LLM at 127.0.0.1:1' });
      const { ask: askAbsent } = await given(absent);
      expect((await askAbsent())[0]).toMatchObject({ model: 'extractive' });
      expect(absent.asked).toHaveLength(0);
    });

    it('waits for the first word so long and no longer', async () => {
      const model = standIn(() => [HANG]);
      const { ask } = await given(model, { firstTokenMs: 30 });
      expect((await ask()).at(-1)).toMatchObject({ type: 'done', usage: { model: 'extractive' } });
      expect(model.stopped).toBe(1);
    });

    it('ends with an error and a refund when it fails in the middle', async () => {
      const { ask, balance } = await given(
        standIn(() => ['I climbed ', new GibseyError('SERVICE_UNREACHABLE', 'Gone.')]),
      );
      const events = await ask();
      expect(events.at(-1)).toMatchObject({ type: 'error', code: 'SERVICE_UNREACHABLE' });
      expect(await balance()).toBe(3);
    });
  });

  describe('history', () => {
    it('is kept for a session of its user, and told to the model', async () => {
      const model = standIn(() => ['I climbed it.']);
      let now = 1_700_000_000_000;
      const clock = { ...systemClock, now: () => ++now };
      const { ask, store } = await given(model, { clock });
      await ask({ sessionId: 's' });
      await ask({ sessionId: 's', text: 'And who kept the key?' });
      expect(model.asked[1]?.map(({ role }) => role)).toEqual([
        'system',
        'user',
        'assistant',
        'user',
      ]);
      expect(model.asked[1]?.[1]?.content).toBe(WHY);
      const kept = await store.conversations.session('ann', 's', 9);
      expect(kept.map(({ role, text }) => [role, text.slice(0, 13)])).toEqual([
        ['user', 'Why did you c'],
        ['assistant', 'I climbed it.'],
        ['user', 'And who kept '],
        ['assistant', 'I climbed it.'],
      ]);
      expect(kept[1]?.metadata).toEqual({
        char_id: 'narrator',
        route: 'knowledge',
        model: 'stand-in',
      });
      await ask({ sessionId: 's' }, undefined, { account: 'bob', charged: false });
      expect(model.asked[2]).toHaveLength(2);
    });

    it('is not kept without a session, nor of a turn that failed', async () => {
      const { ask, store } = await given(
        standIn(() => ['Half ', new GibseyError('REPLY_INVALID', 'Broken.')]),
      );
      await ask({ sessionId: 's' });
      const plain = await given();
      await plain.ask();
      expect(await store.conversations.count()).toBe(0);
      expect(await plain.store.conversations.count()).toBe(0);
    });

    it('does not cost the answer when it cannot be kept', async () => {
      const warnings: string[] = [];
      const conversations = {
        session: async () => [],
        put: () => Promise.reject(new GibseyError('STORE_FULL', 'The disk is full.')),
      };
      const { ask } = await given(null, {
        conversations,
        warn: (message) => warnings.push(message),
      });
      expect((await ask({ sessionId: 's' })).at(-1)).toMatchObject({ type: 'done' });
      expect(warnings).toEqual(['The turn is not kept: The disk is full.']);
    });
  });

  it.each([
    ['empty', { text: ' \n' }],
    ['too long', { text: 'a'.repeat(2_001) }],
    ['of a session with a line break in its name', { sessionId: 'a\nb' }],
    ['of a request without a name', { requestId: '' }],
  ])('refuses a question that is %s, at no cost', async (_, question) => {
    const { ask, balance } = await given();
    expect(await ask(question)).toMatchObject([{ type: 'error', code: 'BAD_INPUT' }]);
    expect(await balance()).toBe(3);
  });
});
