import { nextTimes } from './cron.js';
import { distinct } from './fields.js';
import type { Job } from './job.js';
import { sameClock, shiftChanges, wallTime } from './zones.js';

const DAY_MS = 86_400_000;
/** Every five minutes for two days, and some. */
const MOST_TIMES = 3_000;

export interface MachineTimes {
  /** An expression in the machine's zone that meets every time of the job. */
  cron: string;
  /** It meets other times too, so that the command must ask first whether the job is due. */
  guarded: boolean;
}

/**
 * A job's times for a scheduler whose clock stands in `zone`. Where the zones differ by more or less over the
 * year, or on the day of the week, the expression meets more times than the job's.
 */
export function machineTimes(job: Job, zone: string, from: number): MachineTimes {
  if (sameClock(job.timezone, zone, from)) return { cron: job.cron, guarded: false };
  const [minute = '', hour = '', ...days] = job.cron.trim().split(/\s+/);
  const daily = `${minute} ${hour} * * *`;
  const changes = shiftChanges(job.timezone, zone, from);
  const walls = changes
    .flatMap((change) => around(daily, job.timezone, change))
    .map((at) => wallTime(at, zone));
  const minutes = distinct(walls.map((wall) => wall.minute));
  const hours = distinct(walls.map((wall) => wall.hour));
  const everyDay = days.every((field) => field === '*');
  const exact = everyDay && changes.length === 1 && wholeShift(walls, minutes, hours);
  return { cron: `${list(minutes, 60)} ${list(hours, 24)} * * *`, guarded: !exact };
}

/** Times on the two days before a change and the two days behind it. */
function around(cron: string, timezone: string, change: number): number[] {
  const end = change + 2 * DAY_MS;
  return nextTimes(cron, timezone, change - 2 * DAY_MS, MOST_TIMES).filter((at) => at < end);
}

/** Whether every hour has every minute: then the product of both lists is the times themselves. */
function wholeShift(
  walls: readonly { hour: number; minute: number }[],
  minutes: readonly number[],
  hours: readonly number[],
): boolean {
  const times = new Set(walls.map(({ hour, minute }) => hour * 60 + minute));
  return times.size === minutes.length * hours.length;
}

function list(values: readonly number[], all: number): string {
  return values.length === all ? '*' : values.join(',');
}
