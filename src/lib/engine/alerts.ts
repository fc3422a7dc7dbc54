import { asGibseyError } from '../domain/errors.js';
import type { Run, StageRecord } from '../domain/run.js';
import type { Alert } from '../ports/index.js';

export interface AlertPolicy {
  /** Partial nights are alerts, too. */
  partial: boolean;
  /** What is run, e.g. `nightly`. */
  command: string;
  /** Its command line as it was typed, without the names of program and command. */
  argv: readonly string[];
  host: string;
}

/**
 * The alert that a recorded night is worth, or null. A unit and a stage have been tried twice by then: a night
 * that ends failed has failed for the second time.
 */
export function alertOf(run: Run, { partial, command, argv, host }: AlertPolicy): Alert | null {
  const { status, runId, startedAt, endedAt } = run;
  if (status !== 'failed' && !(status === 'partial' && partial)) return null;
  const stage = culprit(run.stages);
  return {
    command,
    runId,
    status,
    stage: stage?.name ?? null,
    ...causeOf(run, stage),
    resume: resumeCommand(command, argv, runId),
    host,
    at: endedAt ?? startedAt,
  };
}

/** The alert of a night that could not begin, e.g. without its store; null for what is none. */
export function alertOfThrown(
  thrown: unknown,
  { command, argv, host, at }: AlertPolicy & { at: number },
): Alert | null {
  const { code, message } = asGibseyError(thrown);
  if (code === 'LOCKED' || code === 'INTERRUPTED') return null; // another night is at work; somebody is here
  const resume = resumeCommand(command, argv, null);
  return {
    command,
    runId: null,
    status: 'failed',
    stage: null,
    code,
    cause: message,
    resume,
    host,
    at,
  };
}

/** The first stage that failed is what the run's error tells of; without one, the first that is not whole. */
function culprit(stages: readonly StageRecord[]): StageRecord | undefined {
  return (
    stages.find(({ status }) => status === 'failed') ??
    stages.find(({ status }) => status === 'partial')
  );
}

function causeOf(run: Run, stage: StageRecord | undefined): Pick<Alert, 'code' | 'cause'> {
  if (run.error) return { code: run.error.code, cause: run.error.message };
  const [first] = stage?.failures ?? [];
  if (!first) return { code: 'INTERNAL', cause: stage?.reason ?? 'unknown' };
  const more = `${stage?.failed ?? 1} failed, the first: `;
  return { code: first.code, cause: `${more}${first.key}: ${first.message}` };
}

/**
 * What was typed, under the same run id. Without `--force`: what this night has computed is not computed again.
 */
function resumeCommand(command: string, argv: readonly string[], runId: string | null): string {
  const again = argv.filter(
    (word, i) => !/^--(force$|run-id(=|$))/.test(word) && argv[i - 1] !== '--run-id',
  );
  const words = ['gibsey', command, ...again, ...(runId ? ['--run-id', runId] : [])];
  return words.map(quoted).join(' ');
}

const quoted = (word: string) =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
