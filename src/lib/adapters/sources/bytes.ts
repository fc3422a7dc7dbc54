import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { addAbortSignal } from 'node:stream';
import { isAddress } from '../../algorithms/text/url.js';
import { GibseyError } from '../../domain/errors.js';
import { Rejected } from './rejected.js';

export type Bytes = AsyncIterable<Buffer>;

/**
 * The bytes of a file as they are read.
 * @throws SOURCE_UNREADABLE naming the path; AbortError when `signal` aborts.
 */
export async function* fileBytes(path: string, signal: AbortSignal): AsyncGenerator<Buffer> {
  signal.throwIfAborted();
  try {
    yield* createReadStream(path, { signal }) as Bytes;
  } catch (error) {
    throw signal.aborted ? error : unreadable(path, error);
  }
}

/**
 * The bytes of a stream, which is destroyed when `signal` aborts.
 * @throws SOURCE_UNREADABLE naming it; AbortError when `signal` aborts.
 */
export async function* streamBytes(
  stream: Readable,
  name: string,
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  signal.throwIfAborted();
  try {
    for await (const chunk of addAbortSignal(signal, stream)) {
      yield typeof chunk === 'string' ? Buffer.from(chunk) : (chunk as Buffer);
    }
  } catch (error) {
    throw signal.aborted ? error : unreadable(name, error);
  }
}

/** @throws SOURCE_UNREADABLE for the address of a web page or a table, where a path is expected */
export function refuseAddress(path: string): void {
  if (!isAddress(path)) return;
  const message = `${path} is an address; a file, a folder, or - for standard input is read here.`;
  throw new GibseyError('SOURCE_UNREADABLE', message, {
    hint: `gibsey ingest rest ADDRESS reads a table behind a REST gateway; of a page: curl ${path} | gibsey ingest pages -`,
  });
}

export function unreadable(path: string, cause: unknown): GibseyError {
  const message = `${path} cannot be read: ${whyUnreadable(cause)}`;
  return new GibseyError('SOURCE_UNREADABLE', message, { cause });
}

/** What the system says, in words. */
export function whyUnreadable(cause: unknown): string {
  const code = (cause as NodeJS.ErrnoException | null)?.code ?? '';
  return WHY[code] ?? (cause instanceof Error ? cause.message : String(cause));
}

const WHY: Record<string, string> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ELOOP: 'its links lead in a circle',
  EISDIR: 'it is a folder',
};

/**
 * The same text as UTF-8 without a byte order mark: UTF-16 is told by its mark and converted. Nothing else
 * is guessed.
 * @throws Rejected for UTF-16 that is not well-formed.
 */
export async function* asUtf8(bytes: Bytes): AsyncGenerator<Buffer> {
  const { head, rest } = await peek(bytes, (seen) => seen.length >= 3);
  const utf16 = utf16Mark(head);
  if (utf16) yield* fromUtf16(head, rest, utf16);
  else {
    yield head.subarray(head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0);
    yield* rest;
  }
}

/** The encoding that a byte order mark of UTF-16 tells. */
export function utf16Mark(head: Buffer): 'utf-16le' | 'utf-16be' | null {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  return head[0] === 0xfe && head[1] === 0xff ? 'utf-16be' : null;
}

async function* fromUtf16(head: Buffer, rest: Bytes, encoding: string): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  try {
    yield Buffer.from(decoder.decode(head, { stream: true }));
    for await (const chunk of rest) yield Buffer.from(decoder.decode(chunk, { stream: true }));
    yield Buffer.from(decoder.decode());
  } catch (error) {
    throw error instanceof TypeError ? new Rejected('it is not well-formed UTF-16') : error;
  }
}

/** Reads on until `enough` or the end; gives back what was seen, and what comes behind it. */
export async function peek(
  bytes: Bytes,
  enough: (seen: Buffer) => boolean,
): Promise<{ head: Buffer; rest: Bytes }> {
  const iterator = bytes[Symbol.asyncIterator]();
  let head: Buffer = Buffer.alloc(0);
  while (!enough(head)) {
    const next = await iterator.next();
    if (next.done) break;
    head = head.length === 0 ? next.value : Buffer.concat([head, next.value]);
  }
  return { head, rest: { [Symbol.asyncIterator]: () => iterator } };
}

export async function* chain(head: Buffer, rest: Bytes): AsyncGenerator<Buffer> {
  yield head;
  yield* rest;
}

/** How much of an input is taken whole, and what to do with one that is larger. */
export interface Whole {
  limit: number;
  /** Bytes, where the file system says so: what is too large is refused before it is read. */
  size?: number | undefined;
  advice: string;
}

/**
 * All bytes as one buffer.
 * @throws Rejected when there are more than `limit`.
 */
export async function collect(bytes: Bytes, { limit, size, advice }: Whole): Promise<Buffer> {
  const tooLarge = (has: string) =>
    new Rejected(
      `it is larger than ${mebibytes(limit)}, the most that is read whole${has}: ${advice}`,
    );
  if (size !== undefined && size > limit) throw tooLarge(` (it has ${mebibytes(size)})`);
  const chunks: Buffer[] = [];
  let held = 0;
  for await (const chunk of bytes) {
    held += chunk.length;
    if (held > limit) throw tooLarge('');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** With the digits that it takes to be told from a limit: `16 MiB`, `16.3 MiB`, `1000 bytes`. */
export function mebibytes(bytes: number): string {
  if (bytes < 2 ** 20) return `${bytes} bytes`;
  const size = bytes / 2 ** 20;
  return `${size >= 100 ? Math.round(size) : Number(size.toFixed(1))} MiB`;
}
