import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { publishAnswers, wordEmbedder, type Prepared } from '../../../../../test/support/golden.js';
import { page, temporaryStore } from '../../../../../test/support/store.js';
import { hashText } from '../../../algorithms/text/hashing.js';
import { systemClock } from '../../../adapters/clock/system.js';
import { GibseyError } from '../../../domain/errors.js';
import type { Lookup } from '../../../domain/lookup.js';
import type { Embedder, Store } from '../../../ports/index.js';
import { prior } from '../calibration/calibration.js';
import { openGoldenCache, type GoldenCache, type GoldenCacheDeps } from './cache.js';
import { writeCalibration } from '../calibration/stored-calibration.js';

const never = new AbortController().signal;
const VISA: Prepared = {
  clusterId: 4,
  questions: [
    'How do I renew my visa?',
    'How can I renew my visa in Bali?',
    'Where do I renew my visa?',
  ],
  answer: 'At the office: “You renew it at the office.”',
  pageId: 'visa',
};
const TEA: Prepared = {
  clusterId: 7,
  questions: ['Which tea tastes best?', 'What tea is best?', 'Which tea is the best one?'],
  answer: 'Green tea.',
  pageId: 'tea',
};

describe('golden cache', () => {
  let store: Store;
  const open: GoldenCache[] = [];
  beforeEach(async () => {
    store = await temporaryStore();
    await store.pages.put([
      page('visa', { body: 'You renew it at the office.' }),
      page('tea', { body: 'Green tea tastes best.' }),
    ]);
    await publishAnswers(store, [VISA, TEA]);
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((cache) => cache.close()));
    await store.close();
  });

  const opened = async (more: Partial<GoldenCacheDeps> = {}) => {
    const deps = { store, embedder: wordEmbedder, clock: systemClock, pollMs: 0, ...more };
    const cache = await openGoldenCache(deps, never);
    open.push(cache);
    return cache;
  };
  const ask = (cache: GoldenCache, text: string, more = {}) =>
    cache.lookup({ text, ...more }, never);
  const recorded = async () => {
    const all: Lookup[] = [];
    for await (const batch of store.lookups.between(0, Infinity)) all.push(...batch);
    return all;
  };

  it('serves what was asked before in any wording that is stored', async () => {
    const cache = await opened();
    for (const text of VISA.questions) {
      expect(await ask(cache, text)).toMatchObject({
        hit: true,
        prepared: { clusterId: 4, answer: VISA.answer, sources: [{ pageId: 'visa' }] },
      });
    }
  });

  it('serves no question that came into the cluster and asks for something else', async () => {
    const others = ['How do I not renew my visa?', 'How do I renew my passport?'];
    await publishAnswers(store, [{ ...VISA, questions: [...VISA.questions, ...others] }, TEA], 2);
    const cache = await opened();
    for (const text of others) expect(await ask(cache, text)).toMatchObject({ hit: false });
    expect(await ask(cache, VISA.questions[1]!)).toMatchObject({ hit: true });
  });

  it('serves no other question, and none that is turned into its opposite', async () => {
    const cache = await opened();
    expect(await ask(cache, 'Who built the lighthouse?')).toMatchObject({
      hit: false,
      reason: 'score',
    });
    expect(await ask(cache, 'How do I not renew my visa?')).toMatchObject({
      hit: false,
      reason: 'veto',
      decision: { veto: { kind: 'negation' } },
    });
  });

  it('leaves out what only came into the cluster by way of others', async () => {
    const cat = 'Is there a cat in this book?';
    await publishAnswers(store, [{ ...VISA, questions: [...VISA.questions, cat] }], 2);
    const cache = await opened();
    expect(cache.stats()).toMatchObject({ answers: 1, questions: 3 });
    expect(await ask(cache, cat)).toMatchObject({ hit: false });
  });

  it('never serves what its sources no longer say', async () => {
    const cache = await opened();
    await store.pages.put([page('visa', { body: 'You renew it at home.' })]);
    await store.pages.delete(['tea']);
    for (const text of [VISA.questions[0]!, TEA.questions[0]!]) {
      expect(await ask(cache, text)).toMatchObject({ hit: false, reason: 'stale' });
      expect(await cache.explain(text, never)).toMatchObject({ stale: true });
    }
  });

  it('names the stored questions that are nearest', async () => {
    const cache = await opened();
    const [asked] = VISA.questions;
    const { near = [] } = await ask(cache, asked!);
    expect(near[0]).toMatchObject({ question: asked, clusterId: 4 });
    const falling = near.map(({ similarity }) => -similarity);
    expect(falling).toEqual(falling.toSorted((a, b) => a - b));
    expect(await cache.explain(asked!, never)).toMatchObject({ near, stale: false });
  });

  it('follows the night by itself', async () => {
    const cache = await opened({ pollMs: 5 });
    await publishAnswers(store, [{ ...VISA, answer: 'At the new office.' }], 2);
    await expect
      .poll(async () => (await ask(cache, VISA.questions[0]!)) as object)
      .toMatchObject({ hit: true, prepared: { answer: 'At the new office.' } });
    expect(await ask(cache, TEA.questions[0]!)).toMatchObject({ hit: false });
    expect(cache.stats()).toMatchObject({ answers: 1, generation: 'generation-2' });
  });

  it('has nothing before the first night, and looks nothing up', async () => {
    const empty = await temporaryStore();
    const cache = await opened({ store: empty });
    expect(await ask(cache, 'How do I renew my visa?', { id: 'a' })).toMatchObject({
      hit: false,
      reason: 'empty',
    });
    expect(cache.stats()).toMatchObject({ answers: 0, lookups: 0 });
    await cache.close();
    await empty.close();
  });

  it('goes on without an answer when it fails, and says so', async () => {
    const broken: Embedder = {
      ...wordEmbedder,
      embed: () => Promise.reject(new GibseyError('SERVICE_UNREACHABLE', 'It is gone.')),
    };
    const warnings: string[] = [];
    const cache = await opened({
      embedder: broken,
      warn: (message) => void warnings.push(message),
    });
    expect(await ask(cache, VISA.questions[0]!)).toEqual({
      hit: false,
      reason: 'error',
      decision: null,
    });
    expect(warnings.join()).toContain('It is gone.');
    expect(cache.stats()).toMatchObject({ errors: 1, hits: 0 });
  });

  it('records hits and misses, masked, once each', async () => {
    const cache = await opened();
    await ask(cache, VISA.questions[0]!, { id: 'one' });
    await ask(cache, 'Who built the lighthouse?', { id: 'two' });
    await ask(cache, VISA.questions[0]!);
    await cache.close();
    const lookups = await recorded();
    expect(lookups).toMatchObject([
      { id: 'one', hit: true, clusterId: 4, veto: null },
      { id: 'two', hit: false },
    ]);
    expect(JSON.stringify(lookups)).not.toContain('lighthouse');
  });

  describe('what people say of an answer', () => {
    const say = (cache: GoldenCache, of: Parameters<GoldenCache['judge']>[0]['of'], n: number) =>
      cache.judge({ of, id: `f${n}`, userId: `u${n}`, helpful: false, comment: null }, never);

    it('raises its threshold at once, and takes it away when it keeps failing', async () => {
      const cache = await opened();
      await ask(cache, VISA.questions[0]!, { id: 'one' });
      const before = (await cache.explain(VISA.questions[0]!, never)).threshold;
      expect(await say(cache, { lookupId: 'one' }, 1)).toMatchObject({ served: true });
      expect((await cache.explain(VISA.questions[0]!, never)).threshold).toBeGreaterThan(before);
      await say(cache, { clusterId: 4 }, 2);
      expect(await say(cache, { clusterId: 4 }, 3)).toMatchObject({ served: false });
      expect(await ask(cache, VISA.questions[0]!)).toMatchObject({ hit: false });
    });

    it('is forgotten when the night writes another answer', async () => {
      const cache = await opened();
      for (const n of [1, 2, 3]) await say(cache, { clusterId: 4 }, n);
      await publishAnswers(store, [{ ...VISA, answer: 'At the new office.' }, TEA], 2);
      await cache.refresh(never);
      expect(await ask(cache, VISA.questions[0]!)).toMatchObject({ hit: true });
    });

    it('is refused for what was not served', async () => {
      const cache = await opened();
      await expect(say(cache, { lookupId: 'one' }, 1)).rejects.toMatchObject({ code: 'NOT_FOUND' });
      await expect(say(cache, { clusterId: 99 }, 1)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    });
  });

  describe('answers of people', () => {
    const FAQ = {
      ...{ id: 'faq-1', question: 'How do I renew my visa?', answer: 'Ask Ann.' },
      ...{
        variants: ['Whom do I ask about a visa?'],
        sources: ['https://example.org'],
        updatedAt: 1,
      },
    };

    it('stand before those of the night that answer the same, and are asked for by its questions', async () => {
      await store.curated.put([FAQ]);
      const cache = await opened();
      for (const text of [...VISA.questions, ...FAQ.variants]) {
        expect(await ask(cache, text)).toMatchObject({
          hit: true,
          prepared: { answerId: 'faq-1', answer: 'Ask Ann.', clusterId: 4 },
        });
      }
      expect(cache.stats()).toMatchObject({ answers: 2, questions: 7 });
    });

    /** Counts the texts that it embeds; fails while it is away. */
    const counting = () => {
      const seen = { texts: [] as string[], away: false };
      const embedder: Embedder = {
        ...wordEmbedder,
        embed: (texts, how) => {
          if (seen.away) return Promise.reject(new GibseyError('SERVICE_UNREACHABLE', 'Away.'));
          seen.texts.push(...texts);
          return wordEmbedder.embed(texts, how);
        },
      };
      return { seen, embedder };
    };

    it('are embedded once, and by no later start', async () => {
      await store.curated.put([FAQ]);
      const { seen, embedder } = counting();
      await opened({ embedder });
      expect(seen.texts).toEqual([FAQ.question, ...FAQ.variants]);
      const later = await opened({ embedder });
      expect(seen.texts).toHaveLength(2);
      expect(later.stats()).toMatchObject({ answers: 2, questions: 7 });
    });

    it('leave the store as it is where nothing may be written', async () => {
      await store.curated.put([FAQ]);
      const { seen, embedder } = counting();
      await opened({ embedder, keep: false });
      await opened({ embedder, keep: false });
      expect(seen.texts).toHaveLength(4);
    });

    it('are embedded behind a server, which answers the rest meanwhile', async () => {
      await store.curated.put([FAQ]);
      const { seen, embedder } = counting();
      seen.away = true;
      const warnings: string[] = [];
      const warn = (message: string) => void warnings.push(message);
      const cache = await opened({ embedder, complete: false, pollMs: 5, warn });
      await expect.poll(() => warnings.join('\n')).toMatch(/without a vector: 2;[^]*not found yet/);
      expect(cache.stats()).toMatchObject({ answers: 2, questions: 6 });
      seen.away = false;
      await expect
        .poll(async () => (await ask(cache, FAQ.variants[0]!)) as object)
        .toMatchObject({ hit: true, prepared: { answerId: 'faq-1' } });
      expect(warnings).toHaveLength(2);
      expect((await store.curated.vectors(wordEmbedder.space, [hashText(FAQ.question)])).size).toBe(
        1,
      );
    });

    it('stay without those of their questions that cannot be embedded', async () => {
      await store.curated.put([{ ...FAQ, id: 'faq-0', question: 'Unspeakable?' }, FAQ]);
      const embedder: Embedder = {
        ...wordEmbedder,
        embed: (texts, how) =>
          texts.includes('Unspeakable?')
            ? Promise.reject(new GibseyError('REPLY_INVALID', 'No vector.'))
            : wordEmbedder.embed(texts, how),
      };
      const warnings: string[] = [];
      const warn = (message: string) => void warnings.push(message);
      const cache = await opened({ embedder, complete: false, warn });
      await expect.poll(() => warnings.join()).toContain('not found yet: 1. No vector.');
      await cache.refresh(never);
      expect(await ask(cache, FAQ.question)).toMatchObject({ hit: true });
    });
  });

  it('takes up a calibration that is stored', async () => {
    const cache = await opened();
    await writeCalibration(store.memo, { ...prior(), kind: 'labelled', threshold: null });
    await cache.refresh(never);
    expect(cache.stats()).toMatchObject({ calibration: 'labelled' });
    expect(await ask(cache, VISA.questions[0]!)).toMatchObject({ hit: false, reason: 'score' });
  });
});
