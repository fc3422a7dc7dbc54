import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { reasons, runAll, temporaryStore } from '../../../../test/support/store.js';
import { systemClock } from '../../adapters/clock/system.js';
import type { Utterance } from '../../domain/conversation.js';
import type { Store, UtteranceRecord } from '../../ports/index.js';
import { ingestConversationsStage } from './conversations.js';

describe('ingest of conversations', () => {
  let store: Store;
  beforeEach(async () => void (store = await temporaryStore()));
  afterEach(() => store.close());

  const stage = (...records: UtteranceRecord[]) =>
    ingestConversationsStage({
      conversations: store.conversations,
      source: {
        name: 'test',
        async *read() {
          yield* records;
        },
      },
      once: false,
      clock: systemClock,
    });

  it('stores what is new or changed, and names what cannot be used', async () => {
    const bad = { problem: { where: 'log:2', reason: 'there is no text' } };
    await runAll(stage(said('a'), bad, said('b')));
    expect(await store.conversations.count()).toBe(2);
    expect(await reasons(stage(said('a'), bad, said('b', { text: 'Other' }), said('c')))).toEqual([
      'a: skip, unchanged',
      'log:2: reject, there is no text',
      'b: run, changed',
      'c: run, new',
    ]);
    expect(await reasons(stage(said('a')), true)).toEqual(['a: run, forced']);
  });

  it.each([{ createdAt: 7 }, { userId: 'bo' }, { language: 'id' }, { metadata: { x: 1 } }])(
    'sees a change of %o',
    async (change) => {
      await runAll(stage(said('a')));
      expect(await reasons(stage(said('a', change)))).toEqual(['a: run, changed']);
    },
  );

  it('looks at more than one batch', async () => {
    const many = Array.from({ length: 450 }, (_, i) => said(`u${i}`));
    await runAll(stage(...many));
    expect(await store.conversations.count()).toBe(450);
    expect(new Set(await reasons(stage(...many))).size).toBe(450);
  });
});

function said(id: string, more: Partial<Utterance> = {}): UtteranceRecord {
  const utterance: Utterance = {
    id,
    userId: 'ann',
    sessionId: 's',
    role: 'user',
    text: `What about ${id}?`,
    language: null,
    createdAt: 1_700_000_000_000,
    metadata: {},
    ...more,
  };
  return { utterance, where: 'memory' };
}
