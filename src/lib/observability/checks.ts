/** What `gibsey doctor` finds. Each check judges what it is given, and names one thing to do. */
import { asGibseyError } from '../domain/errors.js';
import type { Run } from '../domain/run.js';

export interface Check {
  name: string;
  /** `missing`: not there, and not needed either. */
  state: 'ok' | 'missing' | 'failed';
  detail: string;
  fix?: string;
  /** Exit code that the finding asks for. */
  exit?: number;
}

const MEGABYTE = 1024 * 1024;
/** A store of ten thousand pages with its log, and its next generation. */
const DISK_MB = 200;
/** Model, runtime and the vectors of a large night. */
const MEMORY_MB = 400;
/** Clocks of machines that share a store differ by less. */
const SKEW_MS = 5 * 60_000;
const OLDEST_NODE = [20, 19] as const;

const ok = (name: string, detail: string): Check => ({ name, state: 'ok', detail });
const failed = (name: string, detail: string, fix: string, exit = 1): Check => ({
  name,
  state: 'failed',
  detail,
  fix,
  exit,
});

export const found = ok;

export function missing(name: string, detail: string, fix: string): Check {
  return { name, state: 'missing', detail, fix };
}

/** The finding that an error is. */
export function broken(name: string, thrown: unknown): Check {
  const { message, hint, exitCode } = asGibseyError(thrown);
  return failed(name, message, hint, exitCode === 4 ? 4 : 1);
}

/** @param version as `process.version`: `v22.11.0` */
export function nodeCheck(version: string): Check {
  const [major = 0, minor = 0] = version.replace('v', '').split('.').map(Number);
  const [needed, neededMinor] = OLDEST_NODE;
  if (major > needed || (major === needed && minor >= neededMinor)) return ok('node', version);
  return failed('node', `${version} is too old`, `install Node ${OLDEST_NODE.join('.')} or newer`);
}

export function memoryCheck(availableBytes: number): Check {
  const megabytes = Math.floor(availableBytes / MEGABYTE);
  if (megabytes >= MEMORY_MB) return ok('memory', `${megabytes} MB available`);
  const fix = `free memory: a night needs ${MEMORY_MB} MB, fewer with embedding.threads 1`;
  return failed('memory', `${megabytes} MB available`, fix);
}

export function diskCheck(freeBytes: number, folder: string): Check {
  const megabytes = Math.floor(freeBytes / MEGABYTE);
  if (megabytes >= DISK_MB) return ok('disk', `${megabytes} MB free at ${folder}`);
  return failed('disk', `${megabytes} MB free at ${folder}`, 'free space, or move the store');
}

/** @param mode of the folder, as in `stat`; null when it is not there yet */
export function folderCheck(folder: string, mode: number | null, writable: boolean): Check {
  const name = 'permissions';
  if (!writable) return failed(name, `${folder} cannot be written to`, `chmod u+rwx ${folder}`);
  if (mode === null) return ok(name, `${folder} can be made`);
  if (mode & 0o002) return failed(name, `anybody may write to ${folder}`, `chmod o-w ${folder}`);
  return ok(name, `${folder} is yours`);
}

/** A clock that is behind the newest run was set back, or was wrong then. */
export function clockCheck(newest: Run | undefined, now: number): Check {
  if (!newest || newest.startedAt <= now + SKEW_MS) return ok('clock', new Date(now).toISOString());
  const detail = `the newest run began ${new Date(newest.startedAt).toISOString()}, in the future`;
  return failed('clock', detail, 'set the clock of this machine, e.g. timedatectl set-ntp true');
}

/** 0 when nothing that is needed failed; 4 when only services are out of reach. */
export function exitOf(checks: readonly Check[]): number {
  const exits = checks.filter(({ state }) => state === 'failed').map(({ exit = 1 }) => exit);
  return exits.length === 0 ? 0 : exits.every((exit) => exit === 4) ? 4 : 1;
}
