import { expect, it } from 'vitest';
import { hashText } from '../../../src/lib/algorithms/text/hashing.js';
import type { CulturalText } from '../../../src/lib/domain/culture.js';
import type { CuratedAnswer } from '../../../src/lib/domain/curated.js';
import type { Feedback, Lookup } from '../../../src/lib/domain/lookup.js';
import type { StoreContract } from './contract.js';
import { collect, ids, OTHER_SPACE, SPACE } from './fixtures.js';
import { freshStore } from './setup.js';

const T = 1_700_000_000_000;
const DAY = 86_400_000;

const lookup = (id: string, changes: Partial<Lookup> = {}): Lookup => ({
  id,
  queryHash: `hash of ${id}`,
  queryId: null,
  answerId: 'answer-1',
  clusterId: 7,
  group: 2,
  hit: true,
  similarity: -0.125,
  score: 0.1 + 0.2,
  threshold: 0.85,
  veto: null,
  audit: null,
  latencyMs: 10.25,
  createdAt: T,
  ...changes,
});

const feedback = (id: string, changes: Partial<Feedback> = {}): Feedback => ({
  id,
  answerId: 'answer-1',
  lookupId: null,
  userId: null,
  helpful: true,
  comment: null,
  createdAt: T,
  ...changes,
});

const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);

export function lookupsContract(contract: StoreContract): void {
  it('gives look-ups back as they were recorded, each once', async () => {
    const { store, reopen } = await freshStore(contract);
    const miss = lookup('b', {
      ...{ queryId: 'u-1', answerId: null, clusterId: null, group: null, hit: false },
      ...{ threshold: 2, veto: 'numbers "3" 😀', audit: 0.02 },
    });
    await store.lookups.record([lookup('a'), miss]);
    await store.lookups.record([miss]);
    await store.lookups.record([]);
    const { lookups } = await reopen();
    expect((await collect(lookups.between(T, T + 1))).sort(byId)).toEqual([lookup('a'), miss]);
  });

  it('finds one of many by its id', async () => {
    const { store, reopen } = await freshStore(contract);
    const many = ids(300).map((id, i) => lookup(id, { createdAt: T + i * 3_600_000 }));
    await store.lookups.record(many);
    const { lookups } = await reopen();
    expect(await lookups.get(many[123]!.id)).toEqual(many[123]);
    expect(await lookups.get('nothing')).toBeNull();
    await lookups.prune(Math.floor(T / DAY) + 1);
    expect(await lookups.get(many[0]!.id)).toBeNull();
  });

  it('finds a window of many: its start belongs to it, its end does not', async () => {
    const { store } = await freshStore(contract);
    const many = ids(1_111).map((id, i) =>
      lookup(id, { createdAt: T + (i % 3) * DAY, hit: i % 2 === 0 }),
    );
    await store.lookups.record(many);
    const between = async (from: number, to: number) =>
      (await collect(store.lookups.between(from, to))).sort(byId);
    expect(await between(0, Infinity)).toEqual(many);
    expect(await between(T, T + DAY)).toEqual(many.filter(({ createdAt }) => createdAt === T));
    expect(await between(T + 1, T + DAY)).toEqual([]);
  });

  it('counts what was spared, less the time that all look-ups took', async () => {
    const { store } = await freshStore(contract);
    expect(await store.lookups.savings(0.003, 2500)).toEqual({
      ...{ lookups: 0, hits: 0, savedMs: 0, savedUsd: 0 },
    });
    await store.lookups.record([
      lookup('a', { latencyMs: 10.5 }),
      lookup('b', { latencyMs: 5.5, createdAt: T + DAY }),
      lookup('c', { latencyMs: 4, hit: false }),
    ]);
    expect(await store.lookups.savings(0.25, 2500)).toEqual({
      ...{ lookups: 3, hits: 2, savedMs: 4980, savedUsd: 0.5 },
    });
  });

  it('forgets look-ups by whole days, and goes on to count what they have spared', async () => {
    const { store, reopen } = await freshStore(contract);
    const day = Math.floor(T / DAY);
    const start = day * DAY;
    const old = [
      lookup('a', { createdAt: start - 1, latencyMs: 10 }),
      lookup('b', { createdAt: start - 1, latencyMs: 6, hit: false }),
      lookup('c', { createdAt: start - 3 * DAY, latencyMs: 8 }),
    ];
    const kept = [lookup('d', { createdAt: start }), lookup('e', { createdAt: start + 5 * DAY })];
    await store.lookups.record([...old, ...kept]);
    const before = await store.lookups.savings(0.25, 2500);
    expect(before).toMatchObject({ lookups: 5, hits: 4, savedUsd: 1, savedMs: 9_955.5 });
    expect(await store.lookups.countBefore(day)).toBe(3);
    expect(await store.lookups.prune(day - 2)).toBe(1);
    expect(await store.lookups.prune(day)).toBe(2);
    expect(await store.lookups.prune(day)).toBe(0);
    expect(await store.lookups.countBefore(day)).toBe(0);
    const { lookups } = await reopen();
    expect((await collect(lookups.between(0, Infinity))).sort(byId)).toEqual(kept);
    expect(await lookups.savings(0.25, 2500)).toEqual(before);
    await lookups.record([lookup('f', { createdAt: T + DAY, latencyMs: 0 })]);
    expect(await lookups.savings(0.25, 2500)).toMatchObject({ lookups: 6, hits: 5 });
  });

  it('forgets more than a batch of one day', async () => {
    const { store } = await freshStore(contract);
    const many = ids(2_345).map((id, i) => lookup(id, { createdAt: T + i, latencyMs: 1 }));
    await store.lookups.record(many);
    const day = Math.floor(T / DAY) + 1;
    expect(await store.lookups.prune(day)).toBe(2_345);
    expect(await store.lookups.savings(1, 1)).toEqual({
      ...{ lookups: 2_345, hits: 2_345, savedMs: 0, savedUsd: 2_345 },
    });
  });

  it('tells feedback on one answer and on all, oldest first, since a moment', async () => {
    const { store, reopen } = await freshStore(contract);
    const full = feedback('c', {
      lookupId: 'l',
      userId: 'ann',
      comment: 'So\n"good"',
      createdAt: T + 1,
    });
    const other = feedback('b', { answerId: 'answer-2', helpful: false });
    for (const each of [full, feedback('d'), other, feedback('a', { createdAt: T - 1 })]) {
      await store.lookups.feedback(each);
    }
    const { lookups } = await reopen();
    expect(await lookups.feedbackOf(null, T)).toEqual([other, feedback('d'), full]);
    expect(await lookups.feedbackOf('answer-1', T)).toEqual([feedback('d'), full]);
    expect(await lookups.feedbackOf('answer-2', T + 1)).toEqual([]);
    expect(await lookups.feedbackOf('nothing', 0)).toEqual([]);
  });

  it('lets people change their mind', async () => {
    const { store } = await freshStore(contract);
    await store.lookups.feedback(feedback('a', { comment: 'fine' }));
    const changed = feedback('a', { helpful: false, createdAt: T + 5 });
    await store.lookups.feedback(changed);
    expect(await store.lookups.feedbackOf('answer-1', 0)).toEqual([changed]);
  });

  it('removes feedback that was given before a day, and counts what it removed', async () => {
    const { store, reopen } = await freshStore(contract);
    const day = Math.floor(T / DAY);
    const old = ['a', 'b', 'c'].map((id) => feedback(id, { createdAt: day * DAY - 1 }));
    const late = feedback('d', { createdAt: day * DAY });
    for (const each of [...old, late]) await store.lookups.feedback(each);
    expect(await store.lookups.removeFeedback(['a', 'c', 'd', 'never'], day)).toBe(2);
    expect(await store.lookups.removeFeedback(['a', 'c', 'd'], day)).toBe(0);
    expect(await store.lookups.removeFeedback([], day)).toBe(0);
    const { lookups } = await reopen();
    expect(await lookups.feedbackOf(null, 0)).toEqual([old[1], late]);
  });

  it('refuses a comment that it could not give back', async () => {
    const { store } = await freshStore(contract);
    const broken = store.lookups.feedback(feedback('a', { comment: 'half \ud83d' }));
    await expect(broken).rejects.toMatchObject({ code: 'BAD_INPUT' });
  });
}

const curated = (id: string, changes: Partial<CuratedAnswer> = {}): CuratedAnswer => ({
  id,
  question: `What is ${id}?`,
  answer: `It "is" ${id}.\nQuite. 😀`,
  variants: [`${id}?`, 'Tell me'],
  sources: ['page-1', 'https://example.org/faq'],
  updatedAt: T,
  ...changes,
});

export function curatedContract(contract: StoreContract): void {
  it('gives answers back as they were put last, bytewise by id', async () => {
    const { store, reopen } = await freshStore(contract);
    expect(await store.curated.list()).toEqual([]);
    const bare = curated('a', { variants: [], sources: [] });
    await store.curated.put([curated('é'), curated('b'), curated('B'), curated('a')]);
    await store.curated.put([curated('b', { answer: 'first' }), bare, curated('b')]);
    const expected = [curated('B'), bare, curated('b'), curated('é')];
    expect(await (await reopen()).curated.list()).toEqual(expected);
  });

  it('deletes, and says whether there was something to delete', async () => {
    const { store } = await freshStore(contract);
    await store.curated.put([curated('a'), curated('b')]);
    expect(await store.curated.delete('a')).toBe(true);
    expect(await store.curated.delete('a')).toBe(false);
    expect(await store.curated.list()).toEqual([curated('b')]);
  });

  it('refuses a text that it could not give back, and then stores nothing of the call', async () => {
    const { store } = await freshStore(contract);
    const put = store.curated.put([curated('a'), curated('b', { question: 'a\0b' })]);
    await expect(put).rejects.toMatchObject({ code: 'BAD_INPUT' });
    expect(await store.curated.list()).toEqual([]);
  });

  it('keeps the vectors of questions by space and hash', async () => {
    const { store, reopen } = await freshStore(contract);
    const [a, b] = [hashText('a'), hashText('b')];
    const odd = Float32Array.of(1 / 3, -0, 1e-45, 1);
    await store.curated.putVectors(SPACE, new Map([[a, Float32Array.of(1, 0, 0, 0)]]));
    await store.curated.putVectors(
      SPACE,
      new Map([
        [a, odd],
        [b, UNIT],
      ]),
    );
    await store.curated.putVectors(OTHER_SPACE, new Map([[a, Float32Array.of(0, 0, 1)]]));
    const { curated } = await reopen();
    expect(await curated.vectors(SPACE, [b, hashText('nobody'), a])).toEqual(
      new Map([
        [b, UNIT],
        [a, odd],
      ]),
    );
    expect(await curated.vectors(OTHER_SPACE, [a, b])).toEqual(
      new Map([[a, Float32Array.of(0, 0, 1)]]),
    );
  });

  it('refuses a vector of another width or of no number, and then stores none of the call', async () => {
    const { store } = await freshStore(contract);
    const [a, b] = [hashText('a'), hashText('b')];
    for (const bad of [Float32Array.of(1, 0), Float32Array.of(1, NaN, 0, 0)]) {
      const put = store.curated.putVectors(
        SPACE,
        new Map([
          [a, UNIT],
          [b, bad],
        ]),
      );
      await expect(put).rejects.toMatchObject({ code: 'VECTOR_INVALID' });
    }
    expect(await store.curated.vectors(SPACE, [a, b])).toEqual(new Map());
  });

  it('keeps the vectors that it is told to, and no others of their space', async () => {
    const { store } = await freshStore(contract);
    const hashes = ids(300).map(hashText);
    await store.curated.putVectors(SPACE, new Map(hashes.map((hash) => [hash, UNIT])));
    await store.curated.putVectors(OTHER_SPACE, new Map([[hashes[0]!, Float32Array.of(0, 0, 1)]]));
    await store.curated.keepVectors(SPACE, new Set(hashes.slice(0, 100)));
    expect([...(await store.curated.vectors(SPACE, hashes)).keys()]).toEqual(hashes.slice(0, 100));
    expect((await store.curated.vectors(OTHER_SPACE, hashes)).size).toBe(1);
    expect(await store.curated.list()).toEqual([]);
  });

  it('drops the vectors of a space, and of no other', async () => {
    const { store } = await freshStore(contract);
    const hashes = ids(300).map(hashText);
    await store.curated.putVectors(SPACE, new Map(hashes.map((hash) => [hash, UNIT])));
    await store.curated.putVectors(OTHER_SPACE, new Map([[hashes[0]!, Float32Array.of(0, 0, 1)]]));
    for (let i = 0; i < 2; i++) await store.curated.dropVectors(SPACE.id);
    expect(await store.curated.vectors(SPACE, hashes)).toEqual(new Map());
    expect((await store.curated.vectors(OTHER_SPACE, hashes)).size).toBe(1);
  });
}

const UNIT = Float32Array.of(0, 1, 0, 0);

const manners = (id: string, changes: Partial<CulturalText> = {}): CulturalText => ({
  id,
  topic: `Topic of ${id}`,
  content: 'Greet first, “selamat pagi”.',
  triggerKeyword: 'pagi, halo',
  language: 'id',
  whenToUse: 'Always.',
  metadata: {},
  ...changes,
});

/** Stores have texts of gibsey's own beside those of a test. */
export function cultureContract(contract: StoreContract): void {
  const openOn = async (...texts: CulturalText[]) => {
    const fresh = await freshStore(contract);
    await fresh.store.culture.put(texts);
    return fresh;
  };
  const never = { usageCount: 0, lastUsed: null };

  it('gives a text back with the times of its making and change', async () => {
    const nested = { by: 'llama', tags: ['a', { b: null }] };
    const { store, clock, reopen } = await openOn(manners('x', { metadata: nested }));
    const [made] = (await store.culture.list()).filter(({ id }) => id === 'x');
    expect(made).toEqual({
      ...manners('x', { metadata: nested }),
      ...never,
      ...{ createdAt: clock.ms, updatedAt: clock.ms },
    });
    const before = clock.ms;
    clock.ms += 1000;
    await store.culture.put([manners('x', { metadata: nested })]);
    expect((await store.culture.list()).filter(({ id }) => id === 'x')).toEqual([made]);
    await store.culture.put([manners('x', { content: 'Changed.' })]);
    const [changed] = (await (await reopen()).culture.list()).filter(({ id }) => id === 'x');
    expect(changed).toEqual({
      ...manners('x', { content: 'Changed.' }),
      ...never,
      ...{ createdAt: before, updatedAt: clock.ms },
    });
  });

  it('lists bytewise by id', async () => {
    const { store } = await openOn(manners('x-é'), manners('x-b'), manners('x-B'));
    const listed = (await store.culture.list()).map(({ id }) => id);
    expect(listed.filter((id) => id.startsWith('x-'))).toEqual(['x-B', 'x-b', 'x-é']);
    expect(listed).toEqual([...listed].sort());
  });

  it('counts every use of several processes, and keeps the count over a change of the text', async () => {
    const { store, reopen } = await openOn(manners('x'), manners('y'));
    const other = await reopen();
    const uses = Array.from({ length: 12 }, (_, i) =>
      (i % 2 ? store : other).culture.used('x', T + i),
    );
    expect(new Set(await Promise.all(uses))).toEqual(new Set([true]));
    await store.culture.used('x', T - 5);
    await store.culture.put([manners('x', { content: 'Changed.', metadata: { by: 'llama' } })]);
    const chunks = new Map((await other.culture.list()).map((chunk) => [chunk.id, chunk]));
    expect(chunks.get('x')).toMatchObject({
      ...{ usageCount: 13, lastUsed: T + 11, content: 'Changed.', metadata: { by: 'llama' } },
    });
    expect(chunks.get('y')).toMatchObject(never);
  });

  it('does not make what is used', async () => {
    const { store } = await openOn();
    expect(await store.culture.used('nobody', T)).toBe(false);
    expect((await store.culture.list()).map(({ id }) => id)).not.toContain('nobody');
  });
}
