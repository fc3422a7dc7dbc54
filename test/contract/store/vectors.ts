import { expect, it } from 'vitest';
import { compareBytewise } from '../../../src/lib/algorithms/text/hashing.js';
import type { StoreContract } from './contract.js';
import { collect, embedded, ids, OTHER_SPACE, page, SPACE } from './fixtures.js';
import { freshStore, sharedStore } from './setup.js';

const odd = () => embedded('other', { vector: Float32Array.of(1, 2, 3), passages: [] });

export function vectorsContract(contract: StoreContract): void {
  const s = sharedStore(contract);

  it('gives vectors and passages back bit for bit', async () => {
    const values = Float32Array.of(1 / 3, -0, 1e-45, 3.4028234663852886e38);
    const passages = [
      { ordinal: 0, start: 0, end: 12, vector: values },
      { ordinal: 1, start: 12, end: 90_000, vector: Float32Array.of(0, 0, 0, 0) },
    ];
    await s.store.pages.put([page('bits')]);
    await s.store.vectors.put(SPACE, [embedded('bits', { vector: values, passages })]);
    expect(await s.store.vectors.passages(SPACE, 'bits')).toEqual(passages);
    const found = (await collect(s.store.vectors.scan(SPACE))).find((row) => row.pageId === 'bits');
    expect(found).toEqual({
      pageId: 'bits',
      contentHash: embedded('bits').contentHash,
      vector: values,
    });
    expect(Object.is(found?.vector[1], -0)).toBe(true);
  });

  it('takes a vector that is a part of a larger array', async () => {
    const block = Float32Array.of(9, 1, 2, 3, 4, 9);
    await s.store.vectors.put(SPACE, [
      embedded('view', { vector: block.subarray(1, 5), passages: [] }),
    ]);
    const rows = await collect(s.store.vectors.scan(SPACE));
    const found = rows.find((row) => row.pageId === 'view');
    expect(found?.vector).toEqual(Float32Array.of(1, 2, 3, 4));
  });

  it('gives passages in reading order, however they came', async () => {
    const [first, second] = embedded('order').passages;
    if (!first || !second) throw new Error('the fixture has two passages');
    await s.store.vectors.put(SPACE, [embedded('order', { passages: [second, first] })]);
    expect(await s.store.vectors.passages(SPACE, 'order')).toEqual([first, second]);
  });

  it('replaces vector and passages together', async () => {
    await s.store.vectors.put(SPACE, [embedded('again')]);
    const next = {
      version: 2_000,
      contentHash: 'next',
      vector: Float32Array.of(0, 0, 0, 1),
      passages: embedded('again').passages.slice(0, 1),
    };
    await s.store.vectors.put(SPACE, [embedded('again', next)]);
    expect(await s.store.vectors.hashes(SPACE, ['again'])).toEqual(new Map([['again', 'next']]));
    expect(await s.store.vectors.passages(SPACE, 'again')).toHaveLength(1);
  });

  it('keeps a newer version when an older one comes late, and takes the same version again', async () => {
    const put = (version: number, contentHash: string, passages = embedded('late').passages) =>
      s.store.vectors.put(SPACE, [embedded('late', { version, contentHash, passages })]);
    const hash = async () => (await s.store.vectors.hashes(SPACE, ['late'])).get('late');
    await put(2_000, 'newer');
    await put(1_999, 'older', []);
    expect(await hash()).toBe('newer');
    expect(await s.store.vectors.passages(SPACE, 'late')).toHaveLength(2);
    await put(2_000, 'newer', embedded('late').passages.slice(0, 1));
    expect(await s.store.vectors.passages(SPACE, 'late')).toHaveLength(1);
  });

  it('keeps two spaces apart', async () => {
    const { store } = await freshStore(contract);
    await store.pages.put([page('other')]);
    await store.vectors.put(SPACE, [embedded('other')]);
    await store.vectors.put(OTHER_SPACE, [odd()]);
    expect(await store.vectors.count(SPACE)).toEqual({ pages: 1, passages: 2 });
    expect(await store.vectors.count(OTHER_SPACE)).toEqual({ pages: 1, passages: 0 });
    const [row] = await collect(store.vectors.scan(OTHER_SPACE));
    expect(row?.vector).toEqual(Float32Array.of(1, 2, 3));
    await store.vectors.delete(OTHER_SPACE, ['other', 'never there']);
    expect(await store.vectors.hashes(OTHER_SPACE, ['other'])).toEqual(new Map());
    expect(await store.vectors.passages(SPACE, 'other')).toHaveLength(2);
    expect(await store.pages.count()).toBe(1);
    await store.vectors.delete(SPACE, ['other']);
    expect(await store.vectors.passages(SPACE, 'other')).toEqual([]);
    expect(await store.vectors.count(SPACE)).toEqual({ pages: 0, passages: 0 });
  });

  it('drops a space whole, the same page elsewhere untouched, and fills it again', async () => {
    const { store } = await freshStore(contract);
    const all = ids(600);
    const rows = all.map((id) => embedded(id));
    await store.pages.put(all.map((id) => page(id)));
    await store.vectors.put(SPACE, rows);
    await store.vectors.put(OTHER_SPACE, [odd()]);
    await store.vectors.drop(SPACE.id);
    await store.vectors.drop(SPACE.id);
    await store.vectors.drop('never there');
    expect(await store.vectors.count(SPACE)).toEqual({ pages: 0, passages: 0 });
    expect(await store.vectors.hashes(SPACE, all)).toEqual(new Map());
    expect(await store.vectors.count(OTHER_SPACE)).toEqual({ pages: 1, passages: 0 });
    expect(await store.pages.count()).toBe(600);
    await store.vectors.put(SPACE, rows.slice(0, 2));
    expect(await store.vectors.count(SPACE)).toEqual({ pages: 2, passages: 4 });
  });

  it.each([
    ['NaN', { vector: Float32Array.of(0, Number.NaN, 0, 0) }],
    ['infinity', { vector: Float32Array.of(0, 0, Number.NEGATIVE_INFINITY, 0) }],
    ['too few dimensions', { vector: Float32Array.of(1, 0, 0) }],
    ['too many dimensions', { vector: Float32Array.of(1, 0, 0, 0, 0) }],
    ['NaN in a passage', { passages: passage(Float32Array.of(Number.NaN, 0, 0, 0)) }],
    ['a short passage', { passages: passage(Float32Array.of(1)) }],
  ])('refuses %s, and then stores nothing of the call', async (what, change) => {
    const good = embedded(`good beside ${what}`);
    const bad = embedded(`bad ${what}`, change);
    const put = s.store.vectors.put(SPACE, [good, bad]);
    await expect(put).rejects.toMatchObject({ code: 'VECTOR_INVALID' });
    expect(await s.store.vectors.hashes(SPACE, [good.pageId, bad.pageId])).toEqual(new Map());
    expect(await s.store.vectors.passages(SPACE, good.pageId)).toEqual([]);
  });

  it('knows the hashes of those that have a vector', async () => {
    await s.store.vectors.put(SPACE, [embedded('h1', { contentHash: 'one' }), embedded('h2')]);
    const found = await s.store.vectors.hashes(SPACE, ['h1', 'absent', 'h2']);
    expect(found).toEqual(
      new Map([
        ['h1', 'one'],
        ['h2', embedded('h2').contentHash],
      ]),
    );
    expect(await s.store.vectors.hashes(SPACE, [])).toEqual(new Map());
  });

  it('scans all of more than a thousand rows, whole and by splits, behind any row', async () => {
    const { store } = await freshStore(contract);
    const all = ids(1234);
    await store.vectors.put(
      SPACE,
      all.map((id) => embedded(id)),
    );
    await store.vectors.put(OTHER_SPACE, [odd()]);
    const names = (rows: { pageId: string }[]) => rows.map(({ pageId }) => pageId);
    const whole = names(await collect(store.vectors.scan(SPACE, { batch: 100 })));
    expect([...whole].sort(compareBytewise)).toEqual(all);
    const parts: string[] = [];
    for (const split of await store.vectors.splits()) {
      const part = names(await collect(store.vectors.scan(SPACE, { split })));
      const after = part[3];
      if (after !== undefined) {
        const rest = names(await collect(store.vectors.scan(SPACE, { split, after, batch: 50 })));
        expect(rest).toEqual(part.slice(4));
      }
      parts.push(...part);
    }
    expect(parts.sort(compareBytewise)).toEqual(all);
  });

  it('holds vectors of the usual sizes', async () => {
    const large = { id: 'nomic@1/sentences-1', dimensions: 768 };
    const vector = Float32Array.from({ length: 768 }, (_, i) => Math.sin(i));
    const passages = Array.from({ length: 40 }, (_, i) => ({
      ordinal: i,
      start: i,
      end: i + 1,
      vector,
    }));
    await s.store.vectors.put(large, [embedded('large', { vector, passages })]);
    expect(await s.store.vectors.passages(large, 'large')).toEqual(passages);
  });
}

function passage(vector: Float32Array) {
  return [{ ordinal: 0, start: 0, end: 1, vector }];
}
