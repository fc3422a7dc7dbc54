import type { Job } from '../lib/schedule/job.js';
import { nextTimes } from '../lib/schedule/cron.js';
import { wallTime } from '../lib/schedule/zones.js';
import { columns } from './columns.js';

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

/** Within 80 columns: the flags of a command stand below it, beside its further times. */
export function scheduleText(jobs: readonly ScheduledJob[]): string {
  if (jobs.length === 0) return 'No jobs.';
  const rows = jobs.flatMap((job) => {
    const times = job.next.map((iso) => [local(iso, job.timezone), utc(iso)]);
    const none = [[job.enabled ? 'never' : 'off', '']];
    const command = byFlags(job.command);
    return Array.from({ length: Math.max(1, times.length, command.length) }, (_, i) => [
      ...(i === 0 ? [job.name, job.cron] : ['', '']),
      ...((times.length > 0 ? times : none)[i] ?? ['', '']),
      command[i] ?? '',
    ]);
  });
  const zones = [...new Set(jobs.map(({ timezone }) => timezone))];
  const zone = zones.length === 1 ? zones[0]! : 'its own zone';
  return columns(rows, { head: ['job', 'cron', zone, 'UTC', 'command'] });
}

const COMMAND_WIDTH = 22;

/** A command in lines of that width, each flag together with its value. */
function byFlags(command: string): string[] {
  const lines: string[] = [];
  for (const part of command.split(/ (?=--)/)) {
    const longer = `${lines.at(-1)} ${part}`;
    if (lines.length > 0 && longer.length <= COMMAND_WIDTH) lines[lines.length - 1] = longer;
    else lines.push(part);
  }
  return lines;
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
