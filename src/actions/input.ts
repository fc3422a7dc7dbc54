import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { addAbortSignal, type Readable } from 'node:stream';
import { isAddress } from '../lib/algorithms/text/url.js';
import { GibseyError } from '../lib/domain/errors.js';

/** Files of this kind are written by people; what is larger is none of them, or never ends. */
const LONGEST_BYTES = 64 * 2 ** 20;

export interface Reading {
  signal: AbortSignal;
  /** What `-` stands for. */
  stdin?: Readable;
  longest?: number;
}

/**
 * The whole of a text file in UTF-8 or, by its byte order mark, UTF-16; `-` is standard input.
 * @throws SOURCE_UNREADABLE also when it is too large or no such text; what `signal` was aborted with.
 */
export async function contentOf(file: string, reading: Reading): Promise<string> {
  return decoded(await bytesOf(file, reading), file);
}

async function bytesOf(file: string, reading: Reading): Promise<Buffer> {
  const { signal, stdin = process.stdin, longest = LONGEST_BYTES } = reading;
  signal.throwIfAborted();
  if (isAddress(file)) throw unreadable(file, 'it is an address', `curl ${file} > FILE`);
  const stream = file === '-' ? stdin : createReadStream(file);
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of addAbortSignal(signal, stream)) {
      chunks.push(Buffer.from(chunk as Buffer | string));
      bytes += chunks.at(-1)!.length;
      if (bytes > longest) throw unreadable(file, 'it is too large');
    }
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof GibseyError ? error : unreadable(file, why(error));
  }
  return Buffer.concat(chunks);
}

/**
 * The lines of a file as `contentOf` reads it; one that is no UTF-8 is told apart, the others are of use.
 * @throws as `contentOf`
 */
export async function linesOf(
  file: string,
  reading: Reading,
): Promise<(string | { unreadable: string })[]> {
  const bytes = await bytesOf(file, reading);
  if (encodingOf(bytes) !== 'utf-8') return decoded(bytes, file).split(/\r?\n/);
  const lines: (string | { unreadable: string })[] = [];
  for (let from = 0, end = 0; end >= 0; from = end + 1) {
    end = bytes.indexOf(10, from);
    lines.push(lineOf(bytes.subarray(from, end < 0 ? undefined : end), file));
  }
  return lines;
}

function lineOf(bytes: Buffer, file: string): string | { unreadable: string } {
  if (isUtf8(bytes)) return new TextDecoder().decode(bytes).replace(/\r$/, '');
  return { unreadable: `it is not UTF-8: iconv -f LATIN1 -t UTF-8 ${file}` };
}

function decoded(bytes: Buffer, file: string): string {
  try {
    return new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
  } catch {
    throw unreadable(file, 'it is not UTF-8', `iconv -f LATIN1 -t UTF-8 ${file}`);
  }
}

function encodingOf([first, second]: Buffer): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return first === 0xff && second === 0xfe ? 'utf-16le' : 'utf-8';
}

function unreadable(file: string, reason: string, hint?: string): GibseyError {
  const message = `${file === '-' ? 'standard input' : file} cannot be read: ${reason}.`;
  return new GibseyError('SOURCE_UNREADABLE', message, hint === undefined ? {} : { hint });
}

function why(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EISDIR') return 'it is a folder';
  return code === 'EACCES' ? 'permission denied' : message;
}
