/** Runs the built binary as a user would: another process, its own folder, a bare environment. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '../..');
export const BIN = join(ROOT, 'bin/run.js');

export interface Outcome {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  cwd: string;
  env?: Record<string, string>;
  input?: string;
  /** Called with the living process, e.g. to kill it. */
  started?: (child: ChildProcess) => void;
  /** Runs as this user and group; only root can. */
  uid?: number | undefined;
}

export const temporaryFolder = () => mkdtempSync(join(tmpdir(), 'gibsey-cli-'));

/** No language model is asked unless a test says so: what runs on this machine must not change results. */
export const MODELLESS = { GIBSEY_LLM_PROVIDER: 'none' };
const BARE = { ...MODELLESS, NO_COLOR: '1' };

/** Commands find there what a server has left for them; the home of whoever tests stays as it is. */
export const stateHome = () => join(tmpdir(), 'state');

export function gibsey(args: readonly string[], options: RunOptions): Promise<Outcome> {
  return outcomeOf(process.execPath, [BIN, ...args], options);
}

/** A line of bash, in which `gibsey` is the built binary. */
export function shell(line: string, options: RunOptions): Promise<Outcome> {
  const define = `gibsey() { "${process.execPath}" "${BIN}" "$@"; }`;
  return outcomeOf('bash', ['-c', `${define}\n${line}`], options);
}

function outcomeOf(file: string, args: string[], options: RunOptions): Promise<Outcome> {
  const { PATH = '', HOME = '' } = process.env;
  const { cwd, env, uid } = options;
  const child = spawn(file, args, {
    cwd,
    env: { PATH, HOME, ...BARE, XDG_STATE_HOME: stateHome(), ...env },
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  options.started?.(child);
  return new Promise((done, fail) => {
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.stdin.on('error', () => undefined); // the command may end before it has read everything
    child.stdin.end(options.input ?? '');
    child.once('error', fail);
    child.once('close', (code, signal) =>
      done({
        code,
        signal,
        stdout: Buffer.concat(out).toString(),
        stderr: Buffer.concat(err).toString(),
      }),
    );
  });
}

/** The one JSON document on stdout. */
export async function gibseyJson<T = Record<string, unknown>>(
  args: readonly string[],
  options: RunOptions,
): Promise<Outcome & { json: T }> {
  const outcome = await gibsey([...args, '--json'], options);
  return { ...outcome, json: JSON.parse(outcome.stdout) as T };
}
