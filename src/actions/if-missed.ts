/** `nightly --if-missed`: whether the last night's time passed without a night. */
import type { Config } from '../lib/config/schema.js';
import type { Run } from '../lib/domain/run.js';
import type { Clock, RunStore } from '../lib/ports/index.js';
import { jobsOf, NIGHT_JOB } from '../lib/schedule/job.js';
import { nightSince } from '../lib/schedule/missed.js';
import { moment } from '../view/format.js';
import { runJson } from '../view/run.js';

/** More runs than happen between two nights. */
const LOOK_BACK = 1_000;
/** Times that a night is measured by where the configuration has no job of that name. */
const EVERY_NIGHT = { cron: '0 3 * * *' };

/** What is said instead of running a night; null when the last one was missed. */
export async function nightDone(runs: RunStore, schedule: Config['schedule'], clock: Clock) {
  const job = jobsOf(schedule).find(({ name }) => name === NIGHT_JOB) ?? {
    ...EVERY_NIGHT,
    timezone: schedule.timezone,
  };
  const night = nightSince(await runs.list(LOOK_BACK), job, clock.now());
  return night && { text: done(night), json: doneJson(night) };
}

const done = ({ runId, endedAt }: { runId: string; endedAt: number }) =>
  `No night was missed: run ${runId} succeeded ${moment(endedAt)}.`;

/** The document of a run that had nothing to do. */
function doneJson(night: Run & { endedAt: number }) {
  const nothing = { calls: 0, tokens: 0, costUsd: 0 };
  const run = { ...night, status: 'unchanged' as const, stages: [], models: nothing, warnings: [] };
  return { ...runJson(run), missed: false, last_success: new Date(night.endedAt).toISOString() };
}
