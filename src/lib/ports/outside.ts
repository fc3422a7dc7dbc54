/** Who is told of a night, and the scheduler of this machine. */
import type { ErrorCode } from '../domain/errors.js';
import type { StageName } from '../domain/values.js';

export interface Alert {
  /** What was run, e.g. `nightly`. */
  command: string;
  /** Null when it could not even begin. */
  runId: string | null;
  status: 'failed' | 'partial';
  stage: StageName | null;
  code: ErrorCode;
  cause: string;
  /** The command line that goes on where it ended. */
  resume: string;
  /** The machine it ran on. */
  host: string;
  /** Epoch ms. */
  at: number;
}

/** @throws SERVICE_UNREACHABLE, REPLY_INVALID, with messages that show no part of an address but its host. */
export interface Notifier {
  /** For people: `Slack`, `mail`. */
  readonly name: string;
  notify(alert: Alert, signal: AbortSignal): Promise<void>;
}

/** A service that raises the alarm when it does not hear from a night. Throws as a Notifier does. */
export interface Heartbeat {
  readonly name: string;
  send(event: 'start' | 'success' | 'fail', signal: AbortSignal): Promise<void>;
}

/** Where a batch process leaves its metrics. Throws as a Notifier does. */
export interface MetricsSink {
  readonly name: string;
  /** Replaces what was left before by `exposition`, except the families in `keep` that it lacks. */
  write(
    exposition: string,
    options: { keep: readonly string[]; signal: AbortSignal },
  ): Promise<void>;
}

/** The crontab of the user whom this process runs as. */
export interface Crontab {
  /** Empty when the user has none. @throws UNSUPPORTED where there is no cron */
  read(): Promise<string>;
  /** @throws UNSUPPORTED, BAD_INPUT when cron refuses the text */
  write(text: string): Promise<void>;
}
