import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { publishNight } from '../../../test/support/generations.js';
import { temporaryStore } from '../../../test/support/store.js';
import type { Store } from '../ports/index.js';
import { changesSince } from './changes.js';

describe('changesSince', () => {
  let store: Store;
  beforeEach(async () => void (store = await temporaryStore()));
  afterEach(() => store.close());

  /** One line a cluster, as a person would say it. */
  const told = async (...args: Parameters<typeof changesSince>) => {
    const changes = await changesSince(...args);
    return changes.map(
      ({ clusterId, title, lineage, from, into, before, now, came, left, summary }) =>
        `#${clusterId} ${title} ${lineage} from [${from.join()}] into ${into}: ${before} → ${now} +${came} -${left}, ${summary}`,
    );
  };

  it('tells continued, split, merged, new and retired clusters apart', async () => {
    const first = await publishNight(store, 1, {
      1: { pages: 'abc' },
      2: { pages: 'defghi' },
      3: { pages: 'jkl' },
      4: { pages: 'mno' },
      5: { pages: 'pq' },
    });
    const second = await publishNight(store, 2, {
      1: { pages: 'abc', summary: 'night 1' },
      2: { pages: 'defg' },
      3: { pages: 'jklmnoz' },
      6: { pages: 'hi' },
      7: { pages: 'xy', summary: null },
    });
    expect(await told(store, first, second)).toEqual([
      '#1 Cluster 1 continued from [] into null: 3 → 3 +0 -0, unchanged',
      '#2 Cluster 2 continued from [] into null: 6 → 4 +0 -2, renewed',
      '#3 Cluster 3 merged from [3,4] into null: 3 → 7 +4 -0, renewed',
      '#4 Cluster 4 retired from [] into 3: 3 → null +0 -3, none',
      '#5 Cluster 5 retired from [] into null: 2 → null +0 -2, none',
      '#6 Cluster 6 split from [2] into null: null → 2 +2 -0, new',
      '#7 null new from [] into null: null → 2 +2 -0, none',
    ]);
  });

  it('sees pages that were exchanged, a summary that failed, and pages under new ids', async () => {
    const first = await publishNight(store, 1, { 1: { pages: 'abcd' }, 2: { pages: 'efg' } });
    const second = await publishNight(store, 2, {
      1: { pages: 'abcx', summary: 'night 1', stale: true },
      // The same texts, ingested under other ids.
      2: { pages: 'EFG' },
    });
    expect(await told(store, first, second)).toEqual([
      '#1 Cluster 1 continued from [] into null: 4 → 4 +1 -1, stale',
      '#2 Cluster 2 continued from [] into null: 3 → 3 +0 -0, renewed',
    ]);
  });

  it('spans nights: what came and went in between is not told', async () => {
    const first = await publishNight(store, 1, { 1: { pages: 'abcdef' } });
    await publishNight(store, 2, { 1: { pages: 'abc' }, 2: { pages: 'def' } });
    const third = await publishNight(store, 3, { 1: { pages: 'abc' }, 3: { pages: 'defg' } });
    expect(await told(store, first, third)).toEqual([
      '#1 Cluster 1 continued from [] into null: 6 → 3 +0 -3, renewed',
      '#3 Cluster 3 split from [1] into null: null → 4 +4 -0, new',
    ]);
  });

  it('calls everything new when nothing was published then, and nothing changed since now', async () => {
    const only = await publishNight(store, 1, { 1: { pages: 'abc' } });
    expect(await told(store, null, only)).toEqual([
      '#1 Cluster 1 new from [] into null: null → 3 +3 -0, new',
    ]);
    expect(await told(store, only, only)).toEqual([
      '#1 Cluster 1 continued from [] into null: 3 → 3 +0 -0, unchanged',
    ]);
  });
});
