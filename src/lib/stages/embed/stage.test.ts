import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { embedPages } from '../../../../test/support/kit.js';
import {
  computed,
  page,
  planOf,
  reasons,
  runAll,
  temporaryStore,
} from '../../../../test/support/store.js';
import { openMiniLm } from '../../adapters/embedding/minilm/factory.js';
import type { Embedder, Store } from '../../ports/index.js';

const MODEL = fileURLToPath(new URL('../../../../models/all-MiniLM-L6-v2', import.meta.url));
const SIX_SENTENCES =
  'The pilot moored the ship. The fog was thick. Nobody spoke. The gulls cried. A bell rang. We waited.';

describe('embed', () => {
  let embedder: Embedder;
  let store: Store;
  beforeAll(async () => void (embedder = await openMiniLm({ modelDir: MODEL })));
  afterAll(() => embedder.close());
  beforeEach(async () => void (store = await temporaryStore()));
  afterEach(() => store.close());

  const stage = () => embedPages(store, embedder);

  it('makes a unit vector a page from its passages, which are spans of the body', async () => {
    await store.pages.put([page('a', { body: SIX_SENTENCES })]);
    await runAll(stage());
    const passages = await store.vectors.passages(embedder.space, 'a');
    expect(passages.length).toBeGreaterThan(1);
    expect(passages.map(({ start, end }) => SIX_SENTENCES.slice(start, end)).join(' ')).toBe(
      SIX_SENTENCES,
    );
    const [made] = await scanned();
    const length = Math.hypot(...made!.vector);
    expect(length).toBeCloseTo(1, 5);
  });

  it('knows what is new, changed, gone and unchanged', async () => {
    await store.pages.put([page('a'), page('b'), page('c')]);
    await runAll(stage());
    expect(await reasons(stage())).toEqual(['a', 'b', 'c'].map((id) => `${id}: skip, unchanged`));
    await store.pages.put([
      page('b', { body: 'Something else.' }),
      page('d'),
      page('c', { title: 'T' }),
    ]);
    expect((await reasons(stage())).sort()).toEqual([
      'a: skip, unchanged',
      'b: run, body changed',
      'c: skip, unchanged',
      'd: run, new',
    ]);
    expect((await reasons(stage(), true))[0]).toBe('a: run, forced');
  });

  it('drops vectors whose page is gone', async () => {
    await store.pages.put([page('a'), page('b')]);
    await runAll(stage());
    const [orphan] = await scanned();
    await store.pages.delete(['a']);
    // somebody else deleted the page without its vector
    await store.vectors.put(embedder.space, [
      { ...orphan!, pageId: 'a', version: 9e15, passages: [] },
    ]);
    expect((await reasons(stage())).sort()).toEqual(['a: run, page deleted', 'b: skip, unchanged']);
    await runAll(stage());
    expect((await store.vectors.count(embedder.space)).pages).toBe(1);
  });

  it('does not overwrite the vector of an edit that was embedded while the night slept', async () => {
    await store.pages.put([page('a')]);
    const night = await stage();
    const [planned] = await planOf(night);
    const late = await computed(night, planned!.unit);
    await store.pages.put([page('a', { body: 'Edited by day.' })]);
    await runAll(stage());
    await night.commit([late!], 1);
    expect(await reasons(stage())).toEqual(['a: skip, unchanged']);
  });

  async function scanned() {
    const rows = [];
    for await (const batch of store.vectors.scan(embedder.space)) rows.push(...batch);
    return rows;
  }
});
