import { mkdirSync, mkdtempSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import type { PagesOptions } from '../../../src/lib/adapters/sources/book/config.js';
import { openPages } from '../../../src/lib/adapters/sources/book/factory.js';
import { type HtmlOutline, htmlOutline } from '../../../src/lib/adapters/sources/html-outline.js';
import { Marks } from '../../../src/lib/adapters/sources/marks.js';
import { Pace } from '../../../src/lib/adapters/sources/pace.js';
import type { Page } from '../../../src/lib/domain/page.js';
import type { Clock, InputProblem, Source, SourceRecord } from '../../../src/lib/ports/index.js';

/** 2026-03-01T12:00:00Z */
export const NOW = 1_772_366_400_000;
/** When all files of `writeFiles` were last changed. */
export const MODIFIED = NOW - 60_000;

export const fixedClock: Clock = {
  now: () => NOW,
  monotonic: () => 0,
  sleep: () => Promise.resolve(),
};

/** A new folder with these files, by path below it. */
export function writeFiles(files: Record<string, string | Uint8Array>): string {
  const folder = mkdtempSync(join(tmpdir(), 'gibsey-source-'));
  for (const [below, content] of Object.entries(files)) {
    const path = join(folder, below);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    utimesSync(path, MODIFIED / 1000, MODIFIED / 1000);
  }
  return folder;
}

/** What a document is read as, without limits. */
export const outlineOf = (html: string): Promise<HtmlOutline> =>
  htmlOutline(html, new Pace(fixedClock, new AbortController().signal), new Marks(Infinity));

/** What work that is done in steps comes to. */
export function resultOf<T>(steps: Iterator<unknown, T>): T {
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}

export async function recordsOf(
  source: Source,
  signal = new AbortController().signal,
): Promise<SourceRecord[]> {
  const records: SourceRecord[] = [];
  for await (const record of source.read(signal)) records.push(record);
  return records;
}

export interface Reading {
  pages: Page[];
  places: string[];
  problems: InputProblem[];
}

export async function readPages(options: Omit<PagesOptions, 'clock'>): Promise<Reading> {
  const records = await recordsOf(await openPages({ clock: fixedClock, ...options }));
  const good = records.flatMap((record) => ('page' in record ? [record] : []));
  return {
    pages: good.map(({ page }) => page),
    places: good.map(({ where }) => where),
    problems: records.flatMap((record) => ('problem' in record ? [record.problem] : [])),
  };
}

/** Reads standard input in chunks of so many bytes. */
export function readStdin(
  content: string | Uint8Array,
  options: Partial<PagesOptions> = {},
  chunk = 64 * 1024,
): Promise<Reading> {
  return readPages({ path: '-', stdin: inChunks(content, chunk), ...options });
}

export function inChunks(content: string | Uint8Array, size: number): Readable {
  const bytes = Buffer.from(content as Uint8Array);
  const count = Math.ceil(bytes.length / size);
  return Readable.from(
    Array.from({ length: count }, (_, i) => bytes.subarray(i * size, (i + 1) * size)),
    { objectMode: false },
  );
}
