import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, join, sep } from 'node:path';
import { compareBytewise } from '../../../algorithms/text/hashing.js';
import type { InputProblem } from '../../../ports/index.js';
import { unreadable, whyUnreadable } from '../bytes.js';
import { excerpt } from '../rejected.js';

export interface FoundFile {
  path: string;
  /** Path below the folder that was walked, with `/` between names. */
  below: string;
}

interface Entry extends FoundFile {
  folder: boolean;
}

type Problem = { problem: InputProblem };

/** What was passed over, by why; told once, when the walk is over. */
export class PassedOver {
  private readonly names = new Map<string, string[]>();
  private count = 0;

  add(name: string, why: string): void {
    this.count++;
    const others = this.names.get(why) ?? [];
    this.names.set(why, others);
    others.push(others.length < NAMES_SHOWN ? excerpt(name, 100) : '');
  }

  /** One line, or null when nothing was. */
  summary(folder: string): string | null {
    if (this.count === 0) return null;
    const parts = [...this.names].map(([why, names]) => {
      const shown = names.slice(0, NAMES_SHOWN).join(', ');
      return `${names.length} ${why} (${shown}${names.length > NAMES_SHOWN ? ', …' : ''})`;
    });
    return `${folder}: passed over ${parts.join('; ')}`;
  }
}

const NAMES_SHOWN = 3;

/**
 * The regular files of a folder and the folders in it, by name: numbers in front by their size, else bytewise. Hidden files and folders are passed
 * over, links are followed unless they leave the folder, and no folder is entered twice. What cannot be read is a
 * problem.
 */
export async function* walk(
  folder: string,
  signal: AbortSignal,
  passedOver: PassedOver,
  below = '',
  walked: Walked = { root: '', entered: new Set(), passedOver },
): AsyncGenerator<FoundFile | Problem> {
  signal.throwIfAborted();
  for (const entry of await entriesOf(folder, below, walked)) {
    if ('problem' in entry) yield entry;
    else if (entry.folder) yield* walk(entry.path, signal, passedOver, `${entry.below}/`, walked);
    else yield { path: entry.path, below: entry.below };
  }
}

interface Walked {
  /** Real path of the folder that is walked. */
  root: string;
  entered: Set<string>;
  passedOver: PassedOver;
}

async function entriesOf(
  folder: string,
  below: string,
  walked: Walked,
): Promise<(Entry | Problem)[]> {
  try {
    const real = await realpath(folder);
    if (below === '') walked.root = real;
    if (walked.entered.has(real)) return [];
    walked.entered.add(real);
    const names = await readdir(folder, { withFileTypes: true });
    const shown = names.filter(({ name }) => !name.startsWith('.'));
    const entries = await Promise.all(shown.map((name) => entryOf(folder, below, name, walked)));
    return entries.flat().sort(byName);
  } catch (error) {
    if (below === '') throw unreadable(folder, error);
    return [problem(folder, error)];
  }
}

/** Nothing for pipes, sockets and devices: reading them could wait for ever. */
async function entryOf(
  folder: string,
  below: string,
  entry: Dirent,
  { root, passedOver }: Walked,
): Promise<(Entry | Problem)[]> {
  const path = join(folder, entry.name);
  const found = { path, below: below + entry.name };
  if (entry.isDirectory()) return [{ ...found, folder: true }];
  if (entry.isFile()) return [{ ...found, folder: false }];
  if (!entry.isSymbolicLink()) return [];
  try {
    const target = await stat(path);
    if (!isWithin(root, await realpath(path))) {
      passedOver.add(found.below, 'links that leave the folder');
      return [];
    }
    return target.isDirectory() || target.isFile()
      ? [{ ...found, folder: target.isDirectory() }]
      : [];
  } catch (error) {
    return [problem(path, error)];
  }
}

function isWithin(root: string, real: string): boolean {
  return real === root || real.startsWith(root.endsWith(sep) ? root : root + sep);
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
