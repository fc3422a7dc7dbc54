/** The block that gibsey keeps in a user's crontab. */
import { GibseyError } from '../domain/errors.js';
import { argumentsOf, type Job } from './job.js';
import { machineTimes } from './machine-times.js';

/** The machine and project that a schedule is written for. */
export interface Host {
  /** Time zone of the scheduler's clock. */
  zone: string;
  /** Folder of the project: where the config file is. */
  folder: string;
  /** How gibsey is started, ready for a shell. */
  program: string;
  /** Options that every command takes here, each with a space in front. */
  options: string;
  /** PATH of the jobs. */
  path: string;
  /** Epoch ms: the year from here on decides between time zones. */
  now: number;
}

/**
 * The block, with its markers. It sets no variable of the crontab, since those would hold for the user's own
 * lines below it, and needs no CRON_TZ, which Debian's cron takes for a variable of the command.
 */
export function crontabBlock(jobs: readonly Job[], host: Host): string {
  if (/[\n\r]/.test(host.folder)) {
    throw new GibseyError('CONFIG_INVALID', 'A crontab cannot name a folder with a line break.');
  }
  const lines = jobs.flatMap((job) => [
    `# ${job.name}: ${job.cron} ${job.timezone}`,
    `${job.enabled ? '' : '#'}${crontabLine(job, host)}`,
  ]);
  const clock = `# Times of this block are in ${host.zone}, the clock of this machine.`;
  return [beginning(host.folder), clock, ...lines, ending(host.folder), ''].join('\n');
}

function crontabLine(job: Job, host: Host): string {
  const { cron, guarded } = machineTimes(job, host.zone, host.now);
  const log = `.gibsey/${job.name}.log`;
  const steps = [
    `cd ${quoted(host.folder)}`,
    'mkdir -p .gibsey',
    `export PATH=${quoted(host.path)}`,
    ...(guarded ? [`${host.program} schedule --due ${job.name} --quiet${host.options}`] : []),
    `${host.program} ${argumentsOf(job)} --quiet${host.options} >> ${log} 2>&1`,
  ];
  return `${cron} ${steps.join(' && ').replaceAll('%', '\\%')}`; // cron reads % as a line break
}

/** The block of this folder as it stands in a crontab, null when there is none. */
export function blockIn(crontab: string, folder: string): string | null {
  const start = crontab.indexOf(`${beginning(folder)}\n`);
  if (start < 0) return null;
  const last = `${ending(folder)}\n`;
  const end = crontab.indexOf(last, start);
  if (end < 0) {
    const message = `The crontab has a line "${beginning(folder)}", but not the one that ends it.`;
    throw new GibseyError('BAD_INPUT', message, { hint: 'mend it with: crontab -e' });
  }
  return crontab.slice(start, end + last.length);
}

/**
 * The crontab with this block instead of the folder's earlier one. A new block goes to the top, where no
 * variable of the user's lines reaches it.
 */
export function withBlock(crontab: string, folder: string, block: string): string {
  const old = blockIn(crontab, folder);
  return old === null ? block + crontab : crontab.replace(old, () => block);
}

const beginning = (folder: string) => `# BEGIN gibsey ${folder}`;
const ending = (folder: string) => `# END gibsey ${folder}`;

/** A word for a POSIX shell. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
