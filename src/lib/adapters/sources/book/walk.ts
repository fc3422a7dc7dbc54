import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { compareBytewise } from '../../../algorithms/text/hashing.js';
import type { InputProblem } from '../../../ports/index.js';
import { unreadable, whyUnreadable } from '../bytes.js';

export interface FoundFile {
  path: string;
  /** Path below the folder that was walked, with `/` between names. */
  below: string;
}

interface Entry extends FoundFile {
  folder: boolean;
}

type Problem = { problem: InputProblem };

/**
 * The regular files of a folder and the folders in it, by name: numbers in front by their size, else bytewise. Hidden files and folders are passed
 * over, links are followed, and no folder is entered twice. What cannot be read is a problem.
 */
export async function* walk(
  folder: string,
  signal: AbortSignal,
  below = '',
  entered = new Set<string>(),
): AsyncGenerator<FoundFile | Problem> {
  signal.throwIfAborted();
  for (const entry of await entriesOf(folder, below, entered)) {
    if ('problem' in entry) yield entry;
    else if (entry.folder) yield* walk(entry.path, signal, `${entry.below}/`, entered);
    else yield { path: entry.path, below: entry.below };
  }
}

async function entriesOf(
  folder: string,
  below: string,
  entered: Set<string>,
): Promise<(Entry | Problem)[]> {
  try {
    const real = await realpath(folder);
    if (entered.has(real)) return [];
    entered.add(real);
    const names = await readdir(folder, { withFileTypes: true });
    const shown = names.filter(({ name }) => !name.startsWith('.'));
    const entries = await Promise.all(shown.map((name) => entryOf(folder, below, name)));
    return entries.flat().sort(byName);
  } catch (error) {
    if (below === '') throw unreadable(folder, error);
    return [problem(folder, error)];
  }
}

/** Nothing for pipes, sockets and devices: reading them could wait for ever. */
async function entryOf(folder: string, below: string, entry: Dirent): Promise<(Entry | Problem)[]> {
  const path = join(folder, entry.name);
  const found = { path, below: below + entry.name };
  if (entry.isDirectory()) return [{ ...found, folder: true }];
  if (entry.isFile()) return [{ ...found, folder: false }];
  if (!entry.isSymbolicLink()) return [];
  try {
    const target = await stat(path);
    return target.isDirectory() || target.isFile()
      ? [{ ...found, folder: target.isDirectory() }]
      : [];
  } catch (error) {
    return [problem(path, error)];
  }
}

function problem(path: string, error: unknown): Problem {
  return { problem: { where: path, reason: whyUnreadable(error) } };
}

function byName(a: Entry | Problem, b: Entry | Problem): number {
  return compareBytewise(sortKey(a), sortKey(b)) || compareBytewise(pathOf(a), pathOf(b));
}

/** Folders sort as the paths of what is in them. */
function sortKey(entry: Entry | Problem): string {
  const own = basename(pathOf(entry)).replace(/^\d{1,15}/, (digits) => digits.padStart(15, '0'));
  return 'folder' in entry && entry.folder ? `${own}/` : own;
}

function pathOf(entry: Entry | Problem): string {
  return 'problem' in entry ? entry.problem.where : entry.path;
}
