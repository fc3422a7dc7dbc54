import { nextTimes } from './cron.js';
import { distinct, fieldsOf } from './fields.js';
import type { Job } from './job.js';
import { sameClock, shiftChanges, wallTime } from './zones.js';

const DAY_MS = 86_400_000;

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
  const steady = changes.length === 1 || everyHour(daily, minutes);
  const exact = everyDay && steady && isProduct(walls, minutes, hours);
  return { cron: `${list(minutes, 60)} ${list(hours, 24)} * * *`, guarded: !exact };
}

/** Times on the two days before a change and the two days behind it. */
function around(cron: string, timezone: string, change: number): number[] {
  const { minutes, hours } = fieldsOf(cron);
  const fourDays = 4 * (minutes?.length ?? 60) * (hours?.length ?? 24);
  return nextTimes(cron, timezone, change - 2 * DAY_MS, fourDays);
}

/** Times in every hour, at the same minutes in both zones, do not care by how many hours the zones differ. */
function everyHour(cron: string, minutes: readonly number[]): boolean {
  const own = fieldsOf(cron);
  return own.hours === null && (own.minutes?.length ?? 60) === minutes.length;
}

/** Whether every hour has every minute: then the product of both lists is the times themselves. */
function isProduct(
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
