import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname, extname, basename } from 'node:path';
import { GibseyError } from '../../../domain/errors.js';
import type { InputProblem } from '../../../ports/index.js';
import { type Bytes, fileBytes, streamBytes, unreadable, whyUnreadable } from '../bytes.js';
import { type Encoding, recoded } from '../encodings.js';
import { excerpt } from '../rejected.js';
import { shortened } from '../slug.js';
import { growth } from '../follow.js';
import type { Format, Input, PagesOptions, Reading } from './config.js';
import { sniff } from './sniff.js';
import { type FoundFile, PassedOver, walk } from './walk.js';

const FORMATS: Record<string, Format> = {
  '': 'text',
  '.txt': 'text',
  '.md': 'markdown',
  '.markdown': 'markdown',
  '.html': 'html',
  '.htm': 'html',
  '.xhtml': 'html',
  '.epub': 'epub',
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
  '.json': 'json',
};
const SUPPORTED =
  '.txt, .md, .markdown, .html, .htm, .xhtml, .epub, .jsonl, .ndjson, .json, or no extension';

interface Place {
  path: string;
  prefix: string;
  folder: string | null;
  encoding: Encoding | undefined;
}

export type FoundInput = { format: Format; input: Input } | { problem: InputProblem };

/** The inputs that a path stands for, in order. @throws SOURCE_UNREADABLE */
export async function* inputsOf(
  options: PagesOptions,
  reading: Reading,
  signal: AbortSignal,
): AsyncGenerator<FoundInput> {
  const { path, encoding, follow = false, clock } = options;
  if (follow && formatOf(path) !== 'jsonl') {
    throw new GibseyError('USAGE', `Only a .jsonl or .ndjson file can be followed, not ${path}.`);
  }
  if (path === '-') {
    yield await streamInput(options, reading, signal);
    return;
  }
  const stats = await stat(path).catch((error: unknown) => {
    throw unreadable(path, error);
  });
  if (stats.isDirectory()) yield* folderInputs(options, reading, signal);
  else if (!stats.isFile()) yield await pipeInput(path, encoding, reading, signal);
  else
    yield fileInput(
      { path, prefix: reading.source, folder: null, encoding },
      stats,
      reading,
      follow ? growth(path, { clock, signal }) : fileBytes(path, signal),
    );
}

async function streamInput(
  { stdin, encoding }: PagesOptions,
  reading: Reading,
  signal: AbortSignal,
): Promise<FoundInput> {
  if (!stdin) throw new GibseyError('SOURCE_UNREADABLE', 'There is no standard input to read.');
  const { format, bytes } = await sniff(streamBytes(stdin, 'standard input', signal), encoding);
  return { format, input: unnamed('stdin', encoding, reading, bytes) };
}

/** A pipe, e.g. of a shell's process substitution: like standard input, it has no name to tell its format. */
async function pipeInput(
  path: string,
  encoding: Encoding | undefined,
  reading: Reading,
  signal: AbortSignal,
): Promise<FoundInput> {
  const { format, bytes } = await sniff(fileBytes(path, signal), encoding);
  return { format, input: unnamed(path, encoding, reading, bytes) };
}

function unnamed(
  where: string,
  encoding: Encoding | undefined,
  { source, now }: Reading,
  bytes: Input['bytes'],
): Input {
  return {
    where,
    prefix: shortened(source, 200),
    folder: null,
    title: source,
    modified: now,
    file: null,
    recoded: encoding !== undefined,
    bytes,
  };
}

async function* folderInputs(
  { path: folder, encoding, warn }: PagesOptions,
  reading: Reading,
  signal: AbortSignal,
): AsyncGenerator<FoundInput> {
  let supported = 0;
  const passedOver = new PassedOver();
  for await (const found of walk(folder, signal, passedOver)) {
    if ('problem' in found) yield found;
    else if (formatOf(found.path) === undefined) {
      passedOver.add(found.below, extname(found.path).toLowerCase());
    } else {
      supported++;
      yield await foundInput({ ...found, encoding }, reading, signal);
    }
  }
  const summary = passedOver.summary(folder);
  if (summary !== null) warn?.(summary);
  if (supported > 0) return;
  throw new GibseyError('SOURCE_UNREADABLE', `${folder} holds no file that can be read`, {
    hint: `supported are ${SUPPORTED}`,
  });
}

async function foundInput(
  { path, below, encoding }: FoundFile & { encoding: Encoding | undefined },
  reading: Reading,
  signal: AbortSignal,
): Promise<FoundInput> {
  const folder = dirname(below);
  const place = {
    path,
    prefix: `${reading.source}/${below}`,
    folder: folder === '.' ? null : folder.split('/').map(nameOf).join(' / '),
    encoding,
  };
  try {
    return fileInput(place, await stat(path), reading, fileBytes(path, signal));
  } catch (error) {
    return { problem: { where: excerpt(path, 1000), reason: whyUnreadable(error) } };
  }
}

function fileInput(
  { path, prefix, folder, encoding }: Place,
  { mtimeMs, size }: Stats,
  { now }: Reading,
  bytes: Bytes,
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
    folder: folder === null ? null : excerpt(folder, 500),
    title: excerpt(nameOf(stem(path)), 300),
    modified: Math.min(Math.floor(mtimeMs), now),
    file: { path, size },
    recoded: encoding !== undefined,
    bytes: recodedUnless(format === 'epub', bytes, encoding),
  };
  return { format, input };
}

function formatOf(path: string): Format | undefined {
  return FORMATS[extname(path).toLowerCase()];
}

/** Bytes as UTF-8 where an encoding was said. */
function recodedUnless(binary: boolean, bytes: Bytes, encoding: Encoding | undefined): Bytes {
  return binary || encoding === undefined ? bytes : recoded(bytes, encoding);
}

/** A name without the number in front that puts it in order: `02_Flood` is `Flood`, `2025-03-01` stays. */
function nameOf(name: string): string {
  return name.replace(/^\d{1,3}(?:[-_.]| - )\s*(?=[^\d\s])/, '');
}

/** The name of a file without its extension. */
export function stem(path: string): string {
  return basename(path, extname(path));
}
