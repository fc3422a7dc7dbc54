import { expect, it } from 'vitest';
import { compareBytewise, hashText } from '../../../src/lib/algorithms/text/hashing.js';
import type { Page, StoredPage } from '../../../src/lib/domain/page.js';
import type { StoreContract } from './contract.js';
import { collect, embedded, ids, OTHER_SPACE, page, SPACE } from './fixtures.js';
import { freshStore, sharedStore } from './setup.js';

/** Texts that stores, drivers and query languages have been seen to mangle. */
const ODD_TEXTS = [
  'plain',
  ' leading and trailing \n',
  'line\r\nbreaks\u2028and\u2029separators\t',
  'quotes \' " ` $1 ? :name %s \\ \\0 ; --',
  'Ω e\u0301 é ﬁ ß İ 漢字 עברית',
  '😀 𝒳 👩‍👩‍👧 \u{10ffff}',
  '\ufeffbyte order mark, \ufffd, \u0001, \u007f, \u0085',
  '',
];

/** What a page is without what the store adds. */
function bare(stored: StoredPage): Page {
  const { contentHash, version, ...rest } = stored;
  expect([contentHash.length, version > 0]).toEqual([64, true]);
  return rest;
}

const byId = (a: { id: string }, b: { id: string }) => compareBytewise(a.id, b.id);

export function pagesContract(contract: StoreContract): void {
  const s = sharedStore(contract);

  it('starts empty', async () => {
    const { store } = await freshStore(contract);
    expect(await store.pages.count()).toBe(0);
    expect(await collect(store.pages.scan())).toEqual([]);
    expect(await store.pages.get(['nobody'])).toEqual([]);
  });

  it('gives back what it was given, however odd the text', async () => {
    const odd = ODD_TEXTS.map((text, i) =>
      page(`odd ${i} ${text}`, {
        body: text,
        title: text,
        chapter: text,
        charId: text,
        source: text,
        metadata: { [text]: [text, { deep: null, yes: true, n: -1.5e-7 }], big: 2 ** 53 - 1 },
      }),
    );
    await s.store.pages.put(odd);
    const stored = await s.store.pages.get(odd.map(({ id }) => id));
    expect(stored.map(bare)).toEqual(odd);
    expect(stored.map(({ contentHash }) => contentHash)).toEqual(ODD_TEXTS.map(hashText));
  });

  it('tells null from empty and keeps fractions', async () => {
    const nothing = { title: null, chapter: null, position: null, charId: null, metadata: {} };
    const pages = [
      page('null', nothing),
      page('empty', { title: '', chapter: '', position: 0, charId: '' }),
      page('fraction', { position: -2.5, updatedAt: 0 }),
    ];
    await s.store.pages.put(pages);
    const stored = await s.store.pages.get(['null', 'empty', 'fraction']);
    expect(stored.map(bare)).toEqual(pages);
  });

  it.each([
    ['NUL in the body', { body: 'a\0b' }],
    ['half a surrogate pair', { title: 'half \ud83d' }],
    ['an empty id', { id: '' }],
    ['an id too long for a key', { id: 'x'.repeat(65_536) }],
    ['a position that is no number', { position: Number.NaN }],
    ['a time that is no time', { updatedAt: Number.POSITIVE_INFINITY }],
  ])('refuses %s, and then stores nothing of the call', async (_, change) => {
    const good = page('good beside bad');
    const bad = page('bad', change);
    await expect(s.store.pages.put([good, bad])).rejects.toMatchObject({ code: 'BAD_INPUT' });
    expect(await s.store.pages.get([good.id, 'bad'])).toEqual([]);
  });

  it('gets in the order asked for, without those that are missing', async () => {
    await s.store.pages.put(['x', 'y', 'z'].map((id) => page(id)));
    const found = await s.store.pages.get(['z', 'missing', 'x', 'y']);
    expect(found.map(({ id }) => id)).toEqual(['z', 'x', 'y']);
    expect(await s.store.pages.get([])).toEqual([]);
  });

  it('finds the page at a place in the reading order, the first by id of several', async () => {
    const { store } = await freshStore(contract);
    await store.pages.put([
      page('b', { position: 7 }),
      page('ä', { position: 7 }),
      page('a fraction', { position: 7.5 }),
      page('before', { position: -1 }),
      page('nowhere', { position: null }),
    ]);
    const at = async (position: number) => (await store.pages.at(position))?.id;
    expect([await at(7), await at(7.5), await at(-1)]).toEqual(['b', 'a fraction', 'before']);
    expect([await store.pages.at(8), await store.pages.at(0)]).toEqual([null, null]);
    await store.pages.put([page('b', { position: 8 })]);
    expect([await at(7), await at(8)]).toEqual(['ä', 'b']);
    const [whole] = await store.pages.get(['b']);
    expect(await store.pages.at(8)).toEqual(whole);
    await store.pages.delete(['ä']);
    expect(await store.pages.at(7)).toBeNull();
  });

  it('replaces by id: the later call wins, within a call the later page', async () => {
    await s.store.pages.put([page('twice', { body: 'first', metadata: { old: 1 } })]);
    await s.store.pages.put([page('twice', { body: 'second' }), page('twice', { body: 'third' })]);
    const [stored] = await s.store.pages.get(['twice']);
    expect(stored).toMatchObject({ body: 'third', metadata: {}, contentHash: hashText('third') });
  });

  it('grows the version with every change, also when the clock goes back', async () => {
    const versions: number[] = [];
    for (const [body, step] of [
      ['1', 0],
      ['2', 0],
      ['3', -3_600_000],
      ['4', 7_200_000],
    ] as const) {
      s.clock.ms += step;
      await s.store.pages.put([page('versions', { body })]);
      versions.push((await s.store.pages.get(['versions']))[0]?.version ?? 0);
    }
    expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b));
    expect(versions[0]).toBeGreaterThanOrEqual(1_700_000_000_000_000);
    expect(versions.every(Number.isSafeInteger)).toBe(true);
  });

  it('scans all of more than a thousand rows, in bounded batches', async () => {
    const { store } = await freshStore(contract);
    const all = ids(2345);
    await store.pages.put(all.map((id) => page(id)));
    expect(await store.pages.count()).toBe(2345);
    let largest = 0;
    const seen: string[] = [];
    for await (const batch of store.pages.scan({ batch: 100 })) {
      largest = Math.max(largest, batch.length);
      seen.push(...batch.map(({ id }) => id));
    }
    expect(largest).toBeLessThanOrEqual(100);
    expect(seen.sort(compareBytewise)).toEqual(all);
    expect((await store.pages.get(all)).map(({ id }) => id)).toEqual(all);
  });

  it('has splits that together hold every row once, also rows written after them', async () => {
    const { store } = await freshStore(contract);
    const all = [...ids(1500), '!', '~~~', '😀', 'é'];
    await store.pages.put(ids(1500).map((id) => page(id)));
    const splits = await store.pages.splits();
    await store.pages.put(['!', '~~~', '😀', 'é'].map((id) => page(id)));
    const seen = await Promise.all(splits.map((split) => collect(store.pages.scan({ split }))));
    const found = seen.flat().map(({ id }) => id);
    expect(found.sort(compareBytewise)).toEqual(all.sort(compareBytewise));
  });

  it('goes on behind any row of a split, also one that is gone', async () => {
    const { store } = await freshStore(contract);
    await store.pages.put(ids(700).map((id) => page(id)));
    for (const split of await store.pages.splits()) {
      const order = (await collect(store.pages.scan({ split }))).map(({ id }) => id);
      const middle = order[order.length >> 1];
      if (middle === undefined) continue;
      const rest = order.slice(order.indexOf(middle) + 1);
      const resume = async () =>
        (await collect(store.pages.scan({ split, after: middle, batch: 7 }))).map(({ id }) => id);
      expect(await resume()).toEqual(rest);
      await store.pages.delete([middle]);
      expect(await resume()).toEqual(rest);
    }
  });

  it('sees every row that existed throughout, while others are written and deleted', async () => {
    const { store, reopen } = await freshStore(contract);
    const stay = ids(300, 'stay-');
    await store.pages.put([...stay, ...ids(50, 'go-')].map((id) => page(id)));
    const writer = await reopen();
    const seen: string[] = [];
    let batch = 0;
    for await (const rows of store.pages.scan({ batch: 20 })) {
      seen.push(...rows.map(({ id }) => id));
      await writer.pages.put(ids(10, `new-${batch}-`).map((id) => page(id)));
      await writer.pages.put([page('stay-0000', { body: `rewritten ${batch}` })]);
      await writer.pages.delete([`go-${String(batch++).padStart(4, '0')}`]);
      expect(batch).toBeLessThan(200);
    }
    expect(seen.filter((id) => id.startsWith('stay-')).sort(compareBytewise)).toEqual(stay);
    expect(new Set(seen).size).toBe(seen.length);
  });

  it('deletes pages with their vectors and passages in every space', async () => {
    const { store } = await freshStore(contract);
    await store.pages.put([page('gone'), page('kept')]);
    await store.vectors.put(SPACE, [embedded('gone'), embedded('kept')]);
    const other = { vector: Float32Array.of(1, 0, 0), passages: [] };
    await store.vectors.put(OTHER_SPACE, [embedded('gone', other)]);
    await store.pages.delete(['gone', 'never there']);
    expect((await collect(store.pages.scan())).map(({ id }) => id)).toEqual(['kept']);
    expect(await store.vectors.passages(SPACE, 'gone')).toEqual([]);
    expect(await store.vectors.count(SPACE)).toEqual({ pages: 1, passages: 2 });
    expect(await store.vectors.count(OTHER_SPACE)).toEqual({ pages: 0, passages: 0 });
  });

  it('shows one handle what another wrote', async () => {
    const other = await s.reopen();
    await other.pages.put([page('by another')]);
    expect((await s.store.pages.get(['by another'])).map(bare)).toEqual([page('by another')]);
  });

  it('takes a page of a megabyte', async () => {
    const body = 'A sentence of some length. '.repeat(40_000);
    await s.store.pages.put([page('long', { body })]);
    expect((await s.store.pages.get(['long']))[0]?.body).toBe(body);
  });

  it('gives the same rows to scan as to get', async () => {
    const { store } = await freshStore(contract);
    const some = ids(5).map((id, i) => page(id, { metadata: { i } }));
    await store.pages.put(some);
    const scanned = (await collect(store.pages.scan())).sort(byId);
    expect(scanned).toEqual(await store.pages.get(ids(5)));
  });
}
