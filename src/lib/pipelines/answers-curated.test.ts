import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { wordEmbedder } from '../../../test/support/golden.js';
import { kitOf } from '../../../test/support/kit.js';
import { computed, planOf, reasons, runAll, temporaryStore } from '../../../test/support/store.js';
import { hashText } from '../algorithms/text/hashing.js';
import type { CuratedAnswer } from '../domain/curated.js';
import type { Embedder, Store } from '../ports/index.js';
import { curated } from './answers.js';

const answer = (id: string, question: string, ...variants: string[]): CuratedAnswer => ({
  ...{ id, question, answer: `Answer ${id}.`, variants, sources: [], updatedAt: 1 },
});
const OTHER: Embedder = { ...wordEmbedder, space: { id: 'other', dimensions: 256 } };

describe('curated', () => {
  let store: Store;
  beforeEach(async () => void (store = await temporaryStore()));
  afterEach(() => store.close());

  const stage = (embedder = wordEmbedder, coming: readonly CuratedAnswer[] = []) =>
    curated(kitOf(store, embedder), coming);
  const vectors = (...texts: string[]) =>
    store.curated.vectors(wordEmbedder.space, texts.map(hashText));

  it('embeds each wording once, and again only when forced', async () => {
    await store.curated.put([
      answer('a', 'Where is it?', 'Where?', 'Where is it?'),
      answer('b', 'Where?'),
    ]);
    const [first, second] = [hashText('Where is it?'), hashText('Where?')];
    expect(await reasons(stage())).toEqual([`${first}: run, new`, `${second}: run, new`]);
    await runAll(stage());
    expect(await reasons(stage())).toEqual([
      `${first}: skip, unchanged`,
      `${second}: skip, unchanged`,
    ]);
    expect(await reasons(stage(), true)).toContain(`${first}: run, forced`);
    const [expected] = await wordEmbedder.embed(['Where?'], { purpose: 'cluster' });
    expect((await vectors('Where?')).get(second)).toEqual(expected);
  });

  it('embeds what is about to be stored beside what is', async () => {
    await store.curated.put([answer('a', 'Where?')]);
    await runAll(stage(wordEmbedder, [answer('b', 'When?')]));
    expect((await vectors('Where?', 'When?')).size).toBe(2);
  });

  it('goes on behind what was committed', async () => {
    await store.curated.put([answer('a', 'Where?', 'When?', 'Who?')]);
    const [first] = await planOf(stage());
    const made = await computed(await stage(), first!.unit);
    await (await stage()).commit([made!], 0);
    const skipped = (await planOf(stage())).filter(({ action }) => action === 'skip');
    expect(skipped.map(({ unit }) => unit.key)).toEqual([hashText('Where?')]);
  });

  it('drops what nothing asks for any more', async () => {
    await store.curated.put([answer('a', 'Where?', 'Whither?')]);
    await runAll(stage());
    await store.curated.put([answer('a', 'Where?')]);
    await runAll(stage());
    expect([...(await vectors('Where?', 'Whither?')).keys()]).toEqual([hashText('Where?')]);
  });

  it('makes all anew in another space, and leaves those of the first to whoever goes by it', async () => {
    await store.curated.put([answer('a', 'Where?', 'Whither?')]);
    await runAll(stage());
    await runAll(stage(OTHER));
    const unchanged = ['Where?', 'Whither?'].map((text) => `${hashText(text)}: skip, unchanged`);
    for (const embedder of [wordEmbedder, OTHER, wordEmbedder]) {
      expect(await reasons(stage(embedder))).toEqual(unchanged);
      await runAll(stage(embedder));
    }
  });
});
