import { afterEach, beforeEach, expect, test } from 'vitest';
import { wordEmbedder } from '../../../test/support/golden.js';
import { kitOf } from '../../../test/support/kit.js';
import { page, runAll, temporaryStore } from '../../../test/support/store.js';
import { openEmbeddedChanges } from '../adapters/changes/embedded/factory.js';
import { systemClock } from '../adapters/clock/system.js';
import { openRetriever } from '../answering/retrieval/retriever.js';
import type { Embedder, Store } from '../ports/index.js';
import { questionsAndAnswers } from './answers.js';
import { embed } from './pages.js';

const never = new AbortController().signal;
const WORDINGS = ['Who keeps the ledger?', 'Who keeps the old ledger?', 'Who keeps that ledger?'];

let store: Store;
beforeEach(async () => {
  store = await temporaryStore();
  await store.pages.put([
    page('ledger', { body: 'In the tower Shamrock Stillman keeps the ledger of doors.' }),
    page('tower', { body: 'The tower stands by the sea.' }),
  ]);
  await store.conversations.put(WORDINGS.map((text, i) => utterance(`user-${i}`, text)));
});
afterEach(() => store.close());

const utterance = (userId: string, text: string) => ({
  ...{ id: `${userId} ${text}`, userId, sessionId: userId, role: 'user' as const, text },
  ...{ language: null, createdAt: Date.now() - 60_000, metadata: {} },
});

/** A night's way to its answers: what it asked of the embedder and of the index, and what was published. */
async function night() {
  const asked = { embedded: 0, opened: 0 };
  const embedder: Embedder = {
    ...wordEmbedder,
    async embed(texts, options) {
      asked.embedded += texts.length;
      return wordEmbedder.embed(texts, options);
    },
  };
  const index = openRetriever(
    { store, source: openEmbeddedChanges(store), embedder, clock: systemClock, pollMs: 0 },
    never,
  );
  const kit = kitOf(store, embedder, {
    retriever: async () => {
      asked.opened++;
      return index;
    },
  });
  for (const stage of [await embed(kit), ...(await questionsAndAnswers(kit))]) {
    await runAll(stage);
  }
  await (await index).close();
  const generation = await store.generations.published('answers');
  return { ...asked, answers: generation?.entries };
}

test('a night on which nothing has changed embeds nothing and looks for no page', async () => {
  const first = await night();
  expect(first).toMatchObject({ answers: [{ stale: false }] });
  expect([first.embedded, first.opened].every((count) => count > 0)).toBe(true);
  expect(await night()).toEqual({ embedded: 0, opened: 0, answers: first.answers });
  await store.pages.put([page('tower', { body: 'The tower has fallen.' })]);
  expect((await night()).opened).toBeGreaterThan(0);
  expect(await night()).toMatchObject({ embedded: 0, opened: 0 });
});
