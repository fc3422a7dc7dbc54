import type { Config } from '../config/schema.js';

/** A command that a scheduler runs at times of a wall clock. */
export interface Job {
  name: string;
  /** Five fields: minute, hour, day of month, month, day of week. */
  cron: string;
  /** As it is typed: `gibsey nightly --days 7`. */
  command: string;
  /** The command stops cleanly after this many seconds. */
  timeoutS?: number | undefined;
  enabled: boolean;
  /** IANA name of the time zone that `cron` is read in. */
  timezone: string;
}

/** The job whose times decide whether a night was missed. */
export const NIGHT_JOB = 'nightly';

/** The jobs of a configuration, each with its time zone. */
export function jobsOf({ jobs, timezone }: Config['schedule']): Job[] {
  return jobs.map((job) => ({ ...job, timezone: job.timezone ?? timezone }));
}

/** What is typed to run the job within its time limit: words after `gibsey`. */
export function argumentsOf({ command, timeoutS }: Job): string {
  const words = command.replace(/^gibsey\s+/, '');
  return timeoutS === undefined || /--timeout\b/.test(words)
    ? words
    : `${words} --timeout ${timeoutS}`;
}
