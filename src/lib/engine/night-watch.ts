import { asGibseyError, GibseyError } from '../domain/errors.js';
import type { Run } from '../domain/run.js';
import { exposition } from '../observability/exposition.js';
import {
  LAST_SUCCESS,
  nightMetrics,
  succeeded,
  type NightOutcome,
} from '../observability/night-metrics.js';
import type { Alert, Clock, Heartbeat, MetricsSink, Notifier, Reporter } from '../ports/index.js';
import { alertOf, alertOfThrown, type AlertPolicy } from './alerts.js';
import { stoppedEarly } from './run-stage.js';

export interface NightWatchOptions {
  notifiers: readonly Notifier[];
  heartbeat: Heartbeat | null;
  sinks: readonly MetricsSink[];
  policy: AlertPolicy;
  clock: Clock;
  report: Reporter;
}

const PING_TIMEOUT_MS = 3_000;
const TIMEOUT_MS = 10_000;
const RETRY_AFTER_MS = 500;

/**
 * Tells the world outside how a night, or another run that is watched, goes: a ping at its start, and at its end metrics, alerts and a ping. What
 * cannot be told is a warning, never a failure of the night.
 */
export class NightWatch {
  private readonly options: NightWatchOptions;
  private readonly started: number;
  private readonly startPing: Promise<string[]>;
  private readonly warned = new Set<string>();
  private told = false;

  constructor(options: NightWatchOptions) {
    this.options = options;
    this.started = options.clock.monotonic();
    this.startPing = this.ping('start'); // the night does not wait for it
  }

  /**
   * After a night that was recorded, however it ended. What could not be told joins its warnings.
   * @returns whether there is something of that kind, so that the record is to be written again
   */
  async ended(run: Run, known: Pick<NightOutcome, 'summaries' | 'audit'>): Promise<boolean> {
    const alert = alertOf(run, this.options.policy);
    const status = run.status === 'running' ? 'failed' : run.status;
    const well = succeeded({ status }) || (status === 'partial' && !run.error && !alert);
    const { stages, models } = run;
    const warnings = await this.tell({ status, stages, models, ...known }, alert, well);
    run.warnings.push(...warnings);
    return warnings.length > 0;
  }

  /** After a night that ended before it was recorded. Nothing when `ended` has told already. */
  async failed(thrown: unknown): Promise<void> {
    if (this.told) return;
    const error = asGibseyError(thrown);
    if (error.code === 'LOCKED') return void (await this.startPing); // the other night tells its own end
    const { policy, clock } = this.options;
    const status = stoppedEarly(error) ? 'partial' : 'failed';
    const models = { calls: 0, tokens: 0, costUsd: 0 };
    const alert = alertOfThrown(error, { ...policy, at: clock.now() });
    await this.tell({ status, stages: [], models, summaries: null }, alert, false);
  }

  private async tell(
    night: Omit<NightOutcome, 'endedAt' | 'durationMs'>,
    alert: Alert | null,
    well: boolean,
  ): Promise<string[]> {
    this.told = true;
    const { notifiers, sinks, clock } = this.options;
    const durationMs = clock.monotonic() - this.started;
    const text = exposition(nightMetrics({ ...night, endedAt: clock.now(), durationMs }));
    const keep = succeeded(night) ? [] : [LAST_SUCCESS];
    const warnings = await Promise.all([
      this.startPing.then(async (before) => [
        ...before,
        ...(await this.ping(well ? 'success' : 'fail')),
      ]),
      ...sinks.map((sink) =>
        this.deliver(sink.name, TIMEOUT_MS, (signal) => sink.write(text, { keep, signal })),
      ),
      ...(alert ? notifiers : []).map((notifier) =>
        this.deliver(notifier.name, TIMEOUT_MS, (signal) => notifier.notify(alert!, signal)),
      ),
    ]);
    return warnings.flat();
  }

  private async ping(event: 'start' | 'success' | 'fail'): Promise<string[]> {
    const { heartbeat } = this.options;
    if (!heartbeat) return [];
    return this.deliver(heartbeat.name, PING_TIMEOUT_MS, (signal) => heartbeat.send(event, signal));
  }

  /** Sends, once more when the failure may pass; the warning if that is in vain, too. */
  private async deliver(
    name: string,
    timeoutMs: number,
    send: (signal: AbortSignal) => Promise<void>,
  ): Promise<string[]> {
    const once = () => send(AbortSignal.timeout(timeoutMs));
    const { clock, report } = this.options;
    try {
      await once().catch(async (thrown: unknown) => {
        if (!asGibseyError(thrown).retryable) throw thrown;
        await clock.sleep(RETRY_AFTER_MS);
        await once();
      });
      return [];
    } catch (thrown) {
      // The words of a stranger's error may quote an address that is a secret.
      const reason = thrown instanceof GibseyError ? thrown.message : `${name}: a defect.`;
      const what = this.options.policy.command === 'nightly' ? 'night' : 'run';
      const message = `could not tell of this ${what}: ${reason}`;
      if (this.warned.has(message)) return [];
      this.warned.add(message);
      report({ type: 'warning', message });
      return [message];
    }
  }
}
