import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { GibseyError } from '../../../domain/errors.js';
import type { Source, SourceRecord } from '../../../ports/index.js';
import { refuseAddress, unreadable } from '../bytes.js';
import { idText } from '../fields.js';
import { Pace } from '../pace.js';
import { excerpt, Rejected } from '../rejected.js';
import {
  type Format,
  LIMITS,
  PAGE_WORDS,
  type PagesOptions,
  type Reader,
  type Reading,
} from './config.js';
import { DistinctIds } from '../distinct.js';
import { type FoundInput, inputsOf, stem } from './inputs.js';
import { readEpub } from './epub.js';
import { readHtml } from './html.js';
import { readJson } from './json.js';
import { readJsonLines } from './jsonl.js';
import { readMarkdown } from './markdown.js';
import { readText } from './text.js';

const READERS: Record<Format, Reader> = {
  text: readText,
  markdown: readMarkdown,
  html: readHtml,
  epub: readEpub,
  jsonl: readJsonLines,
  json: readJson,
};

/**
 * Pages of a file, a folder of files, or a stream: plain text, Markdown, HTML, EPUB, JSON Lines, JSON.
 * @throws SOURCE_UNREADABLE when the path cannot be opened; USAGE when an option is wrong.
 */
export async function openPages(options: PagesOptions): Promise<Source> {
  const { path, pageWords = PAGE_WORDS } = options;
  if (!Number.isInteger(pageWords) || pageWords < 20 || pageWords > 5000) {
    throw new GibseyError('USAGE', `A page must have 20 to 5000 words, not ${pageWords}.`);
  }
  refuseAddress(path);
  const folder = path !== '-' && (await isFolder(path));
  const name = sourceName(options, folder);
  return {
    name,
    read: (signal) => readAll(options, readingOf(options, name, signal), folder, signal),
  };
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    throw unreadable(path, error);
  }
}

function sourceName({ path, name }: PagesOptions, folder: boolean): string {
  const file = basename(resolve(path));
  const own = path === '-' ? 'stdin' : folder ? file : stem(file);
  try {
    return idText(name ?? (excerpt(own.normalize('NFC').trim(), 200) || 'pages'), 'the name');
  } catch (error) {
    throw error instanceof Rejected ? new GibseyError('USAGE', `${error.message}.`) : error;
  }
}

function readingOf(options: PagesOptions, source: string, signal: AbortSignal): Reading {
  let position = 0;
  return {
    source,
    pageWords: options.pageWords ?? PAGE_WORDS,
    cut: options.cut ?? false,
    limits: { ...LIMITS, ...options.limits },
    pace: new Pace(options.clock, signal),
    now: options.clock.now(),
    nextPosition: () => ++position,
  };
}

async function* readAll(
  options: PagesOptions,
  reading: Reading,
  folder: boolean,
  signal: AbortSignal,
): AsyncGenerator<SourceRecord> {
  const ids = new DistinctIds();
  for await (const found of inputsOf(options, reading, signal)) {
    for await (const record of recordsOf(found, reading, folder)) {
      signal.throwIfAborted();
      if (reading.pace.due()) await reading.pace.turn();
      yield options.follow ? record : ids.check(record);
    }
  }
}

/** What an input yields, and, where it cannot be read to its end, the problem in place of the rest. */
async function* recordsOf(
  found: FoundInput,
  reading: Reading,
  folder: boolean,
): AsyncGenerator<SourceRecord> {
  if ('problem' in found) {
    yield found;
    return;
  }
  let some = folder;
  try {
    for await (const record of READERS[found.format](found.input, reading)) {
      some = true;
      yield record;
    }
  } catch (error) {
    const unreadableRest =
      some && error instanceof GibseyError && error.code === 'SOURCE_UNREADABLE';
    if (!(error instanceof Rejected) && !unreadableRest) throw error;
    yield { problem: { where: found.input.where, reason: error.message } };
  }
}
