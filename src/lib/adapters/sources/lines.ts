import { isUtf8 } from 'node:buffer';
import type { Bytes } from './bytes.js';
import { mebibytes } from './bytes.js';
import { Rejected } from './rejected.js';

export interface Line {
  /** 1, 2, 3, … */
  number: number;
  /** Without its line end (LF or CRLF); null when it is longer than the limit. */
  bytes: Buffer | null;
  /** Bytes of it, also when they are not held. */
  size: number;
  /** It ended in CRLF. */
  crlf: boolean;
}

/** Lines of a stream of UTF-8 in order; never holds more than `limit` bytes and the chunk at hand. */
export async function* splitLines(source: Bytes, limit: number): AsyncGenerator<Line> {
  const line = new PartialLine(limit);
  let number = 1;
  for await (const chunk of source) {
    let from = 0;
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, from)) {
      line.append(chunk.subarray(from, at));
      yield { number: number++, ...line.take() };
      from = at + 1;
    }
    line.append(chunk.subarray(from));
  }
  if (line.size > 0) yield { number, ...line.take() };
}

/** The line at hand, put together from the chunks that it runs over. */
class PartialLine {
  size = 0;
  private parts: Buffer[] = [];
  private readonly limit: number;

  constructor(limit: number) {
    this.limit = limit;
  }

  append(part: Buffer): void {
    this.size += part.length;
    if (this.size > this.limit) this.parts = [];
    else if (part.length > 0) this.parts.push(part);
  }

  take(): Omit<Line, 'number'> {
    const { size } = this;
    const bytes = size > this.limit ? null : Buffer.concat(this.parts);
    this.parts = [];
    this.size = 0;
    const crlf = bytes?.at(-1) === 13;
    return { bytes: crlf ? (bytes?.subarray(0, -1) ?? null) : bytes, size, crlf };
  }
}

/**
 * The text of a line.
 * @throws Rejected when it is over the limit, holds NUL bytes or is not UTF-8.
 */
export function lineText(line: Line, limit: number): string {
  if (line.bytes === null) throw longerThan(limit, 'the line', line.size);
  return textOf(line.bytes, 'the line');
}

/** Of a record that is not held: which limit, how large it is, what to do. */
export function longerThan(limit: number, what: string, size: number): Rejected {
  const has = `it has ${mebibytes(size)}`;
  return new Rejected(`${what} is longer than ${mebibytes(limit)} (${has}): cut it into several`);
}

/**
 * UTF-8 as a string.
 * @throws Rejected naming `what` when it holds NUL bytes or is not UTF-8.
 */
export function textOf(bytes: Buffer, what: string): string {
  if (bytes.includes(0)) {
    throw new Rejected(`${what} holds NUL bytes: no text, or UTF-16 without a byte order mark`);
  }
  if (!isUtf8(bytes)) {
    const place = what === 'the line' ? '' : ` (first in line ${firstBadLine(bytes)})`;
    throw new Rejected(`${what} is not UTF-8${place}: convert it, e.g. iconv -f LATIN1 -t UTF-8`);
  }
  return bytes.toString('utf8');
}

function firstBadLine(bytes: Buffer): number {
  let number = 1;
  let from = 0;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, from), number++) {
    if (!isUtf8(bytes.subarray(from, at))) break;
    from = at + 1;
  }
  return number;
}
