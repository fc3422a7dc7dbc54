import type { Job } from '../lib/schedule/job.js';
import { nextTimes } from '../lib/schedule/cron.js';
import { wallTime } from '../lib/schedule/zones.js';
import { columns } from './format.js';

const SHOWN = 3;

export interface ScheduledJob {
  name: string;
  cron: string;
  timezone: string;
  command: string;
  timeout_s: number | null;
  enabled: boolean;
  /** ISO 8601, UTC. */
  next: string[];
}

export function scheduleJson(jobs: readonly Job[], now: number): ScheduledJob[] {
  return jobs.map(({ name, cron, timezone, command, timeoutS, enabled }) => ({
    name,
    cron,
    timezone,
    command,
    timeout_s: timeoutS ?? null,
    enabled,
    next: enabled
      ? nextTimes(cron, timezone, now, SHOWN).map((at) => new Date(at).toISOString())
      : [],
  }));
}

export function scheduleText(jobs: readonly ScheduledJob[]): string {
  const rows = jobs.flatMap((job) => {
    const [first, ...more] = job.next.map((iso) => [local(iso, job.timezone), utc(iso)]);
    const head = [job.name, job.cron, ...(first ?? [job.enabled ? 'never' : 'off', ''])];
    return [[...head, job.command], ...more.map((times) => ['', '', ...times, ''])];
  });
  const zones = [...new Set(jobs.map(({ timezone }) => timezone))];
  const zone = zones.length === 1 ? zones[0] : 'its own zone';
  const head = ['job', 'cron', `next, ${zone}`, 'UTC', 'command'];
  return rows.length > 0 ? columns(rows, { head }) : 'No jobs.';
}

/** `22 Nov 03:00` on the clocks of the zone. */
function local(iso: string, timezone: string): string {
  const { year, month, day, hour, minute } = wallTime(Date.parse(iso), timezone);
  return utc(new Date(Date.UTC(year, month - 1, day, hour, minute)).toISOString());
}

function utc(iso: string): string {
  const [, day, month] = new Date(iso).toUTCString().split(' ');
  return `${day} ${month} ${iso.slice(11, 16)}`;
}
