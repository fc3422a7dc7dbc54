import { afterEach, beforeEach, expect, test } from 'vitest';
import { kitOf } from '../../../test/support/kit.js';
import { ollamaHost, type OllamaHost } from '../../../test/fixtures/ollama/server.js';
import { page, runAll, temporaryStore } from '../../../test/support/store.js';
import { systemClock } from '../adapters/clock/system.js';
import { openOllamaEmbedder } from '../adapters/embedding/ollama/factory.js';
import type { Retriever } from '../answering/retrieval/retriever.js';
import { openDayRetriever } from './day.js';
import type { Store } from '../ports/index.js';
import { embed } from '../pipelines/pages.js';

const model = 'nomic-embed-text';
const models = [`${model}:latest`];
const never = new AbortController().signal;
const SOON = { timeout: 20_000, interval: 50 };

let store: Store;
let host: OllamaHost;
let retriever: Retriever | null = null;
beforeEach(async () => {
  store = await temporaryStore();
  host = await ollamaHost({ models });
  await store.pages.put([page('lamp', { body: 'The brass lamp hangs in the tower.' })]);
});
afterEach(async () => {
  await retriever?.close();
  await host.close();
  await store.close();
});

const openEmbedder = () => openOllamaEmbedder({ host: host.host, model });
const embedPages = async () =>
  runAll(embed(kitOf(store, await openEmbedder(), { concurrency: 1 })));

async function opened() {
  const said: string[] = [];
  const report = (event: object) => void ('message' in event && said.push(String(event.message)));
  const deps = { store, embedder: openEmbedder, clock: systemClock, report, signal: never };
  return { retriever: (retriever = await openDayRetriever(deps)), said };
}

const returns = async () =>
  void (host = await ollamaHost({ models, port: Number(host.host.split(':')[1]) }));

test('an embedder that is away at the start is found when it comes back, and both are said once', async () => {
  await embedPages();
  await host.close();
  const { retriever, said } = await opened();
  expect(retriever.stats()).toMatchObject({ pages: 1, embedded: 0, meaning: 'away' });
  expect((await retriever.retrieve({ text: 'brass lamp' }, never)).pages).toHaveLength(1);
  await returns();
  await expect.poll(() => retriever.stats(), SOON).toMatchObject({ embedded: 1, meaning: 'ready' });
  await retriever.retrieve({ text: 'brass lamp' }, never);
  expect(host.embedded.join()).toContain('search_query: brass lamp');
  expect(said).toEqual([
    expect.stringContaining('Pages are found by their words alone.'),
    expect.stringContaining('The embedder is back'),
  ]);
});

test('pages that get their vectors after it came back are found by them', async () => {
  await host.close();
  const { retriever } = await opened();
  await returns();
  await expect.poll(() => retriever.stats().meaning, SOON).toBe('ready');
  await embedPages();
  await expect.poll(() => retriever.stats().embedded, SOON).toBe(1);
});

test('one that goes while questions are asked is said to be away once, and to be back once', async () => {
  await embedPages();
  const { retriever, said } = await opened();
  const ask = () => retriever.retrieve({ text: 'brass lamp' }, never);
  await ask();
  await host.close();
  expect((await ask()).pages).toHaveLength(1);
  await ask();
  expect(retriever.stats().meaning).toBe('away');
  await returns();
  await ask();
  await ask();
  expect(retriever.stats().meaning).toBe('ready');
  expect(said).toHaveLength(2);
});
