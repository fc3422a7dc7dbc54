import { afterEach, describe, expect, it } from 'vitest';
import { ANN, chatOver, eventsOf, HANG, standIn, WHY } from '../../../../test/support/chat.js';
import { GibseyError } from '../../domain/errors.js';
import { systemClock } from '../../adapters/clock/system.js';
import type { Asker, ChatDeps } from './deps.js';
import { openChat } from './turn.js';

describe('what a turn costs', () => {
  const closing: (() => Promise<void>)[] = [];
  const given = async (
    model: Parameters<typeof chatOver>[0] = null,
    more: Partial<ChatDeps> = {},
  ) => {
    const it = await chatOver(model, more);
    closing.push(it.close);
    return it;
  };
  afterEach(() => Promise.all(closing.splice(0).map((close) => close())));

  describe('stopping', () => {
    const leaving = async (
      model: Parameters<typeof chatOver>[0],
      at: string,
      how: 'abort' | 'stop reading' = 'abort',
      reason?: GibseyError,
      who: Asker = ANN,
    ) => {
      const it = await given(model);
      const stop = new AbortController();
      const events = [];
      for await (const event of it.chat.turn({ text: WHY }, who, stop.signal)) {
        events.push(event);
        if (event.type !== at) continue;
        if (how === 'stop reading') break;
        stop.abort(reason);
      }
      return { ...it, events };
    };

    it('stops the model, and who has heard a part of the answer pays for it', async () => {
      const model = standIn(() => ['I climbed ', HANG]);
      const { events, balance } = await leaving(model, 'token');
      expect(events.at(-1)).toMatchObject({
        type: 'error',
        code: 'INTERRUPTED',
        message: expect.stringContaining('is charged') as string,
      });
      expect(model.stopped).toBe(1);
      expect(await balance()).toBe(2);
    });

    it('does the same when nobody reads on', async () => {
      const model = standIn(() => ['I climbed ', HANG]);
      const { balance } = await leaving(model, 'token', 'stop reading');
      expect(model.stopped).toBe(1);
      expect(await balance()).toBe(2);
    });

    it('counts a quote as a part of the answer', async () => {
      const { balance } = await leaving(null, 'quote', 'stop reading');
      expect(await balance()).toBe(2);
    });

    it.each(['abort', 'stop reading'] as const)(
      'gives the credit back to who has heard nothing of the answer (%s)',
      async (how) => {
        const { events, balance } = await leaving(
          standIn(() => [HANG]),
          'meta',
          how,
        );
        if (how === 'abort') {
          expect(events.at(-1)).toMatchObject({
            message: expect.stringContaining('nothing was charged') as string,
          });
        }
        expect(await balance()).toBe(3);
      },
    );

    it('gives it back to who was to hear the answer as a whole', async () => {
      const who = { ...ANN, whole: true };
      const model = standIn(() => ['I climbed ', HANG]);
      const { balance } = await leaving(model, 'token', 'abort', undefined, who);
      expect(await balance()).toBe(3);
    });

    it('gives it back when it was not the asker who stopped the turn', async () => {
      const reason = new GibseyError('SERVICE_UNREACHABLE', 'The server is stopping.');
      const model = standIn(() => ['I climbed ', HANG]);
      const { balance } = await leaving(model, 'token', 'abort', reason);
      expect(await balance()).toBe(3);
    });

    it('lets who paid for a part ask for the whole with the same request id', async () => {
      let works = false;
      const it = await given(standIn(() => (works ? ['Yes.'] : ['I climbed ', HANG])));
      const question = { text: WHY, requestId: 'r' };
      const never = new AbortController().signal;
      for await (const event of it.chat.turn(question, ANN, never)) {
        if (event.type === 'token') break;
      }
      works = true;
      expect((await it.ask(question)).at(-1)).toMatchObject({ type: 'done', creditsLeft: 2 });
      expect(await it.balance()).toBe(2);
    });

    it('does nothing when it was stopped before', async () => {
      const { ask, store } = await given();
      const events = await ask({}, AbortSignal.abort());
      expect(events).toMatchObject([{ type: 'error', code: 'INTERRUPTED' }]);
      expect(await store.ledger.entries('ann')).toHaveLength(1);
    });
  });

  describe('credits', () => {
    it('are taken once for a request that is told twice', async () => {
      const { ask, balance, store } = await given();
      await ask({ requestId: 'r' });
      expect((await ask({ requestId: 'r' })).at(-1)).toMatchObject({
        type: 'done',
        creditsLeft: 2,
      });
      expect(await balance()).toBe(2);
      await ask({ requestId: 'r', text: 'Who kept the key?' }); // another question is another answer
      expect(await balance()).toBe(1);
      const entries = await store.ledger.entries('ann');
      expect(entries.map(({ delta }) => delta)).toEqual([3, -1, -1]);
    });

    it('are taken for each session and each account, whatever the request is called', async () => {
      const { ask, balance, store } = await given();
      await store.ledger.apply({ account: 'bob', requestId: 'gift', delta: 3, reason: 'gift' });
      await ask({ requestId: 'r' });
      await ask({ requestId: 'r', sessionId: 'one' });
      await ask({ requestId: 'r', sessionId: 'two' });
      await ask({ requestId: 'r', sessionId: 'two' });
      expect(await balance()).toBe(0);
      await ask({ requestId: 'r', sessionId: 'two' }, undefined, { ...ANN, account: 'bob' });
      expect(await store.ledger.balance('bob')).toBe(2);
    });

    it('are taken anew by the next try of a request that was refunded', async () => {
      let works = false;
      const model = standIn(() =>
        works ? ['Yes.'] : ['Half ', new GibseyError('SERVICE_UNREACHABLE', 'Gone.')],
      );
      const { ask, balance } = await given(model, { price: 2 });
      model.unavailable = async () => null;
      expect((await ask({ requestId: 'r' })).at(-1)).toMatchObject({ type: 'error' });
      expect(await balance()).toBe(3);
      works = true;
      expect((await ask({ requestId: 'r' })).at(-1)).toMatchObject({ type: 'done' });
      expect(await balance()).toBe(1);
    });

    it('are given back only when no twin under way was answered', async () => {
      const { chat, balance } = await given(standIn(() => ['Yes ', 'and no.']));
      const never = new AbortController().signal;
      const question = { text: WHY, requestId: 'r' };
      const left = chat.turn(question, ANN, never)[Symbol.asyncIterator]();
      await left.next();
      await eventsOf(chat.turn(question, ANN, never));
      await left.return?.();
      expect(await balance()).toBe(2);
    });

    it('are open no more when a twin in another process was answered', async () => {
      const { ask, store, retriever } = await given(null, { holder: async () => 'here' });
      const elsewhere = openChat({
        ...{ ...store, retriever, model: standIn(() => [HANG]), clock: systemClock },
        ...{ newId: () => 'id', holder: async () => 'elsewhere' },
      });
      const never = new AbortController().signal;
      const question = { text: WHY, requestId: 'r' };
      const dying = elsewhere.turn(question, ANN, never)[Symbol.asyncIterator]();
      await dying.next();
      expect(await store.ledger.open()).toMatchObject([{ holder: 'elsewhere', account: 'ann' }]);
      await ask({ requestId: 'r' }); // the client comes again, to another server
      expect(await store.ledger.open()).toEqual([]);
    });

    it('are open until the turn ends, for whoever finds the process dead', async () => {
      const { chat, ask, store } = await given(null, { holder: async () => 'here' });
      const never = new AbortController().signal;
      const left = chat.turn({ text: WHY }, ANN, never)[Symbol.asyncIterator]();
      await left.next();
      expect(await store.ledger.open()).toMatchObject([{ holder: 'here', account: 'ann' }]);
      await left.return?.();
      expect(await store.ledger.open()).toEqual([]);
      await ask();
      expect(await store.ledger.open()).toEqual([]);
    });

    it('are taken also while nobody can answer for them', async () => {
      const { ask, store } = await given(null, { holder: async () => null });
      expect((await ask()).at(-1)).toMatchObject({ type: 'done', creditsLeft: 2 });
      expect(await store.ledger.open()).toEqual([]);
    });

    it('do not cost the answer when its end cannot be written down', async () => {
      const warnings: string[] = [];
      const { store } = await given();
      const broken = new GibseyError('STORE_FULL', 'The disk is full.');
      const ledger = { ...store.ledger, close: () => Promise.reject(broken) };
      await store.ledger.apply({ account: 'ann', requestId: 'gift', delta: 3, reason: 'gift' });
      const it = await given(null, {
        ...{ ledger, holder: async () => 'here', warn: (message) => warnings.push(message) },
      });
      expect((await it.ask()).at(-1)).toMatchObject({ type: 'done', creditsLeft: 2 });
      expect(warnings).toEqual(['A debit stays open: The disk is full.']);
    });

    it('cannot be had from another entry of the ledger', async () => {
      const { ask, balance } = await given();
      await ask({ requestId: 'gift' });
      expect(await balance()).toBe(2);
    });

    it('end: the question is refused', async () => {
      const { ask, balance } = await given(null, { price: 2 });
      await ask();
      expect(await ask()).toMatchObject([{ type: 'error', code: 'CREDITS_SPENT' }]);
      expect(await balance()).toBe(1);
    });

    it('are none of those who pay nothing', async () => {
      const { ask, store } = await given();
      const events = await ask({}, undefined, { account: 'local', charged: false });
      expect(events.at(-1)).toMatchObject({ type: 'done', creditsLeft: null });
      expect(await store.ledger.entries('local')).toEqual([]);
    });

    it('are exact under many turns at once', async () => {
      const { ask, balance, store } = await given();
      await store.ledger.apply({ account: 'ann', requestId: 'more', delta: 17, reason: 'gift' });
      const turns = await Promise.all(Array.from({ length: 30 }, () => ask()));
      const last = turns.map((events) => events.at(-1)?.type);
      expect(last.filter((type) => type === 'done')).toHaveLength(20);
      expect(await balance()).toBe(0);
    });
  });
});
