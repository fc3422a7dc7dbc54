import { expect, it } from 'vitest';
import type { EmbeddedQuery } from '../../../src/lib/domain/query.js';
import type { StoreContract } from './contract.js';
import { collect, ids, OTHER_SPACE, SPACE } from './fixtures.js';
import { freshStore } from './setup.js';

const T = 1_700_000_000_000;
const DAY = 86_400_000;

const query = (id: string, changes: Partial<EmbeddedQuery> = {}): EmbeddedQuery => ({
  id,
  userId: 'ada',
  text: `What is ${id}?`,
  personal: false,
  language: null,
  createdAt: T,
  contentHash: `hash of ${id}`,
  vector: Float32Array.of(1 / 3, -0, 1e-45, 1),
  ...changes,
});

const byId = (a: EmbeddedQuery, b: EmbeddedQuery) => (a.id < b.id ? -1 : 1);

/** Days on which nothing was said are not looked at: the utterances come first, as they do in a night. */
async function storeWith(contract: StoreContract, queries: readonly EmbeddedQuery[]) {
  const { store } = await freshStore(contract);
  await store.conversations.put(
    queries.map(({ id, userId, text, createdAt }) => ({
      ...{ id, userId, text, createdAt },
      ...{ sessionId: 's', role: 'user' as const, language: null, metadata: {} },
    })),
  );
  await store.queries.put(SPACE, queries);
  return store.queries;
}

export function queriesContract(contract: StoreContract): void {
  it('gives back what it was given, in the order asked for', async () => {
    const asked = [query('a', { personal: true, language: 'id' }), query('b', { userId: 'bo' })];
    const queries = await storeWith(contract, asked);
    expect(await queries.get(SPACE, ['b', 'nobody', 'a'])).toEqual([asked[1], asked[0]]);
    expect(await queries.hashes(SPACE, ['a', 'nobody'])).toEqual(new Map([['a', 'hash of a']]));
    expect(await queries.get(OTHER_SPACE, ['a'])).toEqual([]);
  });

  it('replaces a query, also at another time', async () => {
    const queries = await storeWith(contract, [query('a'), query('later', { createdAt: T + DAY })]);
    const moved = query('a', { createdAt: T + DAY, contentHash: 'new', text: 'Changed' });
    await queries.put(SPACE, [moved]);
    expect(await collect(queries.between(SPACE, 0, T + DAY))).toEqual([]);
    expect((await collect(queries.between(SPACE, T + DAY, Infinity))).sort(byId)[0]).toEqual(moved);
    expect(await queries.get(SPACE, ['a'])).toEqual([moved]);
  });

  it('keeps of other spaces only what was made of the same text', async () => {
    const queries = await storeWith(contract, [query('a'), query('b')]);
    const vector = Float32Array.of(1, 0, 0);
    await queries.put(OTHER_SPACE, [
      { ...query('a'), vector },
      { ...query('b'), vector },
    ]);
    expect(await queries.get(SPACE, ['a', 'b'])).toHaveLength(2);
    const masked = query('a', { text: 'Who is [name]?', contentHash: 'masked' });
    await queries.put(SPACE, [masked]);
    expect((await queries.get(OTHER_SPACE, ['a', 'b'])).map(({ id }) => id)).toEqual(['b']);
    expect(await queries.get(SPACE, ['a'])).toEqual([masked]);
  });

  it('finds a window of many: its start belongs to it, its end does not', async () => {
    const many = ids(1_111).map((id, i) => query(id, { createdAt: T + (i % 3) * DAY }));
    const queries = await storeWith(contract, many);
    const between = async (from: number, to: number) =>
      (await collect(queries.between(SPACE, from, to))).sort(byId);
    expect(await between(0, Infinity)).toEqual(many);
    expect(await between(T, T + DAY)).toEqual(many.filter(({ createdAt }) => createdAt === T));
    expect(await between(T + 1, T + DAY)).toEqual([]);
  });

  it('forgets a query', async () => {
    const queries = await storeWith(contract, [query('a'), query('b')]);
    await queries.delete(SPACE, ['a', 'nobody']);
    expect(await collect(queries.between(SPACE, 0, Infinity))).toEqual([query('b')]);
    expect(await queries.get(SPACE, ['a'])).toEqual([]);
  });

  it('refuses a vector of another width, and then stores nothing of the call', async () => {
    const queries = await storeWith(contract, []);
    const bad = query('bad', { vector: Float32Array.of(1) });
    await expect(queries.put(SPACE, [query('a'), bad])).rejects.toMatchObject({
      code: 'VECTOR_INVALID',
    });
    expect(await queries.get(SPACE, ['a'])).toEqual([]);
  });
}
