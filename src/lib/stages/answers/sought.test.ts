import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page, temporaryStore } from '../../../../test/support/store.js';
import type { EmbeddedQuery } from '../../domain/query.js';
import type { Space } from '../../domain/values.js';
import type { Store } from '../../ports/index.js';
import { Sought, type SoughtDeps } from './sought.js';

const SPACE: Space = { id: 'test', dimensions: 2 };
const never = new AbortController().signal;
const asking = (text: string, wordings: string[] = []) => ({
  ...{ clusterId: 1, canonical: { text } as EmbeddedQuery, wordings },
});

describe('pages that a question was found to draw on', () => {
  let store: Store;
  let calls: string[];
  beforeEach(async () => {
    store = await temporaryStore();
    calls = [];
    await store.pages.put([page('visa', { chapter: 'One' }), page('tea')]);
  });
  afterEach(() => store.close());

  const open = (more: Partial<SoughtDeps> = {}) =>
    new Sought({ ...store, space: SPACE, release: '1.0.0', version: 1, writer, ...more });
  const writer: SoughtDeps['writer'] = {
    refresh: async () => void calls.push('refresh'),
    async sources(question, _signal, wordings) {
      calls.push([question, ...wordings].join('|'));
      const [visa] = await store.pages.get(['visa']);
      return visa ? [{ pageId: 'visa', contentHash: visa.contentHash }] : [];
    },
  };
  /** One night: what it looked for, and what it found. */
  async function night(
    sought: Sought,
    candidates = [asking('how?', ['how now?'])],
    { force = false, meanwhile = async () => {} } = {},
  ) {
    calls = [];
    await sought.begin(force, never);
    const bases = [];
    for (const candidate of candidates) bases.push(await sought.basisOf(candidate, never));
    await meanwhile();
    await sought.keep();
    return { looked: calls.filter((call) => call !== 'refresh').length, bases, calls };
  }
  const vector = async (id: string) => {
    const [stored] = await store.pages.get([id]);
    const { contentHash, version } = stored!;
    const made = { pageId: id, contentHash, version, vector: new Float32Array([1, 0]) };
    await store.vectors.put(SPACE, [{ ...made, passages: [] }]);
  };

  it('are not looked for again while nothing has changed, and nothing is written', async () => {
    const first = await night(open());
    expect(first.calls).toEqual(['refresh', 'how?|how now?']);
    const kept = await store.memo.get('answers', ['sought']);
    const put = () => Promise.reject(new Error('It must not write.'));
    const memo = { ...store.memo, putFirst: put };
    const second = await night(open({ memo }));
    expect(second).toEqual({ looked: 0, calls: [], bases: first.bases });
    expect(await store.memo.get('answers', ['sought'])).toEqual(kept);
  });

  it.each<[string, () => Promise<void>]>([
    ['another body', () => store.pages.put([page('tea', { body: 'Green.' })])],
    ['another title', () => store.pages.put([page('visa', { chapter: 'One', title: 'Visas' })])],
    ['another chapter', () => store.pages.put([page('visa', { chapter: 'Two' })])],
    ['a new page', () => store.pages.put([page('ink')])],
    ['a page that is gone', () => store.pages.delete(['tea'])],
    ['vectors that a page has at last', () => vector('tea')],
  ])('are looked for again after %s', async (_, change) => {
    await night(open());
    await change();
    expect((await night(open())).looked).toBe(1);
    expect((await night(open())).looked).toBe(0);
  });

  it('are looked for again when vectors are of another text than before', async () => {
    await vector('tea');
    await night(open());
    await store.vectors.delete(SPACE, ['tea']);
    expect((await night(open())).looked).toBe(1);
  });

  it.each<[string, Partial<SoughtDeps>]>([
    ['embedding model', { space: { id: 'another', dimensions: 2 } }],
    ['release', { release: '1.0.1' }],
    ['version of the stage', { version: 2 }],
  ])('are looked for again by another %s', async (_, more) => {
    await night(open());
    expect((await night(open(more))).looked).toBe(1);
  });

  it('are looked for again in other wordings, but only for the questions that have them', async () => {
    const tea = { ...asking('tea?'), clusterId: 2 };
    await night(open(), [asking('how?', ['how now?']), tea]);
    const other = await night(open(), [asking('how?', ['how then?']), tea]);
    expect(other.calls).toEqual(['refresh', 'how?|how then?']);
    expect((await night(open(), [asking('how now?', ['how?']), tea])).looked).toBe(1);
    expect((await night(open(), [{ ...asking('tea?'), clusterId: 3 }])).looked).toBe(1);
  });

  it('are looked for again by force', async () => {
    await night(open());
    expect((await night(open(), undefined, { force: true })).looked).toBe(1);
  });

  it('are looked for once in the plans of one night', async () => {
    const sought = open();
    expect((await night(sought)).looked).toBe(1);
    expect((await night(sought)).looked).toBe(0);
    await store.pages.put([page('visa', { body: 'By post.' })]);
    expect((await night(sought)).calls).toEqual(['refresh', 'how?|how now?']);
  });

  it('are not kept when a page has changed meanwhile, be it back to what it was', async () => {
    const meanwhile = async () => {
      await store.pages.put([page('visa', { body: 'By post.', chapter: 'One' })]);
      await store.pages.put([page('visa', { chapter: 'One' })]);
    };
    await night(open(), undefined, { meanwhile });
    expect((await night(open())).looked).toBe(1);
  });

  it('give another basis when the page has changed, and the same when another one has', async () => {
    const { bases } = await night(open());
    await store.pages.put([page('tea', { body: 'Green.' })]);
    expect((await night(open())).bases).toEqual(bases);
    await store.pages.put([page('visa', { body: 'By post.' })]);
    expect((await night(open())).bases).not.toEqual(bases);
  });
});
