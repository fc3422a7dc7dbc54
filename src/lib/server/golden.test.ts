import { afterEach, describe, expect, it } from 'vitest';
import { publishAnswers, wordEmbedder } from '../../../test/support/golden.js';
import { PAGES, serving, tokenOf, type ServingOptions } from '../../../test/support/serving.js';
import { systemClock } from '../adapters/clock/system.js';
import { openChat } from '../answering/chat/turn.js';
import { standingOf } from '../answering/prepared/lookup/complaints.js';
import { openGoldenCache, type GoldenCache } from '../answering/prepared/lookup/cache.js';
import { page, temporaryStore } from '../../../test/support/store.js';
import type { Utterance } from '../domain/conversation.js';
import type { Store } from '../ports/index.js';

async function utterances({ conversations }: Store): Promise<Utterance[]> {
  const all: Utterance[] = [];
  for await (const batch of conversations.between(0, Infinity)) all.push(...batch);
  return all;
}

const never = new AbortController().signal;
const WHO = 'Who moored the ship?';
const QUOTE = PAGES[1]!.body;

describe('prepared answers over HTTP', () => {
  const closing: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
  });

  const given = async (settings: ServingOptions['settings'] = {}) => {
    const store = await temporaryStore();
    await store.pages.put(PAGES);
    await store.ledger.apply({ account: 'local', requestId: 'gift', delta: 9, reason: 'gift' });
    const questions = [WHO, 'Which person moored the ship?', 'Who was it that moored the ship?'];
    await publishAnswers(store, [
      { clusterId: 3, questions, answer: `The pilot: “${QUOTE}”`, pageId: 'harbour' },
    ]);
    const deps = { store, embedder: wordEmbedder, clock: systemClock, pollMs: 0 };
    const golden: GoldenCache = await openGoldenCache(deps, never);
    const retrieve = async () => ({
      ...{ pages: [], answers: [], answered: false, summaries: [], generation: null },
    });
    const retriever = { retrieve, refresh: async () => ({ changed: 0 }) };
    let ids = 0;
    const newId = () => `id-${++ids}`;
    const model = null;
    const chat = openChat({
      ...{ ...store, retriever, golden, model, clock: systemClock, newId },
      keepAll: true,
    });
    const it = await serving({ openStore: async () => store, chat, golden, settings });
    closing.push(
      () => it.close(),
      () => golden.close(),
      () => store.close(),
    );
    const post = async (url: string, payload: object, headers = {}) => {
      const { statusCode, body } = await it.call({ method: 'POST', url, payload, headers });
      return { status: statusCode, json: JSON.parse(body) as Record<string, unknown> };
    };
    return { store, post };
  };

  it('are what POST /chat serves, with their sources', async () => {
    const { post } = await given();
    const { status, json } = await post('/chat', { query: WHO, user_email: 'ann@example.org' });
    expect(status).toBe(200);
    expect(json).toMatchObject({
      answer: `The pilot: “${QUOTE}”`,
      sources: [{ page_id: 'harbour', title: 'The harbour', text: QUOTE }],
      model: 'golden-answer-cache',
      route: 'cache',
      cluster_id: 3,
      cultural: [],
    });
    expect(json.latency_ms).toEqual(expect.any(Number));
  });

  it('are what POST /api/chat serves, too, and say so', async () => {
    const { post } = await given();
    const { json } = await post('/api/chat', { question: WHO });
    expect(json).toMatchObject({ route: 'cache', cache: { hit: true, cluster_id: 3 } });
    const other = await post('/api/chat', { question: 'What of zymurgy?' });
    expect(other.json).toMatchObject({
      route: 'knowledge',
      cache: { hit: false, answer_id: null, cluster_id: null },
    });
  });

  it('have further paths where the configuration names them', async () => {
    const { post } = await given({ chatAliases: ['/my-shop/chat', '/api/chat'] });
    const { json } = await post('/my-shop/chat', { query: WHO });
    expect(json).toMatchObject({ route: 'cache', cluster_id: 3 });
    expect((await post('/api/chat', { question: WHO })).status).toBe(200);
    expect((await post('/chat', { question: WHO })).json).not.toHaveProperty('cache');
  });

  it('are not served once their page has changed', async () => {
    const { post, store } = await given();
    await store.pages.put([page('harbour', { body: 'Nobody moored anything.' })]);
    const { json } = await post('/chat', { query: WHO });
    expect(json).toMatchObject({ route: 'knowledge', cluster_id: null });
  });

  it('take what people say of them, by request and by cluster', async () => {
    const { post, store } = await given();
    const { json } = await post('/api/chat', { question: WHO, request_id: 'r1' });
    const { answer_id } = json.cache as { answer_id: string };
    const said = await post('/api/feedback', { request_id: 'r1', good: false });
    expect(said).toMatchObject({ status: 200, json: { answer_id, served: true } });
    expect((await post('/api/feedback', { cluster_id: 3, good: true })).status).toBe(200);
    const stored = await store.lookups.feedbackOf(answer_id, 0);
    expect(stored.map(({ helpful }) => helpful)).toEqual([false, true]);
  });

  const PEOPLE = ['ann@example.org', 'bo@example.org', 'cy@example.org'];

  it('take it from each person for whom a gateway asks', async () => {
    const { post, store } = await given();
    const gateway = await tokenOf(store, 'reader', 'website', true);
    const { json } = await post('/api/chat', { question: WHO });
    const { answer_id } = json.cache as { answer_id: string };
    const said = { answer_id, good: false };
    await post('/api/feedback', { ...said, user_email: PEOPLE[0] }, gateway);
    await post('/api/feedback', { ...said, user_id: 'bo' }, gateway);
    await post('/api/feedback', said, gateway);
    const stored = await store.lookups.feedbackOf(answer_id, 0);
    expect(stored.map(({ userId }) => userId)).toEqual([PEOPLE[0], 'bo', 'website']);
    expect((await post('/chat', { query: WHO })).json).toMatchObject({ route: 'knowledge' });
  });

  it.each(['without a token', 'by a token that is no gateway’s'])(
    'are not taken away by people whom somebody invents, %s',
    async (how) => {
      const { post, store } = await given();
      const token = how === 'without a token' ? {} : await tokenOf(store, 'author', 'eve');
      const { json } = await post('/api/chat', { question: WHO });
      const { answer_id } = json.cache as { answer_id: string };
      for (const user_email of PEOPLE)
        await post('/api/feedback', { answer_id, good: false, user_email }, token);
      const stored = await store.lookups.feedbackOf(answer_id, 0);
      const account = how === 'without a token' ? 'local' : 'eve';
      expect(new Set(stored.map(({ userId }) => userId))).toEqual(new Set([account]));
      expect(standingOf(stored)).toMatchObject({ dropped: false, raise: 1 });
    },
  );

  it('are made of what distinct accounts ask, not of names that somebody invents', async () => {
    const { post, store } = await given();
    await store.ledger.apply({ account: 'website', requestId: 'gift', delta: 9, reason: 'gift' });
    const gateway = await tokenOf(store, 'reader', 'website', true);
    for (const [i, user_email] of PEOPLE.entries()) {
      await post('/chat', { question: `What of zymurgy, ${i}?`, user_email });
      await post('/chat', { question: `What of alchemy, ${i}?`, user_email }, gateway);
      const session = { session_id: 's', user_id: user_email, question: `And ${i}?` };
      await post('/api/chat', session, gateway);
    }
    const said = await utterances(store);
    const askers = (word: string) =>
      new Set(said.filter(({ text }) => text.includes(word)).map(({ userId }) => userId));
    expect(askers('zymurgy')).toEqual(new Set(['local']));
    expect(askers('alchemy')).toEqual(new Set(PEOPLE));
    expect(askers('And')).toEqual(new Set(PEOPLE));
  });

  it('refuse judgement of what was not served, and of nothing', async () => {
    const { post } = await given();
    expect((await post('/api/feedback', { request_id: 'r9', good: false })).status).toBe(404);
    expect((await post('/api/feedback', { good: false })).status).toBe(422);
  });
});
