import { expect, it } from 'vitest';
import type { Classification } from '../../../src/lib/domain/classification.js';
import { systemClock } from '../../../src/lib/adapters/clock/system.js';
import { asGibseyError } from '../../../src/lib/domain/errors.js';
import type { StageRecord } from '../../../src/lib/domain/run.js';
import type { StageName } from '../../../src/lib/domain/values.js';
import type { WorkerRun } from '../../../src/lib/domain/worker-run.js';
import { runBatch } from '../../../src/lib/engine/batch.js';
import { openWorkerRuns } from '../../../src/lib/engine/worker-run.js';
import { usageMeter } from '../../../src/lib/policies/metered.js';
import type { Store } from '../../../src/lib/ports/index.js';
import { byHand } from '../../../src/lib/pipelines/pipeline.js';
import type { Stage } from '../../../src/lib/stages/stage.js';
import type { StoreContract } from './contract.js';
import { ids, run } from './fixtures.js';
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

  it('has one row of a run that was killed, whoever of the next runs finds it', async () => {
    const { store } = await freshStore(contract);
    await afterKilled(store);
    expect(await store.workerRuns.list(9)).toMatchObject([
      {
        ...{ id: '01KILLED', status: 'failed' },
        errorMessage: expect.stringContaining('at stage answers: killed') as string,
      },
    ]);
    expect(await store.runs.get('01KILLED')).toMatchObject({ status: 'failed' });
  });
}

/** Two runs begin together where one was killed while it wrote answers. */
async function afterKilled(store: Store): Promise<void> {
  const owner = (runId: string) => ({ runId, pid: 1, host: 'here', command: 'nightly' });
  await store.locks.take('night', owner('01KILLED'), null);
  const planned: StageName[] = ['queries', 'answers', 'publish-answers'];
  await store.runs.put(run('01KILLED', { planned, stages: [QUERIES], status: 'running' }));
  const next = async (runId: string) => {
    const shared = { store, runId, clock: systemClock, report: () => undefined };
    return runBatch({
      ...shared,
      pipelines: byHand(NOTHING),
      run: { runId, command: 'nightly', configHash: '', versions: {} },
      lock: { owner: owner(runId), isDead: (other) => other.runId === '01KILLED', staleMs: 500 },
      force: false,
      meter: usageMeter(),
      ended: await openWorkerRuns({ ...shared, stages: [NOTHING] }),
      warnings: [],
      signal: new AbortController().signal,
    }).catch((error: unknown) => {
      if (asGibseyError(error).code !== 'LOCKED') throw error;
    });
  };
  await Promise.all(['01NEXT', '01OTHER'].map(next));
}

const QUERIES: StageRecord = {
  ...{ name: 'queries', status: 'success', durationMs: 5, processed: 9, skipped: 0, failed: 0 },
  ...{ failures: [], slowestUnitMs: 1 },
};
/** One unit of work, so that the lock is taken. */
const NOTHING: Stage = {
  ...{ name: 'embed', version: 1, needs: [], limits: { concurrency: 1, batch: 1 } },
  async *plan() {
    yield { unit: { key: 'u', input: 'i' }, action: 'run', reason: 'new' };
  },
  most: (planned) => planned,
  compute: async () => null,
  commit: async () => undefined,
};

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
