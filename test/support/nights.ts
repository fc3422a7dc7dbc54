/** Nights of a small book that something happens to. */
import type { ChildProcess } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'vitest';
import { systemClock } from '../../src/lib/adapters/clock/system.js';
import { openSqliteStore } from '../../src/lib/adapters/store/sqlite/factory.js';
import type { Store } from '../../src/lib/ports/index.js';
import { jsonLines, sampleBook } from './book.js';
import { gibsey, ROOT, temporaryFolder, type Outcome, type RunOptions } from './cli.js';
import { readerView, storeState } from './store-state.js';

const CONFIG = { sources: [{ pages: 'book.jsonl', replace: true }], clustering: { k: 4 } };

/** The second night has pages that changed, went and came. */
const before = sampleBook(5);
const after = [
  ...before
    .slice(2)
    .map((page, i) => (i % 3 === 0 ? { ...page, text: `${page.text} It was late.` } : page)),
  ...sampleBook(3, 99).map((page) => ({ ...page, id: `new-${page.id}` })),
];

/** Permissions say nothing to root: what they forbid is tried as somebody else. */
export const NOBODY = process.geteuid?.() === 0 ? 65_534 : undefined;

export const storeFile = (folder: string) => join(folder, '.gibsey/gibsey.db');
export const journalFile = (folder: string) => join(folder, '.gibsey/gibsey.ops.db');

export async function look<T>(folder: string, at: (store: Store) => Promise<T>): Promise<T> {
  const path = storeFile(folder);
  const store = await openSqliteStore({ path, clock: systemClock, readonly: true });
  try {
    return await at(store);
  } finally {
    await store.close();
  }
}

/** Readers still see the whole first night. */
export const expectFirstNight = async (folder: string) =>
  expect(await look(folder, readerView)).toEqual({ number: 1, complete: true });

/** Folders with one night published and a second one due, and the state that this second one leads to. */
export class Nights {
  undisturbed: unknown;
  private readonly base = temporaryFolder();
  private made = 0;

  async prepare(): Promise<void> {
    this.write('first', before);
    await succeed({ cwd: this.path('first') });
    const reference = this.due();
    await succeed({ cwd: reference });
    this.undisturbed = await look(reference, storeState);
  }

  /** Night one is published; the book has changed since. */
  due(): string {
    const folder = this.empty();
    cpSync(this.path('first'), folder, { recursive: true });
    writeFileSync(join(folder, 'book.jsonl'), jsonLines(after));
    return folder;
  }

  /** A folder with the book of the first night, and no store. */
  fresh(): string {
    const folder = this.empty();
    this.write(`${this.made}`, before);
    return folder;
  }

  empty(): string {
    const folder = this.path(`${++this.made}`);
    mkdirSync(folder);
    return folder;
  }

  /** The next night completes, and nothing tells it from one that was never disturbed. */
  async expectRecovery(folder: string, env: Record<string, string> = {}): Promise<Outcome> {
    const night = await gibsey(['nightly'], { cwd: folder, env });
    expect(night.code, night.stderr).toBe(0);
    expect(await look(folder, storeState)).toEqual(this.undisturbed);
    return night;
  }

  private path(name: string): string {
    return join(this.base, name);
  }

  private write(name: string, book: readonly unknown[]): void {
    mkdirSync(this.path(name), { recursive: true });
    writeFileSync(join(this.path(name), 'gibsey.config.json'), JSON.stringify(CONFIG));
    writeFileSync(join(this.path(name), 'book.jsonl'), jsonLines(book));
  }
}

export const change = (folder: string) =>
  writeFileSync(join(folder, 'book.jsonl'), jsonLines(after));

async function succeed(options: RunOptions): Promise<void> {
  const { code, stderr } = await gibsey(['nightly'], options);
  if (code !== 0) throw new Error(`night ended with ${code}: ${stderr}`);
}

/** Does something to a night as soon as its log says this. */
export const when =
  (line: string, act: (child: ChildProcess) => void) =>
  (child: ChildProcess): void => {
    let log = '';
    let done = false;
    child.stderr?.on('data', (chunk: Buffer) => {
      log += chunk.toString();
      if (done || !log.includes(line)) return;
      done = true;
      act(child);
    });
  };

/** A wall clock that can be set; `time` is epoch ms. */
export class WallClock {
  private readonly file = join(temporaryFolder(), 'clock');

  set(time: number): this {
    writeFileSync(this.file, String(time - Date.now()));
    return this;
  }

  get env(): Record<string, string> {
    const preload = pathToFileURL(join(ROOT, 'test/support/shifted-clock.mjs')).href;
    return { NODE_OPTIONS: `--import ${preload}`, TEST_CLOCK_FILE: this.file };
  }
}
