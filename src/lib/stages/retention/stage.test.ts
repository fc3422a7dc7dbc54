import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { planOf, reasons, runAll, temporaryStore } from '../../../../test/support/store.js';
import { systemClock } from '../../adapters/clock/system.js';
import type { Lookup } from '../../domain/lookup.js';
import type { Store } from '../../ports/index.js';
import { isOverdue, retentionStage } from './stage.js';

const DAY = 86_400_000;
const HOUR = DAY / 24;
/** Half past nine in the morning of a day. */
const NOW = 20_000 * DAY + 9.5 * HOUR;

const lookup = (id: string, createdAt: number): Lookup => ({
  ...{ id, queryHash: 'hash', queryId: null, answerId: 'a', clusterId: 1, group: 1, hit: true },
  ...{ similarity: 0.9, score: 0.99, threshold: 0.9, veto: null, audit: null, latencyMs: 5 },
  createdAt,
});
const utterance = (id: string, createdAt: number) => ({
  ...{ id, userId: 'ann', sessionId: 's', role: 'user' as const, text: 'Where?' },
  ...{ language: null, createdAt, metadata: {} },
});

describe('retention stage', () => {
  let store: Store;
  beforeEach(async () => {
    store = await temporaryStore();
    await store.lookups.record([
      lookup('very old', NOW - 200 * DAY),
      lookup('old', NOW - 90 * DAY - 10 * HOUR),
      lookup('of the last day', NOW - 90 * DAY - 9 * HOUR),
      lookup('new', NOW),
    ]);
    await store.conversations.put([utterance('old', NOW - 31 * DAY), utterance('new', NOW)]);
  });
  afterEach(() => store.close());

  const options = (now = NOW) => ({
    kept: [
      { name: 'lookups', log: store.lookups, days: 90 },
      { name: 'audits', log: store.audits, days: 30 },
      { name: 'conversations', log: store.conversations, days: 30 },
    ],
    clock: { ...systemClock, now: () => now },
  });

  it('plans what is older than it may be, and says how much that is', async () => {
    const stage = retentionStage(options());
    expect(await reasons(stage)).toEqual([
      'lookups: run, 2 older than 90 days',
      'conversations: run, 1 older than 30 days',
    ]);
    expect((await planOf(stage)).map(({ rows }) => rows)).toEqual([2, 1]);
    expect(await store.conversations.count()).toBe(2);
  });

  it('removes it, counts it, and finds nothing more to do on that day', async () => {
    const stage = retentionStage(options());
    expect(await isOverdue(options())).toBe(true);
    await runAll(stage);
    expect(stage.removed?.()).toEqual({ lookups: 2, conversations: 1 });
    const left = [];
    for await (const batch of store.lookups.between(0, Infinity)) left.push(...batch);
    expect(left.map(({ id }) => id)).toEqual(['of the last day', 'new']);
    expect(await store.conversations.get(['old', 'new'])).toHaveLength(1);
    for (const later of [0, 14 * HOUR]) {
      expect(await isOverdue(options(NOW + later))).toBe(false);
      expect(await reasons(retentionStage(options(NOW + later)))).toEqual([]);
    }
    expect(await isOverdue(options(NOW + 15 * HOUR))).toBe(true); // the next day has begun
  });
});
