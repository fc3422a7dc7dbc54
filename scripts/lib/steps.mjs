/** Steps that the scripts share; built-ins only, since they also run before anything is installed. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export const ROOT = new URL('../..', import.meta.url).pathname;

/** Runs a command in the project's folder; ends this process with its code when it fails. */
export function run(command, args, options = {}) {
  const { status, signal } = spawnSync(command, args, { cwd: ROOT, stdio: 'inherit', ...options });
  if (status !== 0) process.exit(status ?? (signal === 'SIGINT' ? 130 : 1));
}

/** Installs when nothing is installed, or when the lock file has changed since. */
export function ensureInstalled() {
  const lock = digest([join(ROOT, 'package-lock.json')]);
  const stamp = join(ROOT, 'node_modules/.gibsey-installed');
  if (read(stamp) === lock) return;
  console.error('Installing the packages…');
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  write(stamp, lock);
}

/** Builds when a source, a setting of the compiler or the build itself has changed since the last build. */
export function ensureBuilt() {
  const inputs = [
    ...files('src'),
    ...files('scripts'),
    'package.json',
    'package-lock.json',
    'tsconfig.json',
  ];
  const state = digest(inputs.map((file) => join(ROOT, file)));
  const stamp = join(ROOT, 'dist/.built');
  if (read(stamp) === state) return;
  console.error('Building…');
  run(process.execPath, ['scripts/build.mjs']);
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
