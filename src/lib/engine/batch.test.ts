import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { temporaryStore } from '../../../test/support/store.js';
import { systemClock } from '../adapters/clock/system.js';
import { GibseyError, type ErrorCode } from '../domain/errors.js';
import type { Run } from '../domain/run.js';
import type { StageName } from '../domain/values.js';
import { usageMeter } from '../policies/metered.js';
import type { Clock, LockOwner, RunEvent, Store } from '../ports/index.js';
import { byHand } from '../pipelines/pipeline.js';
import type { Plan, Stage } from '../stages/stage.js';
import { runBatch, type BatchOptions } from './batch.js';

const owner: LockOwner = { runId: 'run', pid: 1, host: 'here', command: 'nightly' };

describe('runBatch', () => {
  let store: Store;
  beforeEach(async () => void (store = await temporaryStore()));
  afterEach(() => store.close());

  const options = (stages: Stage[], more: Partial<BatchOptions> = {}): BatchOptions => ({
    store,
    pipelines: byHand(...stages),
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
      most: (planned) => planned,
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

  it('lets a stage remember its plan, with work or without, but not behind a failure', async () => {
    const remembered: string[] = [];
    const remembering = (name: string, inner: Stage): Stage => ({
      ...inner,
      remember: async () => void remembered.push(name),
    });
    const full = () => Promise.reject(new GibseyError('STORE_FULL', 'full'));
    const stages = [
      remembering('idle', stage('skip')),
      remembering('busy', stage('run')),
      remembering('failing', stage('run', full)),
    ];
    await runBatch(options(stages));
    expect(remembered).toEqual(['idle', 'busy']);
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

  describe('beside a run that was killed', () => {
    const killedIn = async (stages: StageName[], ended: Run['stages'] = []) => {
      const { run: template } = await runBatch(options([], { lock: null }));
      const at = { planned: stages, stages: ended, status: 'running', endedAt: null } as const;
      await store.runs.put({ ...template, ...at, runId: 'killed' });
    };
    const isDead = ({ runId }: LockOwner) => runId === 'killed';
    const told: Run[] = [];
    const next = (action: Plan['action'], more: Partial<BatchOptions> = {}) => {
      const ended = async (run: Run) => void (run.runId === 'killed' && told.push(run));
      const lock = { owner, isDead, staleMs: 200 };
      return runBatch(options([stage(action)], { lock, ended, ...more }));
    };
    beforeEach(async () => {
      told.length = 0;
      await store.locks.take('night', { ...owner, runId: 'killed' }, null);
    });

    it.each(['run', 'skip'] as const)('ends its record, in a night of %s', async (action) => {
      const done = { name: 'embed', status: 'success' } as Run['stages'][number];
      await killedIn(['embed', 'cluster', 'answers'], [done]);
      await next(action);
      const message = expect.stringMatching(/^It ended without a word at stage cluster:/) as string;
      const record = { status: 'failed', error: { code: 'INTERRUPTED', message } };
      expect(await store.runs.get('killed')).toMatchObject(record);
      expect(told).toMatchObject([{ runId: 'killed', ...record, stages: [done] }]);
      await next(action);
      expect(told).toHaveLength(1);
    });

    it('finds it when whoever took its lock over was killed before saying so, too', async () => {
      await killedIn([]);
      const successor = { ...owner, runId: 'killed too' };
      await store.locks.take('night', successor, await store.locks.read('night'));
      const lock = { owner, isDead: () => true, staleMs: 200 };
      await next('run', { lock });
      expect(told.map(({ runId }) => runId)).toEqual(['killed']);
      expect(told[0]?.error?.message).toMatch(/^It ended without a word: killed/);
    });

    it('leaves a run alone that may be alive', async () => {
      await killedIn(['embed']);
      await next('skip', { lock: { owner, isDead: () => false, staleMs: 200 } });
      expect(told).toEqual([]);
      expect(await store.runs.get('killed')).toMatchObject({ status: 'running' });
    });

    it('leaves it to the next run when it cannot say so', async () => {
      await killedIn(['embed']);
      const ended = () => Promise.reject(new Error('killed again'));
      await next('run', { ended }).catch(() => undefined);
      expect(await store.runs.get('killed')).toMatchObject({ status: 'running' });
    });
  });

  it('has its record before its lock is free, and tells of it before that', async () => {
    const seen: unknown[] = [];
    const { locks, runs } = store;
    const release = async (...lock: Parameters<typeof locks.release>) => {
      seen.push((await runs.get('run'))?.status);
      return locks.release(...lock);
    };
    const ended = async (run: Run) =>
      void seen.push(run.status, (await runs.get(run.runId))?.status);
    await runBatch(
      options([stage('run')], { store: { ...store, locks: { ...locks, release } }, ended }),
    );
    expect(seen).toEqual(['success', 'running', 'success']);
  });

  it('shows which stages of a running run have ended', async () => {
    let seen;
    const look = async () => (seen = await store.runs.get('run'));
    await runBatch(options([stage('run'), stage('skip'), stage('run', look)]));
    expect(seen).toMatchObject({
      planned: ['embed', 'embed', 'embed'],
      stages: [{ status: 'success' }, { status: 'unchanged' }],
    });
  });

  it('ends with LOCK_LOST when it slept while another run took the lock over and did everything', async () => {
    const asleep: Clock = { ...systemClock, sleep: (_, signal) => aborted(signal) };
    const successor = { ...owner, runId: 'successor' };
    const first = stage('run', async () => {
      await store.locks.take('night', successor, await store.locks.read('night'));
    });
    const { run, fatal } = await runBatch(options([first, stage('skip')], { clock: asleep }));
    expect(fatal?.code).toBe('LOCK_LOST');
    expect(run).toMatchObject({ status: 'failed', error: { code: 'LOCK_LOST' } });
    expect(await store.locks.read('night')).toMatchObject({ held: true, owner: successor });
  });

  it('measures with the monotonic clock: a wall clock set back makes no negative duration', async () => {
    let now = 2_000_000_000_000;
    const clock = { ...systemClock, now: () => (now -= 3_600_000) };
    const { run } = await runBatch(options([stage('run')], { clock }));
    expect(run.durationMs).toBeGreaterThanOrEqual(0);
    expect(run.durationMs).toBeLessThan(60_000);
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

  /** Fails with these codes in turn, then answers. */
  function failing(...codes: ErrorCode[]) {
    let calls = 0;
    const compute = async () => {
      const code = codes[calls++];
      if (code) throw new GibseyError(code, 'as scripted');
    };
    return { stage: stage('run', compute), calls: () => calls };
  }
  const hurried: Clock = { ...systemClock, sleep: () => Promise.resolve() };

  it('tries a stage that failed once more, and says so', async () => {
    const { stage: once, calls } = failing('STORE_UNREACHABLE');
    const told: RunEvent[] = [];
    const more = { clock: hurried, report: (event: RunEvent) => void told.push(event) };
    const { run, fatal } = await runBatch(options([once], more));
    expect([fatal, calls(), run.status]).toEqual([null, 2, 'success']);
    expect(run.stages).toMatchObject([{ status: 'success', processed: 1, failed: 0 }]);
    expect(told).toContainEqual({
      type: 'warning',
      message: 'embed failed and is tried once more: as scripted',
    });
  });

  it('gives up after the second failure', async () => {
    const { stage: twice, calls } = failing('STORE_UNREACHABLE', 'STORE_UNREACHABLE');
    const { run, fatal } = await runBatch(options([twice, stage('run')], { clock: hurried }));
    expect([fatal?.code, calls(), run.status]).toEqual(['STORE_UNREACHABLE', 2, 'failed']);
    expect(run.stages).toMatchObject([{ status: 'failed', reason: 'as scripted' }]);
  });

  describe('a pipeline that fails', () => {
    const named = (name: string, inner: Stage): Stage => ({ ...inner, name });
    const part = (name: string, after: string[], ...stages: Stage[]) => ({ name, after, stages });
    const always = (code: ErrorCode) =>
      stage('run', () => Promise.reject(new GibseyError(code, 'as scripted')));
    const parts = (code: ErrorCode) => [
      part('pages', [], named('embed', always(code)), named('cluster', stage('run'))),
      part('answers', [], named('queries', stage('run'))),
      part('context', ['pages'], named('context', stage('run'))),
      part('tips', ['context'], named('tips', stage('run'))),
    ];
    const ended = async (code: ErrorCode) => {
      const { run, fatal } = await runBatch(
        options([], { pipelines: parts(code), clock: hurried }),
      );
      return [
        fatal?.code,
        run.status,
        ...run.stages.map(({ name, status }) => `${name} ${status}`),
      ];
    };

    it.each(['SERVICE_UNREACHABLE', 'SOURCE_UNREADABLE', 'MODEL_MISSING', 'INTERNAL'] as const)(
      'with %s fails alone, and blocks what comes after it',
      async (code) => {
        const source = { ...parts(code)[0]!.stages[0]!, fatal: new Set([code]) };
        const pipelines = [part('pages', [], source), ...parts(code).slice(1)];
        const { run, fatal } = await runBatch(options([], { pipelines, clock: hurried }));
        expect([fatal?.code, run.status, run.error?.code]).toEqual([code, 'failed', code]);
        expect(run.stages.map(({ name, status }) => `${name} ${status}`)).toEqual([
          'embed failed',
          'queries success',
          'context blocked',
          'tips blocked',
        ]);
        expect(run.stages[2]?.reason).toBe('the pipeline pages has failed');
      },
    );

    it.each(['STORE_UNREACHABLE', 'STORE_FULL', 'LOCK_LOST'] as const)(
      'with %s ends the run: no other could escape it',
      async (code) => expect(await ended(code)).toEqual([code, 'failed', 'embed failed']),
    );

    it('ends the run when it is told to stop', async () => {
      expect(await ended('INTERRUPTED')).toEqual(['INTERRUPTED', 'partial', 'embed partial']);
    });
  });

  it.each(['STORE_FULL', 'LOCK_LOST', 'INTERRUPTED', 'MODEL_CORRUPT'] as const)(
    'does not try again after %s, which another attempt cannot mend',
    async (code) => {
      const { stage: hopeless, calls } = failing(code);
      const { fatal } = await runBatch(options([hopeless], { clock: hurried }));
      expect([fatal?.code, calls()]).toEqual([code, 1]);
    },
  );

  it('records the stage whose plan cannot be drawn, after a second try', async () => {
    let drawn = 0;
    const planless: Stage = {
      ...stage('run'),
      async *plan() {
        drawn++;
        throw new Error('no plan');
      },
    };
    const { run } = await runBatch(options([planless], { clock: hurried }));
    expect(drawn).toBe(2);
    expect(run.stages).toMatchObject([{ name: 'embed', status: 'failed', reason: 'no plan' }]);
  });

  it('draws a plan that can be drawn only once no second time', async () => {
    const { stage: stream, calls } = failing('STORE_UNREACHABLE');
    const { fatal } = await runBatch(options([{ ...stream, once: true }], { clock: hurried }));
    expect([fatal?.code, calls()]).toEqual(['STORE_UNREACHABLE', 1]);
  });

  it('ends at the time limit while it waits to try again', async () => {
    const { stage: down, calls } = failing('STORE_UNREACHABLE');
    const { run, fatal } = await runBatch(options([down], { timeoutMs: 100 }));
    expect([fatal?.code, calls(), run.status]).toEqual(['BUDGET_SPENT', 1, 'partial']);
  });
});

/** Settles as an endless sleep does: never, but for the signal. */
const aborted = (signal?: AbortSignal) =>
  new Promise<void>((_, stop) =>
    signal?.addEventListener('abort', () => stop(new DOMException('stopped', 'AbortError'))),
  );
