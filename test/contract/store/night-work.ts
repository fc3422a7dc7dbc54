import { expect, it } from 'vitest';
import type { Classification } from '../../../src/lib/domain/classification.js';
import type { WorkerRun } from '../../../src/lib/domain/worker-run.js';
import type { StoreContract } from './contract.js';
import { ids } from './fixtures.js';
import { freshStore } from './setup.js';

const T = 1_700_000_000_000;

const workerRun = (id: string, changes: Partial<WorkerRun> = {}): WorkerRun => ({
  id,
  runDate: '2023-11-14',
  status: 'success',
  queriesAnalyzed: 500,
  clustersFound: 50,
  goldenAnswersGenerated: 12,
  goldenAnswersUpdated: 3,
  culturalChunksRegenerated: 0,
  totalTokensUsed: 4_294_967_296,
  executionTimeSeconds: 61.25,
  errorMessage: null,
  createdAt: T,
  ...changes,
});

export function workerRunsContract(contract: StoreContract): void {
  it('gives a run back as it was put last', async () => {
    const { store, reopen } = await freshStore(contract);
    await store.workerRuns.put(workerRun('a', { status: 'partial' }));
    await store.workerRuns.put(workerRun('a'));
    const failed = workerRun('b', {
      status: 'failed',
      errorMessage: 'no "room"',
      createdAt: T - 1,
    });
    await store.workerRuns.put(failed);
    expect(await (await reopen()).workerRuns.list(9)).toEqual([workerRun('a'), failed]);
  });

  it('lists newest first, as many as asked for', async () => {
    const { store } = await freshStore(contract);
    expect(await store.workerRuns.list(9)).toEqual([]);
    for (const [i, id] of ['c', 'a', 'e', 'b', 'd'].entries()) {
      await store.workerRuns.put(workerRun(id, { createdAt: T + Math.floor(i / 2) }));
    }
    const listed = async (limit: number) =>
      (await store.workerRuns.list(limit)).map(({ id }) => id);
    expect(await listed(9)).toEqual(['d', 'e', 'b', 'c', 'a']);
    expect(await listed(2)).toEqual(['d', 'e']);
  });
}

const classified = (id: string, changes: Partial<Classification> = {}): Classification => ({
  collection: 'conversations',
  id,
  label: 'question',
  confidence: 0.1 + 0.2,
  method: 'prototypes',
  model: 'minilm',
  classifiedAt: T,
  input: 'ab12',
  ...changes,
});

export function classificationsContract(contract: StoreContract): void {
  it('gives labels back as they were put last, in the order asked for', async () => {
    const { store, reopen } = await freshStore(contract);
    const item = classified('b', { collection: 'items', label: 'other' });
    await store.classifications.put([classified('a'), classified('b'), item]);
    const again = classified('a', {
      label: 'casual',
      method: 'llm',
      classifiedAt: T + 1,
      input: 'cd34',
    });
    await store.classifications.put([classified('a', { label: 'complaint' }), again]);
    const { classifications } = await reopen();
    expect(await classifications.get('conversations', ['b', 'nobody', 'a'])).toEqual([
      classified('b'),
      again,
    ]);
    expect(await classifications.get('items', ['a', 'b'])).toEqual([item]);
    expect(await classifications.get('nothing', ['a'])).toEqual([]);
  });

  it('counts the items of each label, the most first', async () => {
    const { store } = await freshStore(contract);
    const labels = ['request', 'question', 'other', 'question', 'request', 'casual'];
    const many = ids(600).map((id, i) => classified(id, { label: labels[i % labels.length]! }));
    await store.classifications.put([...many, classified('x', { collection: 'items' })]);
    expect(await store.classifications.counts('conversations')).toEqual([
      { label: 'question', count: 200 },
      { label: 'request', count: 200 },
      { label: 'casual', count: 100 },
      { label: 'other', count: 100 },
    ]);
    expect(await store.classifications.counts('nothing')).toEqual([]);
  });
}
