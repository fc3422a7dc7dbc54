import { afterEach, describe, expect, it } from 'vitest';
import { ANN, chatOver, eventsOf, HANG, standIn, WHY } from '../../../../test/support/chat.js';
import { GibseyError } from '../../domain/errors.js';
import type { ChatDeps } from './deps.js';

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
    it('stops the model and gives the credit back when the asker goes away', async () => {
      const model = standIn(() => ['I climbed ', HANG]);
      const { chat, balance } = await given(model);
      const stop = new AbortController();
      const events = [];
      for await (const event of chat.turn({ text: WHY }, ANN, stop.signal)) {
        events.push(event);
        if (event.type === 'token') stop.abort();
      }
      expect(events.at(-1)).toMatchObject({ type: 'error', code: 'INTERRUPTED' });
      expect(model.stopped).toBe(1);
      expect(await balance()).toBe(3);
    });

    it('does the same when nobody reads on', async () => {
      const model = standIn(() => ['I climbed ', HANG]);
      const { chat, balance } = await given(model);
      for await (const event of chat.turn({ text: WHY }, ANN, new AbortController().signal)) {
        if (event.type === 'token') break;
      }
      expect(model.stopped).toBe(1);
      expect(await balance()).toBe(3);
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
