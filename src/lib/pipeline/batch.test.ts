import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { temporaryStore } from '../../../test/support/store.js';
import { systemClock } from '../adapters/clock/system.js';
import { GibseyError } from '../domain/errors.js';
import { usageMeter } from '../policies/metered.js';
import type { LockOwner, Store } from '../ports.js';
import type { Plan, Stage } from '../stages/stage.js';
import { runBatch, type BatchOptions } from './batch.js';

const owner: LockOwner = { runId: 'run', pid: 1, host: 'here', command: 'nightly' };

describe('runBatch', () => {
  let store: Store;
  beforeEach(async () => void (store = await temporaryStore()));
  afterEach(() => store.close());

  const options = (stages: Stage[], more: Partial<BatchOptions> = {}): BatchOptions => ({
    store,
    stages,
    run: { runId: 'run', command: 'nightly', configHash: '', versions: {} },
    lock: { owner, isDead: () => false, staleMs: 200 },
    force: false,
    clock: systemClock,
    meter: usageMeter(),
    report: () => undefined,
    warnings: [],
    signal: new AbortController().signal,
    ...more,
  });

  /** A stage of one unit. */
  function stage(action: Plan['action'], compute: () => Promise<unknown> = async () => 1): Stage {
    return {
      name: 'embed',
      version: 1,
      needs: [],
      limits: { concurrency: 1, batch: 1 },
      async *plan() {
        yield { unit: { key: 'u', input: 'i' }, action, reason: 'test' };
      },
      compute,
      commit: async () => undefined,
    };
  }

  it('locks nothing when nothing has changed, and still records the run', async () => {
    const { run, fatal } = await runBatch(options([stage('skip'), stage('skip')]));
    expect(fatal).toBeNull();
    expect(run.status).toBe('unchanged');
    expect(await store.locks.read('night')).toBeNull();
    expect((await store.runs.get('run'))?.stages).toHaveLength(2);
  });

  it('frees the lock whatever happens', async () => {
    for (const compute of [
      async () => 1,
      () => Promise.reject(new GibseyError('STORE_FULL', 'full')),
    ]) {
      await runBatch(options([stage('run', compute)]));
      expect(await store.locks.read('night')).toMatchObject({ held: false });
    }
  });

  it('shows a running run to others', async () => {
    let seen;
    await runBatch(options([stage('run', async () => (seen = await store.runs.get('run')))]));
    expect(seen).toMatchObject({ status: 'running', endedAt: null });
    expect(await store.runs.get('run')).toMatchObject({ status: 'success' });
  });

  it('ends before later stages when one fails fatally', async () => {
    let later = 0;
    const { run, fatal } = await runBatch(
      options([
        stage('run', () => Promise.reject(new GibseyError('STORE_FULL', 'full'))),
        stage('run', async () => later++),
      ]),
    );
    expect(later).toBe(0);
    expect(fatal?.code).toBe('STORE_FULL');
    expect(run).toMatchObject({ status: 'failed', error: { code: 'STORE_FULL', message: 'full' } });
  });

  it('stops at its time limit, keeps what is finished, and is partial', async () => {
    const slow = stage('run', () => new Promise((done) => setTimeout(done, 100)));
    const { run, fatal } = await runBatch(options([slow, slow, slow], { timeoutMs: 150 }));
    expect(fatal?.code).toBe('BUDGET_SPENT');
    expect(run.status).toBe('partial');
    expect(run.stages[0]).toMatchObject({ status: 'success', processed: 1 });
    expect(run.stages.length).toBeLessThan(3);
  });

  it('refuses to run beside a living run, and records nothing of it', async () => {
    let beside: unknown;
    const first = stage('run', async () => {
      const second = runBatch(
        options([stage('run')], {
          run: { runId: 'second', command: 'x', configHash: '', versions: {} },
        }),
      );
      beside = await second.catch((error: unknown) => error);
    });
    await runBatch(options([first]));
    expect(beside).toMatchObject({ code: 'LOCKED' });
    expect(await store.runs.get('second')).toBeNull();
  });
});
