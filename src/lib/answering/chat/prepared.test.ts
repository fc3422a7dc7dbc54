import { afterEach, describe, expect, it } from 'vitest';
import { chatOver, only, textOf, WHY } from '../../../../test/support/chat.js';
import type { Utterance } from '../../domain/conversation.js';
import type { Quote } from '../../domain/quote.js';
import type { Asked, LookupResult } from '../prepared/lookup/looked.js';
import { NARRATOR } from './characters.js';
import type { ChatDeps } from './deps.js';

const QUOTE: Quote = {
  ...{ pageId: 'p1', title: null, chapter: 'The Tower', position: 1, start: 0, end: 8 },
  ...{ text: 'The quay', context: { before: '', after: '' }, score: 1 },
};
const HIT = {
  hit: true,
  prepared: {
    ...{ answerId: 'a1', clusterId: 4, question: WHY, answer: 'See “The quay”.' },
    ...{ sources: [{ ...QUOTE, contentHash: 'h' }], references: [], updatedAt: 1 },
  },
} as unknown as LookupResult;

describe('a prepared answer', () => {
  const closing: (() => Promise<void>)[] = [];
  afterEach(() => Promise.all(closing.splice(0).map((close) => close())));

  const given = async (more: Partial<ChatDeps> = {}, result: LookupResult = HIT) => {
    const asked: Asked[] = [];
    const lookup = async (one: Asked) => {
      asked.push(one);
      return result;
    };
    const it = await chatOver(null, { golden: { lookup }, ...more });
    closing.push(it.close);
    return { ...it, asked };
  };
  const kept = async ({ store }: Awaited<ReturnType<typeof given>>) => {
    const all: Utterance[] = [];
    for await (const batch of store.conversations.between(0, Infinity)) all.push(...batch);
    return all.sort((a, b) => (a.id < b.id ? -1 : 1));
  };

  it('is told with its quotes before its text, without a token of a model, at the price of any answer', async () => {
    const { ask } = await given();
    const events = await ask();
    expect(events.map(({ type }) => type)).toEqual(['meta', 'quote', 'token', 'done']);
    expect(events[0]).toMatchObject({
      route: 'cache',
      model: 'golden-answer-cache',
      prepared: { answerId: 'a1', clusterId: 4 },
    });
    expect(only(events, 'quote')).toMatchObject([{ type: 'quote', index: 0, quote: QUOTE }]);
    expect(textOf(events)).toBe('See “The quay”.');
    expect(events.at(-1)).toMatchObject({
      usage: { model: 'golden-answer-cache', promptTokens: 0, completionTokens: 0 },
      creditsLeft: 2,
    });
  });

  it('gives way to the pages where there is none', async () => {
    const { ask } = await given({}, { hit: false, reason: 'score', decision: null });
    expect((await ask())[0]).toMatchObject({ route: 'knowledge', model: 'extractive' });
  });

  it('is not looked for when somebody greets, names a chapter, or asks who does not know all', async () => {
    const it = await given();
    await it.store.characters.put([
      NARRATOR,
      { ...NARRATOR, id: 'own', knows: 'own' },
      { ...NARRATOR, id: 'nights', context: 'summaries' },
    ]);
    await it.ask({ text: 'Ciao!' });
    await it.ask({ chapter: 'The Tower' });
    await it.ask({ charId: 'own' });
    const events = await it.ask({ charId: 'nights', requestId: 'free' });
    expect(events[0]).not.toMatchObject({ route: 'cache' });
    expect(it.asked).toEqual([]);
  });

  it('is not looked for when the question hangs on what was said before', async () => {
    const it = await given();
    const inSession = (text: string) =>
      it.chat.turn({ text, sessionId: 's' }, { account: 'ann', charged: false }, never);
    for (const text of ['Why then?', 'And why?', 'Why did he climb the tower then?', WHY]) {
      for await (const event of inSession(text)) void event;
    }
    expect(it.asked.map(({ text }) => text)).toEqual(['Why then?', WHY]);
  });

  it('is kept as the words of whoever asked, also outside of a session, where that is wanted', async () => {
    const it = await given({ keepAll: true });
    await it.store.ledger.apply({ account: 'shop', requestId: 'g', delta: 9, reason: 'grant' });
    const who = { account: 'shop', charged: true, user: 'bo@example.org' };
    for await (const event of it.chat.turn({ text: WHY, requestId: 'r1' }, who, never)) void event;
    const utterances = await kept(it);
    expect(utterances).toMatchObject([
      { userId: 'bo@example.org', sessionId: 'r1', role: 'user', text: WHY },
      { role: 'assistant', metadata: { route: 'cache', model: 'golden-answer-cache' } },
    ]);
    expect(it.asked[0]).toMatchObject({ user: 'bo@example.org', queryId: utterances[0]?.id });
  });

  it('is not kept when it was asked to test the server', async () => {
    const it = await given({ keepAll: true });
    const who = { account: 'ops', charged: false };
    for await (const event of it.chat.turn({ text: WHY }, who, never)) void event;
    expect(await kept(it)).toEqual([]);
    expect(it.asked[0]).toMatchObject({ queryId: null });
  });

  it('is not kept outside of a session otherwise', async () => {
    const it = await given();
    await it.ask();
    expect(await kept(it)).toEqual([]);
    expect(it.asked[0]).toMatchObject({ queryId: null });
  });
});

const never = new AbortController().signal;
