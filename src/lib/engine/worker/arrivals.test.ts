import { beforeEach, describe, expect, it } from 'vitest';
import { openEmbeddedChanges } from '../../adapters/changes/embedded/factory.js';
import type { Change, ChangeFeed, ChangeReader, Store, VectorStore } from '../../ports/index.js';
import { Arrivals } from './arrivals.js';

const never = new AbortController().signal;
const SPACE = { id: 'tiny', dimensions: 1 };

describe('edits', () => {
  let log: Change[];
  let made: Set<string>;
  let reader: ChangeReader;
  let arrivals: Arrivals;

  const feed = {
    read: async (after: number, limit: number) => log.slice(after, after + limit),
    latest: async () => log.length,
  } as unknown as ChangeFeed;
  const vectors = {
    hashes: async (_: unknown, ids: readonly string[]) =>
      new Map(ids.filter((id) => made.has(id)).map((id) => [id, 'hash'])),
  } as unknown as VectorStore;

  beforeEach(async () => {
    log = [];
    made = new Set();
    const store = { changes: feed, capabilities: {} } as unknown as Store;
    reader = await openEmbeddedChanges(store).open({ follower: true }, 'end', never);
    arrivals = new Arrivals({ reader, vectors, space: SPACE });
  });

  const change = (id: string, at: number, table: Change['table'] = 'pages') =>
    log.push({ sequence: log.length + 1, table, id, op: 'put', at });
  const bulk = (count: number, at: number, name = 'bulk') => {
    for (let i = 0; i < count; i++) change(`${name}-${i}`, at + Math.floor(i / 20));
  };
  const edits = async () =>
    (await arrivals.edits(never)).map((edit) =>
      edit.map(({ id, sequence }) => `${id}@${sequence}`),
    );

  it('are nothing when nothing came, and come once', async () => {
    expect(await edits()).toEqual([]);
    change('a', 0);
    expect(await edits()).toEqual([['a@1']]);
    expect(await edits()).toEqual([]);
  });

  it('are small bursts; each page counts once, with its newest change', async () => {
    change('a', 100);
    change('b', 101);
    change('a', 102);
    change('c', 500);
    expect(await edits()).toEqual([['a@3', 'b@2'], ['c@4']]);
  });

  it('stand out of a bulk load before and behind them', async () => {
    bulk(100, 0);
    change('edit', 50);
    bulk(100, 100, 'more');
    expect(await edits()).toEqual([['edit@101']]);
  });

  it('stand out of a bulk load of new pages that they came in the midst of', async () => {
    made.add('edit');
    bulk(50, 0);
    change('edit', 2);
    bulk(50, 2, 'more');
    expect(await edits()).toEqual([['edit@51']]);
  });

  it('are not a bulk change of pages that were there', async () => {
    for (let i = 0; i < 50; i++) made.add(`bulk-${i}`);
    bulk(50, 0);
    expect(await edits()).toEqual([]);
  });

  it('are not what a program writes page by page', async () => {
    for (let i = 0; i < 40; i++) change(`slow-${i}`, 10 * i);
    expect(await edits()).toEqual([]);
  });

  it('are found behind more changes than one look takes in', async () => {
    bulk(2_000, 0);
    for (let i = 0; i < 700; i++) change(`v-${i}`, 300, 'page_vectors');
    change('edit', 400);
    expect(await edits()).toEqual([['edit@2701']]);
    expect(await reader.lag()).toMatchObject({ changes: 2_701 });
  });
});
