/** systemd units: a service and a timer for each job. Timers know time zones, and catch up after a shutdown. */
import type { Host } from './crontab.js';
import { fieldsOf } from './fields.js';
import { argumentsOf, type Job } from './job.js';

export interface Unit {
  file: string;
  text: string;
}

export type ServiceOptions = Pick<Host, 'folder' | 'program' | 'options' | 'path'>;

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

export function systemdUnits(jobs: readonly Job[], options: ServiceOptions): Unit[] {
  return jobs
    .filter(({ enabled }) => enabled)
    .flatMap((job) => [
      { file: `gibsey-${job.name}.service`, text: service(job, options) },
      { file: `gibsey-${job.name}.timer`, text: timer(job) },
    ]);
}

/** 75 and 3 are defined ends of a night, not failures of a unit. */
function service(job: Job, { folder, program, options, path }: ServiceOptions): string {
  const limit = job.timeoutS === undefined ? 'infinity' : String(job.timeoutS + 60);
  return `[Unit]
Description=gibsey: ${job.name}
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
WorkingDirectory=${folder.replaceAll('%', '%%')}
Environment="PATH=${path.replaceAll('%', '%%')}"
ExecStart=${program.replaceAll('%', '%%')} ${argumentsOf(job)} --quiet${options}
SuccessExitStatus=3 75
KillSignal=SIGINT
# gibsey stops by itself at its own limit; this is for a process that no longer answers
TimeoutStartSec=${limit}
`;
}

function timer(job: Job): string {
  const calendars = onCalendar(job).map((expression) => `OnCalendar=${expression}`);
  return `[Unit]
Description=gibsey: ${job.name}, ${job.cron} ${job.timezone}

[Timer]
${calendars.join('\n')}
Persistent=true

[Install]
WantedBy=timers.target
`;
}

/** Cron's day of month and day of week, both given, mean either: two expressions. */
export function onCalendar({ cron, timezone }: Pick<Job, 'cron' | 'timezone'>): string[] {
  const { minutes, hours, days, months, weekdays } = fieldsOf(cron);
  const time = `${list(hours)}:${list(minutes)}:00 ${timezone}`;
  const names = weekdays?.map((day) => WEEKDAYS[day]).join(',');
  const date = `*-${list(months)}-${list(days)} ${time}`;
  if (!names) return [date];
  const byWeekday = `${names} *-${list(months)}-* ${time}`;
  return days ? [date, byWeekday] : [byWeekday];
}

function list(values: readonly number[] | null): string {
  return values?.map((value) => String(value).padStart(2, '0')).join(',') ?? '*';
}
