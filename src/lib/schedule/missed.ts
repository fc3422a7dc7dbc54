import type { Run } from '../domain/run.js';
import { lastTime } from './cron.js';
import type { Job } from './job.js';

const HOUR_MS = 3_600_000;
/** A success from later than this is the work of a wrong clock, not of one that was set back. */
const AHEAD_MS = 26 * HOUR_MS;
const DAY_MS = 24 * HOUR_MS;
/** The stages of a whole night; with `--only` some are not run. */
const WHOLE = ['embed', 'cluster', 'summarize', 'publish'] as const;

/**
 * The night that makes another one unnecessary: the newest whole night that succeeded, or found nothing to do,
 * and ended since the job's last time. Null when the night was missed, or failed, or was partial.
 * @param runs in any order
 */
export function nightSince(
  runs: readonly Run[],
  job: Pick<Job, 'cron' | 'timezone'>,
  now: number,
): (Run & { endedAt: number }) | null {
  const since = lastTime(job.cron, job.timezone, now) ?? now - DAY_MS;
  const nights = runs
    .filter(succeeded)
    .filter(({ endedAt }) => endedAt >= since && endedAt <= now + AHEAD_MS)
    .sort((a, b) => b.endedAt - a.endedAt);
  return nights[0] ?? null;
}

function succeeded(run: Run): run is Run & { endedAt: number } {
  return (
    run.command === 'nightly' &&
    (run.status === 'success' || run.status === 'unchanged') &&
    run.endedAt !== null &&
    WHOLE.every((name) => run.stages.some((stage) => stage.name === name))
  );
}
