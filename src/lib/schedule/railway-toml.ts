/** `railway_cron.toml`, the form of earlier systems: `[jobs.NAME]` with schedule (UTC), command and timeout (s). */
import { GibseyError } from '../domain/errors.js';
import { parse } from './cron.js';
import type { Job } from './job.js';
import { machineTimes } from './machine-times.js';

/** A schedule in UTC that is not exact over the year has a comment that says so. */
export function railwayToml(jobs: readonly Job[], now: number): string {
  const tables = jobs.map((job) => {
    const { cron, guarded } = machineTimes(job, 'UTC', now);
    const note = `# ${job.cron} ${job.timezone}: UTC differs over the year; of these times one is right`;
    const lines = [
      `[jobs.${job.name}]`,
      ...(guarded ? [note] : []),
      `schedule = ${JSON.stringify(cron)}`,
      `command = ${JSON.stringify(job.command)}`,
      ...(job.timeoutS === undefined ? [] : [`timeout = ${job.timeoutS}`]),
    ];
    return lines.map((line) => `${job.enabled ? '' : '# '}${line}\n`).join('');
  });
  return tables.join('\n');
}

const LINE = {
  blank: /^\s*(#.*)?$/,
  table: /^\s*\[jobs\.([\w-]+|"[^"]+")\]\s*(#.*)?$/,
  text: /^\s*(schedule|command)\s*=\s*("(?:[^"\\]|\\.)*"|'[^']*')\s*(#.*)?$/,
  seconds: /^\s*(timeout)\s*=\s*(\d+)\s*(#.*)?$/,
};

/**
 * The jobs of such a file, in UTC.
 * @throws BAD_INPUT naming the line
 */
export function parseRailwayToml(text: string, file: string): Job[] {
  const tables = new Map<string, Record<string, string>>();
  let current: Record<string, string> | undefined;
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const table = LINE.table.exec(line);
    const entry = LINE.text.exec(line) ?? LINE.seconds.exec(line);
    if (table?.[1]) tables.set(table[1].replaceAll('"', ''), (current = {}));
    else if (entry?.[1] && entry[2] && current) current[entry[1]] = entry[2];
    else if (!LINE.blank.test(line)) throw unreadable(`${file}:${index + 1}`, line);
  }
  return [...tables].map(([name, entries]) => jobOf(name, entries, file));
}

function jobOf(name: string, entries: Record<string, string>, file: string): Job {
  const { schedule, command, timeout } = entries;
  if (!schedule || !command) {
    throw new GibseyError('BAD_INPUT', `${file}: [jobs.${name}] lacks schedule or command.`);
  }
  const cron = unquoted(schedule);
  parse(cron, 'UTC');
  const timeoutS = timeout === undefined ? undefined : Number(timeout);
  return { name, cron, command: unquoted(command), timeoutS, enabled: true, timezone: 'UTC' };
}

function unquoted(value: string): string {
  return value.startsWith("'") ? value.slice(1, -1) : (JSON.parse(value) as string);
}

function unreadable(where: string, line: string): GibseyError {
  const message = `${where} is not read: ${line.trim()}`;
  const hint = 'a file has tables [jobs.NAME] with schedule = "…", command = "…", timeout = 600';
  return new GibseyError('BAD_INPUT', message, { hint });
}
