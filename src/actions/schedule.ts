/** What `gibsey schedule` can be asked for, beside its table. Each returns what is shown and what `--json` holds. */
import { readFileSync } from 'node:fs';
import { openCrontab } from '../lib/app/machine.js';
import { GibseyError } from '../lib/domain/errors.js';
import { problemsOf, type KnownCommand } from '../lib/schedule/check.js';
import { isDue } from '../lib/schedule/cron.js';
import { blockIn, crontabBlock, withBlock, type Host } from '../lib/schedule/crontab.js';
import type { Job } from '../lib/schedule/job.js';
import { railwayFiles } from '../lib/schedule/railway.js';
import { parseRailwayToml, railwayToml } from '../lib/schedule/railway-toml.js';
import { systemdUnits } from '../lib/schedule/systemd.js';

export interface Shown {
  text: string;
  json: object;
  /** Exit code, 0 when absent. */
  exit?: number;
}

export const FORMATS = ['crontab', 'railway', 'railway-toml', 'systemd'] as const;

export function printed(format: (typeof FORMATS)[number], jobs: readonly Job[], host: Host): Shown {
  const files = filesOf(format, jobs, host);
  const text = files.map(({ file, text }) => (files.length > 1 ? `# ${file}\n${text}` : text));
  return { text: text.join('\n').trimEnd(), json: { files } };
}

function filesOf(format: (typeof FORMATS)[number], jobs: readonly Job[], host: Host) {
  switch (format) {
    case 'crontab':
      return [{ file: 'gibsey.crontab', text: crontabBlock(jobs, host) }];
    case 'railway':
      return railwayFiles(jobs, host.now).map(({ file, content }) => ({
        file,
        text: `${JSON.stringify(content, null, 2)}\n`,
      }));
    case 'railway-toml':
      return [{ file: 'railway_cron.toml', text: railwayToml(jobs, host.now) }];
    case 'systemd':
      return systemdUnits(jobs, host);
  }
}

/** @throws CONFIG_INVALID when a job is wrong: nothing is installed then */
export async function installed(
  jobs: readonly Job[],
  host: Host,
  commands: readonly KnownCommand[],
): Promise<Shown> {
  const [problem] = problemsOf(jobs, commands);
  if (problem !== undefined) {
    throw new GibseyError('CONFIG_INVALID', `${problem}.`, { hint: 'gibsey schedule --check' });
  }
  return changed(host, crontabBlock(jobs, host), 'Installed in your crontab.');
}

export const uninstalled = (host: Host): Promise<Shown> =>
  changed(host, '', 'Removed from your crontab.');

async function changed(host: Host, block: string, done: string): Promise<Shown> {
  const crontab = await openCrontab();
  const before = await crontab.read();
  const after = withBlock(before, host.folder, block);
  if (after !== before) await crontab.write(after);
  const text = after === before ? 'Your crontab is already so.' : done;
  return { text, json: { changed: after !== before, installed: block !== '' } };
}

/** Wrong jobs, and a crontab that holds something else than it would be given now. */
export async function checked(
  jobs: readonly Job[],
  host: Host,
  commands: readonly KnownCommand[] | null,
): Promise<Shown & { json: { problems: string[]; installed: boolean } }> {
  const problems = commands ? problemsOf(jobs, commands) : [];
  const { found, note } = await standing(host);
  if (found !== null && problems.length === 0) problems.push(...drift(found, jobs, host));
  const ok = `${jobs.length} job(s) are right; ${note}.`;
  const text = problems.length > 0 ? problems.map((line) => `  ${line}`).join('\n') : ok;
  const exit = problems.length > 0 ? 1 : 0;
  return { text, json: { problems, installed: found !== null }, exit };
}

async function standing({ folder }: Host): Promise<{ found: string | null; note: string }> {
  try {
    const found = blockIn(await (await openCrontab()).read(), folder);
    return { found, note: found === null ? 'not in your crontab' : 'your crontab holds them' };
  } catch (thrown) {
    if (!(thrown instanceof GibseyError) || thrown.code !== 'UNSUPPORTED') throw thrown;
    return { found: null, note: 'there is no crontab here' };
  }
}

function drift(found: string, jobs: readonly Job[], host: Host): string[] {
  const [is, should] = [found, crontabBlock(jobs, host)].map((block) => block.split('\n'));
  const extra = is?.filter((line) => !should?.includes(line)) ?? [];
  const lacking = should?.filter((line) => !is?.includes(line)) ?? [];
  const lines = [
    ...extra.map((line) => `crontab has    ${line}`),
    ...lacking.map((line) => `crontab lacks  ${line}`),
  ];
  return lines.length > 0 ? [...lines, 'mend it with: gibsey schedule --install'] : [];
}

/** For schedulers whose clock is in another zone: exit code 1 when the job's time is not now. */
export function due(name: string, jobs: readonly Job[], now: number): Shown {
  const job = jobs.find((each) => each.name === name);
  if (!job) {
    throw new GibseyError('USAGE', `There is no job ${name}.`, { hint: 'gibsey schedule' });
  }
  const isNow = job.enabled && isDue(job, now);
  const text = isNow ? `${name} is due.` : `${name} is not due now.`;
  return { text, json: { job: name, due: isNow }, exit: isNow ? 0 : 1 };
}

/** The jobs of a `railway_cron.toml`, as they stand in a config file. */
export function imported(file: string): Shown {
  const jobs = parseRailwayToml(readText(file), file);
  const json = { schedule: { jobs } };
  return { text: JSON.stringify(json, null, 2), json };
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new GibseyError('SOURCE_UNREADABLE', `${file} cannot be read.`, { cause });
  }
}
