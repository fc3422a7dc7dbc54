import { asGibseyError, GibseyError } from '../domain/errors.js';
import type { Run, RunStatus, StageRecord } from '../domain/run.js';
import type { StageName } from '../domain/values.js';
import type { Clock, LockOwner, Reporter, Store, UsageMeter } from '../ports/index.js';
import type { PipelineStages } from '../pipelines/pipeline.js';
import type { Stage } from '../stages/stage.js';
import { endAbandoned } from './abandoned.js';
import { acquireLock, type HeldLock } from './lock.js';
import { runStage, stoppedEarly, type StageOutcome } from './run-stage.js';
import { endedBefore, joined, mayPass, RETRY_STAGE_AFTER_MS } from './stage-retry.js';
import { hasWork, tallyStage } from './tally.js';

/** The lock that keeps two nights, and stages run by hand, from working on one store at once. */
export const NIGHT_LOCK = 'night';

export interface BatchOptions {
  store: Store;
  /** In order; one that fails ends alone, unless its failure is one of the run. */
  pipelines: readonly PipelineStages[];
  run: Pick<Run, 'runId' | 'command' | 'configHash' | 'versions'>;
  /** Null: may run beside a night, as ingest does: pages are live, and writing them is idempotent. */
  lock: { owner: LockOwner; isDead: (owner: LockOwner) => boolean; staleMs: number } | null;
  /** The batch stops cleanly at this age and ends partial. */
  timeoutMs?: number | undefined;
  force: boolean;
  clock: Clock;
  meter: UsageMeter;
  /** Told how this run has ended before its record says so, and the same of runs that could not say it themselves. */
  ended?: (run: Run) => Promise<void>;
  report: Reporter;
  /** Grows while stages warn; recorded with the run. */
  warnings: string[];
  signal: AbortSignal;
}

export interface BatchOutcome {
  run: Run;
  /** What ended the batch early. */
  fatal: GibseyError | null;
}

/**
 * Runs the stages of pipelines in order under one lock and records the run. The lock is taken by the first stage that has work:
 * when nothing has changed, nothing is locked and nothing is written but the record.
 * @throws LOCKED when another run is alive; nothing was done then, and nothing is recorded.
 */
export async function runBatch(options: BatchOptions): Promise<BatchOutcome> {
  return new Batch(options).all();
}

class Batch {
  private readonly options: BatchOptions;
  private readonly run: Run;
  private readonly deadline = new AbortController();
  private readonly done = new AbortController();
  private readonly started: number;
  private lock: HeldLock | null = null;

  constructor(options: BatchOptions) {
    this.options = options;
    this.started = options.clock.monotonic();
    this.run = {
      ...options.run,
      status: 'running',
      startedAt: options.clock.now(),
      endedAt: null,
      durationMs: 0,
      planned: options.pipelines.flatMap(({ stages }) => stages.map(({ name }) => name)),
      stages: [],
      models: options.meter.total(),
      warnings: options.warnings,
      published: null,
      error: null,
    };
  }

  async all(): Promise<BatchOutcome> {
    this.startDeadline();
    try {
      const fatal = await this.toTheEnd();
      await this.record(fatal); // under the lock: a record without one is of a run that was killed
      return { run: this.run, fatal };
    } finally {
      this.done.abort();
      await this.lock?.release().catch(() => undefined); // an unreleased lock is taken over when stale
    }
  }

  private async toTheEnd(): Promise<GibseyError | null> {
    try {
      const fatal = await this.pipelines();
      if (!this.lock && this.options.lock) await this.endAbandoned();
      return fatal;
    } catch (thrown) {
      const fatal = asGibseyError(thrown);
      if (fatal.code === 'LOCKED') throw fatal;
      return fatal;
    }
  }

  /** @returns the failure of the run, or else the first one of a pipeline */
  private async pipelines(): Promise<GibseyError | null> {
    const failed = new Map<string, GibseyError>();
    for (const pipeline of this.options.pipelines) {
      const blocker = pipeline.after.find((name) => failed.has(name));
      if (blocker !== undefined) {
        this.block(pipeline, blocker);
        failed.set(pipeline.name, failed.get(blocker)!);
        continue;
      }
      const fatal = await this.pipeline(pipeline);
      if (fatal && endsRun(fatal)) return fatal;
      if (fatal) failed.set(pipeline.name, fatal);
    }
    await this.lock?.confirm(); // stages that found nothing left to do may have been another run's success
    const [first = null] = failed.values();
    return first;
  }

  private async pipeline({ stages }: PipelineStages): Promise<GibseyError | null> {
    for (const stage of stages) {
      this.signal().throwIfAborted();
      const { record, fatal } = await this.stage(stage);
      this.run.stages.push(record);
      if (fatal) return fatal;
      await this.showProgress();
    }
    return null;
  }

  private block({ stages }: PipelineStages, blocker: string): void {
    for (const { name } of stages) {
      const record = { ...unchanged(name, 0, 0), status: 'blocked' as const };
      this.run.stages.push({ ...record, reason: `the pipeline ${blocker} has failed` });
    }
  }

  /** A stage that fails is tried once more: what the first attempt has finished is skipped. */
  private async stage(stage: Stage): Promise<StageOutcome> {
    const { clock, report } = this.options;
    const started = clock.monotonic();
    const first = await this.attempt(stage);
    if (!first.fatal || stage.once || !mayPass(first.fatal)) return first;
    const { message } = first.fatal;
    report({ type: 'warning', message: `${stage.name} failed and is tried once more: ${message}` });
    await clock.sleep(RETRY_STAGE_AFTER_MS, this.signal()).catch(() => undefined); // the attempt says why
    const second = await this.attempt(stage);
    const record = joined(first.record, second.record, clock.monotonic() - started);
    return { record, fatal: second.fatal };
  }

  private async attempt(stage: Stage): Promise<StageOutcome> {
    const { clock } = this.options;
    const started = clock.monotonic();
    try {
      this.signal().throwIfAborted();
      return await this.pass(stage, started);
    } catch (thrown) {
      const fatal = asGibseyError(thrown);
      if (fatal.code === 'LOCKED') throw fatal;
      return { record: endedBefore(stage.name, fatal, clock.monotonic() - started), fatal };
    }
  }

  private async pass(stage: Stage, started: number): Promise<StageOutcome> {
    const { force, clock, report } = this.options;
    const signal = this.signal();
    const tally = stage.once ? null : await tallyStage(stage, { force, signal });
    if (tally && !hasWork(tally)) {
      await stage.remember?.();
      const record = unchanged(stage.name, tally.skip, clock.monotonic() - started);
      report({ type: 'stage-end', record });
      return { record, fatal: null };
    }
    await this.acquire();
    return runStage(stage, {
      clock,
      report,
      signal: this.signal(),
      force,
      fence: this.lock?.fence ?? 0,
      total: tally?.run ?? null,
    });
  }

  private async acquire(): Promise<void> {
    const { store, lock, clock, signal } = this.options;
    if (!lock || this.lock) return;
    this.lock = await acquireLock({
      ...lock,
      locks: store.locks,
      name: NIGHT_LOCK,
      clock,
      signal,
    });
    await this.endAbandoned();
    await store.runs.put(this.run); // from here on others can see who works
  }

  private endAbandoned(): Promise<void> {
    const { store, lock, ended } = this.options;
    return endAbandoned({
      runs: store.runs,
      runId: this.run.runId,
      alone: async () => {
        const row = this.lock ? null : await store.locks.read(NIGHT_LOCK);
        return !row?.held || (lock?.isDead(row.owner) ?? false);
      },
      told: async (run) => ended?.(run),
    });
  }

  /** What is known of this run, should it be killed. */
  private async showProgress(): Promise<void> {
    if (!this.lock) return;
    const { store, clock, meter } = this.options;
    this.run.durationMs = Math.round(clock.monotonic() - this.started);
    this.run.models = meter.total();
    await store.runs.put(this.run).catch(() => undefined); // the record at the end says why
  }

  private startDeadline(): void {
    const { clock, timeoutMs } = this.options;
    if (timeoutMs === undefined) return;
    const spent = new GibseyError('BUDGET_SPENT', `Stopped after ${timeoutMs / 1000} s, as told.`);
    clock.sleep(timeoutMs, this.done.signal).then(
      () => this.deadline.abort(spent),
      () => undefined, // the batch ended in time
    );
  }

  private signal(): AbortSignal {
    const signals = [this.options.signal, this.deadline.signal];
    return AbortSignal.any(this.lock ? [...signals, this.lock.lost] : signals);
  }

  private async record(fatal: GibseyError | null): Promise<void> {
    const { store, clock, meter } = this.options;
    const published = await store.generations.published('pages').catch(() => null);
    Object.assign(this.run, {
      status: statusOf(this.run.stages, fatal),
      endedAt: clock.now(),
      durationMs: Math.round(clock.monotonic() - this.started),
      models: meter.total(),
      published: published?.id ?? null,
      error: fatal && { code: fatal.code, message: fatal.message },
    });
    await this.options.ended?.(this.run);
    // A store that is full or gone cannot take the record; the failure itself is what must be told.
    await store.runs.put(this.run).catch((thrown: unknown) => {
      if (!fatal) throw thrown;
    });
  }
}

/** Failures that no other pipeline can escape; all others concern the one that they happen in. */
const endsRun = (error: GibseyError): boolean =>
  stoppedEarly(error) || error.code === 'LOCK_LOST' || error.code.startsWith('STORE_');

function unchanged(name: StageName, skipped: number, durationMs: number): StageRecord {
  return {
    name,
    status: 'unchanged',
    durationMs: Math.round(durationMs),
    processed: 0,
    skipped,
    failed: 0,
    failures: [],
    slowestUnitMs: 0,
  };
}

function statusOf(stages: readonly StageRecord[], fatal: GibseyError | null): RunStatus {
  if (fatal) return stoppedEarly(fatal) ? 'partial' : 'failed';
  if (stages.some(({ status }) => status === 'partial' || status === 'failed')) return 'partial';
  return stages.some(({ status }) => status === 'success') ? 'success' : 'unchanged';
}
