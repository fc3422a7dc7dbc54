import { stat } from 'node:fs/promises';
import { dirname, extname, basename } from 'node:path';
import { GibseyError } from '../../../domain/errors.js';
import type { InputProblem } from '../../../ports.js';
import { fileBytes, streamBytes, unreadable, whyUnreadable } from '../bytes.js';
import { excerpt } from '../rejected.js';
import { shortened } from '../slug.js';
import type { Format, Input, PagesOptions, Reading } from './config.js';
import { sniff } from './sniff.js';
import { walk } from './walk.js';

const FORMATS: Record<string, Format> = {
  '': 'text',
  '.txt': 'text',
  '.md': 'markdown',
  '.markdown': 'markdown',
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
  '.json': 'json',
};
const SUPPORTED = '.txt, .md, .markdown, .jsonl, .ndjson, .json, or no extension';

export type FoundInput = { format: Format; input: Input } | { problem: InputProblem };

/** The inputs that a path stands for, in order. @throws SOURCE_UNREADABLE */
export async function* inputsOf(
  options: PagesOptions,
  reading: Reading,
  signal: AbortSignal,
): AsyncGenerator<FoundInput> {
  const { path } = options;
  if (path === '-') {
    yield await streamInput(options, reading, signal);
    return;
  }
  const stats = await stat(path).catch((error: unknown) => {
    throw unreadable(path, error);
  });
  if (stats.isDirectory()) yield* folderInputs(path, reading, signal);
  else if (!stats.isFile()) yield await pipeInput(path, reading, signal);
  else
    yield fileInput(
      { path, prefix: reading.source, chapter: null },
      stats.mtimeMs,
      reading,
      signal,
    );
}

async function streamInput(
  { stdin }: PagesOptions,
  reading: Reading,
  signal: AbortSignal,
): Promise<FoundInput> {
  if (!stdin) throw new GibseyError('SOURCE_UNREADABLE', 'There is no standard input to read.');
  const { format, bytes } = await sniff(streamBytes(stdin, 'standard input', signal));
  return { format, input: unnamed('stdin', reading, bytes) };
}

/** A pipe, e.g. of a shell's process substitution: like standard input, it has no name to tell its format. */
async function pipeInput(path: string, reading: Reading, signal: AbortSignal): Promise<FoundInput> {
  const { format, bytes } = await sniff(fileBytes(path, signal));
  return { format, input: unnamed(path, reading, bytes) };
}

function unnamed(where: string, { source, now }: Reading, bytes: Input['bytes']): Input {
  return {
    where,
    prefix: shortened(source, 200),
    chapter: null,
    title: source,
    modified: now,
    bytes,
  };
}

async function* folderInputs(
  folder: string,
  reading: Reading,
  signal: AbortSignal,
): AsyncGenerator<FoundInput> {
  let supported = 0;
  for await (const found of walk(folder, signal)) {
    if ('problem' in found) yield found;
    else if (formatOf(found.path) !== undefined) {
      supported++;
      yield await foundInput(found, reading, signal);
    }
  }
  if (supported > 0) return;
  throw new GibseyError('SOURCE_UNREADABLE', `${folder} holds no file that can be read`, {
    hint: `supported are ${SUPPORTED}`,
  });
}

async function foundInput(
  { path, below }: { path: string; below: string },
  reading: Reading,
  signal: AbortSignal,
): Promise<FoundInput> {
  const folder = dirname(below);
  const place = {
    path,
    prefix: `${reading.source}/${below}`,
    chapter: folder === '.' ? null : folder,
  };
  try {
    return fileInput(place, (await stat(path)).mtimeMs, reading, signal);
  } catch (error) {
    return { problem: { where: excerpt(path, 1000), reason: whyUnreadable(error) } };
  }
}

function fileInput(
  { path, prefix, chapter }: { path: string; prefix: string; chapter: string | null },
  mtimeMs: number,
  { now }: Reading,
  signal: AbortSignal,
): FoundInput {
  const format = formatOf(path);
  if (format === undefined) {
    const message = `${path} is of a kind that cannot be read: supported are ${SUPPORTED}`;
    throw new GibseyError('SOURCE_UNREADABLE', message, {
      hint: `when it is text all the same: gibsey ingest pages - < ${path}`,
    });
  }
  const input = {
    where: excerpt(path, 1000),
    prefix: shortened(excerpt(prefix.normalize('NFC'), 5000), 300),
    chapter: chapter === null ? null : excerpt(chapter, 500),
    title: excerpt(stem(path), 300),
    modified: Math.min(Math.floor(mtimeMs), now),
    bytes: fileBytes(path, signal),
  };
  return { format, input };
}

function formatOf(path: string): Format | undefined {
  return FORMATS[extname(path).toLowerCase()];
}

/** The name of a file without its extension. */
export function stem(path: string): string {
  return basename(path, extname(path));
}
