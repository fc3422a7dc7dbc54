/** Steps that the scripts share; built-ins only, since they also run before anything is installed. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';

const SIGNALS = ['SIGINT', 'SIGTERM'];

export const ROOT = new URL('../..', import.meta.url).pathname;

/**
 * Runs a command in the project's folder; ends this process with its code when it fails. A signal ends the command,
 * and this process after it: its last words come before the shell's next prompt.
 */
export async function run(command, args) {
  const child = spawn(command, args, { cwd: ROOT, stdio: 'inherit' });
  const forward = (name) => {
    // Ctrl-C goes to every process of the terminal: the command has heard of it.
    if (name !== 'SIGINT' || !process.stdin.isTTY) child.kill(name);
  };
  for (const name of SIGNALS) process.on(name, forward);
  const [code, signal] = await once(child, 'exit');
  for (const name of SIGNALS) process.off(name, forward);
  if (code !== 0) process.exit(code ?? 128 + constants.signals[signal]);
}

/** Installs when nothing is installed, or when the lock file has changed since. */
export async function ensureInstalled() {
  const lock = digest([join(ROOT, 'package-lock.json')]);
  const stamp = join(ROOT, 'node_modules/.gibsey-installed');
  if (read(stamp) === lock) return;
  console.error('Installing the packages into node_modules, once: takes about a minute…');
  await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  write(stamp, lock);
}

/** Builds when a source, a setting of the compiler or the build itself has changed since the last build. */
export async function ensureBuilt() {
  const inputs = [
    ...files('src'),
    ...files('web'),
    ...files('scripts'),
    'package.json',
    'package-lock.json',
    'tsconfig.json',
  ];
  const state = digest(inputs.map((file) => join(ROOT, file)));
  const stamp = join(ROOT, 'dist/.built');
  if (read(stamp) === state) return;
  console.error('Building gibsey from its source into dist: takes about ten seconds…');
  await run(process.execPath, ['scripts/build.mjs']);
  write(stamp, state);
}

/** All files below a folder of the project, as paths from its root. */
export function files(folder) {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length))
    .sort();
}

function digest(paths) {
  const hash = createHash('sha256');
  for (const path of paths) hash.update(path).update(readFileSync(path));
  return hash.digest('hex');
}

function read(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}

function write(path, text) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
