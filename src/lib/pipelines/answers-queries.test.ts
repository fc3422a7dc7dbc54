import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { kitOf } from '../../../test/support/kit.js';
import { reasons, runAll, temporaryStore } from '../../../test/support/store.js';
import { hashText } from '../algorithms/text/hashing.js';
import { openMiniLm } from '../adapters/embedding/minilm/factory.js';
import type { Utterance } from '../domain/conversation.js';
import type { Clock, Embedder, Store } from '../ports/index.js';
import { queries } from './answers.js';

const MODEL = fileURLToPath(new URL('../../../models/all-MiniLM-L6-v2', import.meta.url));
const DAY = 86_400_000;
const NOW = 1_800_000_000_000;
const clock: Clock = { now: () => NOW, monotonic: () => 0, sleep: () => Promise.resolve() };

describe('queries', () => {
  let embedder: Embedder;
  let store: Store;
  beforeAll(async () => void (embedder = await openMiniLm({ modelDir: MODEL })));
  afterAll(() => embedder.close());
  beforeEach(async () => void (store = await temporaryStore()));
  afterEach(() => store.close());

  const stage = () => queries(kitOf(store, embedder, { clock }));

  it('embeds the questions of the window, and nothing else', async () => {
    await store.conversations.put([
      said('a', 'How do I renew my visa?'),
      said('old', 'How do I renew my visa?', { createdAt: NOW - 8 * DAY }),
      said('answer', 'You go to the office.', { role: 'assistant' }),
      said('hello', 'Good morning!'),
      said('letter', 'Dear office, '.repeat(200)),
    ]);
    expect(await reasons(stage())).toEqual(['a: run, new']);
    await runAll(stage());
    expect(await reasons(stage())).toEqual(['a: skip, unchanged']);
    expect(await reasons(stage(), true)).toEqual(['a: run, forced']);
    const [query] = await store.queries.get(embedder.space, ['a']);
    expect(query).toMatchObject({ text: 'How do I renew my visa?', personal: false });
    expect(Math.hypot(...query!.vector)).toBeCloseTo(1, 5);
  });

  it("masks what would tell who asked, the asker's own name too", async () => {
    await store.conversations.put([
      said('a', 'Rossi here, passport YA1234567: is it valid?', {
        userId: 'anna.rossi@example.com',
      }),
      said('b', 'Is Made allowed to sign?', { metadata: { user_name: 'Made Wijaya' } }),
    ]);
    await runAll(stage());
    const made = await store.queries.get(embedder.space, ['a', 'b']);
    expect(made.map(({ text, personal }) => [text, personal])).toEqual([
      ['[name] here, passport [document]: is it valid?', true],
      ['Is [name] allowed to sign?', true],
    ]);
  });

  it('masks anew what was masked by other rules, however old it is, and once', async () => {
    const said1 = said('old', 'my wife Maria asks', { createdAt: NOW - 30 * DAY });
    const said2 = said('plain', 'Where is the office?', { createdAt: NOW - 30 * DAY });
    await store.conversations.put([said1, said2, said('never', 'Why?', { createdAt: 1 })]);
    const row = { userId: 'ann', personal: false, language: null, createdAt: NOW - 30 * DAY };
    const vector = new Float32Array(embedder.space.dimensions).fill(0.05);
    const texts = { old: said1.text, plain: said2.text };
    await store.queries.put(
      embedder.space,
      Object.entries(texts).map(([id, text]) => {
        return { ...row, id, text, contentHash: hashText(text), vector };
      }),
    );
    expect(await reasons(stage())).toEqual(['old: run, text changed']);
    const again = stage();
    expect(await reasons(again)).toEqual(['old: run, text changed']);
    await (await again).remember?.(); // the row still stands in the store
    expect(await reasons(stage())).toEqual(['old: run, text changed']);
    const night = stage();
    await runAll(night);
    await (await night).remember?.();
    expect(await store.memo.keys('queries')).toHaveLength(1);
    const queries = await store.queries.get(embedder.space, ['old', 'plain', 'never']);
    expect(queries.map(({ text, personal }) => [text, personal])).toEqual([
      ['my wife [name] asks', true],
      ['Where is the office?', false],
    ]);
  });

  it('sees a question that was changed', async () => {
    await store.conversations.put([said('a', 'Where is the office?')]);
    await runAll(stage());
    await store.conversations.put([said('a', 'When does the office open?')]);
    expect(await reasons(stage())).toEqual(['a: run, text changed']);
  });
});

function said(id: string, text: string, more: Partial<Utterance> = {}): Utterance {
  return {
    id,
    userId: 'ann',
    sessionId: 's',
    role: 'user',
    text,
    language: null,
    createdAt: NOW - DAY,
    metadata: {},
    ...more,
  };
}
