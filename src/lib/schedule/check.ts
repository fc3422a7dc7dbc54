import { asGibseyError } from '../domain/errors.js';
import { parse } from './cron.js';
import type { Job } from './job.js';

/** A command as the command line knows it. */
export interface KnownCommand {
  /** `ingest pages` */
  name: string;
  /** Long names of its flags. */
  flags: readonly string[];
}

/** What is wrong with the jobs, one line each; empty when nothing is. */
export function problemsOf(jobs: readonly Job[], commands: readonly KnownCommand[]): string[] {
  const repeated = jobs.filter((job, i) => jobs.findIndex(({ name }) => name === job.name) < i);
  return [
    ...repeated.map(({ name }) => `${name}: two jobs have this name`),
    ...jobs.flatMap((job) =>
      [cronProblem(job), commandProblem(job, commands)].flatMap((problem) =>
        problem === null ? [] : [`${job.name}: ${problem}`],
      ),
    ),
  ];
}

function cronProblem({ cron, timezone }: Job): string | null {
  try {
    return parse(cron, timezone).nextRun() ? null : `"${cron}" never comes`;
  } catch (thrown) {
    return asGibseyError(thrown).message;
  }
}

function commandProblem(
  { command, timeoutS }: Job,
  commands: readonly KnownCommand[],
): string | null {
  const words = command.trim().split(/\s+/).slice(1);
  const known = commands.find(({ name }) => `${words.join(' ')} `.startsWith(`${name} `));
  if (!known) return `there is no command "gibsey ${words[0] ?? ''}"`;
  const asked = words.filter((word) => word.startsWith('--'));
  const flags = asked.map((word) => word.replace(/^--(.*?)(=.*)?$/, '$1'));
  const limit = timeoutS === undefined ? [] : ['timeout'];
  const unknown = [...flags, ...limit].find((flag) => !known.flags.includes(flag));
  return unknown === undefined ? null : `gibsey ${known.name} takes no --${unknown}`;
}
