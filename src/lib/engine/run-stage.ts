import { asGibseyError, type ErrorCode, type GibseyError } from '../domain/errors.js';
import type { StageRecord, UnitFailure } from '../domain/run.js';
import type { Clock, Reporter } from '../ports/index.js';
import { IDLE, lingering } from '../stages/lingering.js';
import type { Loaded, Plan, Result, Stage, Unit } from '../stages/stage.js';

export interface StageContext {
  clock: Clock;
  report: Reporter;
  signal: AbortSignal;
  force: boolean;
  fence: number;
  /** Units to compute, when a first pass over the plan has counted them. */
  total: number | null;
}

/** Failures that no other unit can escape: the stage stops, keeping what is finished. */
const FATAL: ReadonlySet<ErrorCode> = new Set([
  'INTERRUPTED',
  'BUDGET_SPENT',
  'LOCK_LOST',
  'MODEL_MISSING',
  'MODEL_CORRUPT',
  'SOURCE_UNREADABLE',
  'STORE_UNREACHABLE',
  'STORE_READONLY',
  'STORE_FULL',
  'STORE_CORRUPT',
  'STORE_TOO_NEW',
]);
const RETRY_AFTER_MS = 250;
/** Failures kept word for word in the record; all of them are counted. */
const FAILURES_KEPT = 20;

export interface StageOutcome {
  record: StageRecord;
  /** What stopped the stage before its last unit. */
  fatal: GibseyError | null;
}

/** Computes the units that the plan says, some at a time, and commits them in batches as they finish. */
export async function runStage(stage: Stage, context: StageContext): Promise<StageOutcome> {
  const run = new StageRun(stage, context);
  context.report({ type: 'stage-start', stage: stage.name });
  const fatal = await run.all();
  const record = run.record(fatal);
  context.report({ type: 'stage-end', record });
  return { record, fatal };
}

class StageRun {
  private readonly stage: Stage;
  private readonly context: StageContext;
  private readonly started: number;
  private readonly inFlight = new Set<Promise<void>>();
  private readonly halt = new AbortController();
  private planned: Unit[] = [];
  private finished: Result[] = [];
  private weight = 0;
  private readonly failures: UnitFailure[] = [];
  private fatal: GibseyError | null = null;
  private committing: Promise<void> = Promise.resolve();
  private processed = 0;
  private skipped = 0;
  private failed = 0;
  private slowestUnitMs = 0;

  constructor(stage: Stage, context: StageContext) {
    this.stage = stage;
    this.context = context;
    this.started = context.clock.monotonic();
  }

  async all(): Promise<GibseyError | null> {
    try {
      await this.drawPlan();
    } catch (thrown) {
      this.stop(asGibseyError(thrown));
    }
    await this.settle();
    if (!this.fatal) await this.finish();
    return this.fatal;
  }

  /** Brings everything that was taken on to its end and stores it. */
  private async settle(): Promise<void> {
    if (!this.fatal) await this.begin(); // the last ones, fewer than are loaded together
    await Promise.all(this.inFlight);
    this.commitFinished();
    await this.committing;
  }

  private async drawPlan(): Promise<void> {
    const { force, signal, clock } = this.context;
    const plans = this.stage.plan({ force, signal });
    for await (const plan of this.stage.once ? lingering(plans, clock) : plans) {
      signal.throwIfAborted();
      if (this.fatal) return;
      if (plan === IDLE) await this.settle();
      else await this.take(plan);
      // A batch that is being committed holds the next ones back, so that memory stays bounded.
      if (this.full()) await this.committing;
    }
  }

  private async take({ unit, action, reason }: Plan): Promise<void> {
    if (action === 'skip') this.skipped++;
    else if (action === 'reject') this.fail(unit, 'BAD_INPUT', reason);
    else {
      this.planned.push(unit);
      if (this.planned.length >= (this.stage.limits.load ?? 1)) await this.begin();
    }
  }

  /** Loads what was planned and computes it, as many units at once as the stage allows. */
  private async begin(): Promise<void> {
    const units = this.planned;
    this.planned = [];
    const loaded = await this.load(units);
    for (const [at, unit] of units.entries()) {
      if (this.fatal) return;
      const found = loaded[at];
      if (found?.input === unit.input) this.start(unit, found.value);
      else if (found !== undefined) this.skipped++; // superseded
      if (this.inFlight.size >= this.stage.limits.concurrency) await Promise.race(this.inFlight);
    }
  }

  /** @returns undefined for units that have failed */
  private async load(
    units: readonly Unit[],
  ): Promise<readonly (Loaded<unknown> | null | undefined)[]> {
    if (units.length === 0 || !this.stage.load) {
      return units.map(({ input }) => ({ value: undefined, input }));
    }
    try {
      return await this.stage.load(units, this.context.signal);
    } catch (thrown) {
      const error = asGibseyError(thrown);
      if (this.stops(error)) this.stop(error);
      else for (const unit of units) this.fail(unit, error.code, error.message);
      return [];
    }
  }

  private start(unit: Unit, loaded: unknown): void {
    const work: Promise<void> = this.compute(unit, loaded).finally(() =>
      this.inFlight.delete(work),
    );
    this.inFlight.add(work);
  }

  private async compute(unit: Unit, loaded: unknown): Promise<void> {
    const start = this.context.clock.monotonic();
    try {
      const value = await this.twice(unit, loaded);
      this.finished.push({ unit, value });
      this.weight += this.stage.weigh?.(unit) ?? 0;
      if (this.full()) this.commitFinished();
    } catch (thrown) {
      const error = asGibseyError(thrown);
      if (this.stops(error)) this.stop(error);
      else this.fail(unit, error.code, error.message);
    }
    this.slowestUnitMs = Math.max(this.slowestUnitMs, this.context.clock.monotonic() - start);
  }

  /** Once more after a pause when the failure may pass. */
  private async twice(unit: Unit, loaded: unknown): Promise<unknown> {
    const signal = AbortSignal.any([this.context.signal, this.halt.signal]);
    try {
      return await this.stage.compute(unit, signal, loaded);
    } catch (thrown) {
      const { code, retryable } = asGibseyError(thrown);
      if (FATAL.has(code) || !(retryable || code === 'INTERNAL')) throw thrown;
      await this.context.clock.sleep(RETRY_AFTER_MS, signal);
      return this.stage.compute(unit, signal, loaded);
    }
  }

  private full(): boolean {
    const { batch, weight = Infinity } = this.stage.limits;
    return this.finished.length >= batch || this.weight >= weight;
  }

  private commitFinished(): void {
    const results = this.finished;
    if (results.length === 0) return;
    this.finished = [];
    this.weight = 0;
    this.committing = this.committing.then(() => this.commit(results));
  }

  private async commit(results: Result[]): Promise<void> {
    if (this.fatal?.code === 'LOCK_LOST') return;
    try {
      await this.stage.commit(results, this.context.fence);
      this.processed += results.length;
      const { report, total } = this.context;
      report({ type: 'progress', stage: this.stage.name, done: this.processed, total });
    } catch (thrown) {
      const error = asGibseyError(thrown);
      if (this.stops(error) || results.length === 1) this.refuse(results, error);
      else for (const result of results) await this.commit([result]); // one bad unit must not sink its batch
    }
  }

  private refuse(results: readonly Result[], error: GibseyError): void {
    if (this.stops(error)) this.stop(error);
    else for (const { unit } of results) this.fail(unit, error.code, error.message);
  }

  /** A budget of tokens keeps single units from their model; only that of time ends the stage, by its signal. */
  private stops({ code }: GibseyError): boolean {
    if (code === 'BUDGET_SPENT') return this.context.signal.aborted;
    return FATAL.has(code) || (this.stage.fatal?.has(code) ?? false);
  }

  private fail({ key }: Unit, code: ErrorCode, message: string): void {
    this.failed++;
    if (this.failures.length < FAILURES_KEPT) this.failures.push({ key, code, message });
  }

  private stop(error: GibseyError): void {
    const { signal } = this.context;
    this.fatal ??= signal.aborted ? asGibseyError(signal.reason) : error;
    this.halt.abort(error);
  }

  private async finish(): Promise<void> {
    try {
      await this.stage.finish?.(this.context.fence);
      await this.stage.remember?.();
    } catch (thrown) {
      this.stop(asGibseyError(thrown));
    }
  }

  record(fatal: GibseyError | null): StageRecord {
    const { name } = this.stage;
    const { processed, skipped, failed, failures, slowestUnitMs } = this;
    const shortfall = this.stage.shortfall?.() ?? null;
    const reason = fatal?.message ?? shortfall;
    const removed = this.stage.removed?.();
    return {
      name,
      status: statusOf({ processed, failed: shortfall === null ? failed : 1, fatal }),
      durationMs: Math.round(this.context.clock.monotonic() - this.started),
      processed,
      skipped,
      failed,
      ...(reason === null ? {} : { reason }),
      failures,
      slowestUnitMs: Math.round(slowestUnitMs),
      ...(removed ? { removed: { ...removed } } : {}),
    };
  }
}

/** Stopped on purpose, not by a defect: what is there is good, the rest is still to do. */
export const stoppedEarly = ({ code }: GibseyError) =>
  code === 'INTERRUPTED' || code === 'BUDGET_SPENT' || code === 'QUOTA_SPENT';

function statusOf(counts: {
  processed: number;
  failed: number;
  fatal: GibseyError | null;
}): StageRecord['status'] {
  const { processed, failed, fatal } = counts;
  if (fatal) return stoppedEarly(fatal) ? 'partial' : 'failed';
  if (failed > 0) return 'partial';
  return processed > 0 ? 'success' : 'unchanged';
}
