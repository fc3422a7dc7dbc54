import { asUtf8, type Bytes, chain, peek } from '../bytes.js';
import { type Encoding, recoded } from '../encodings.js';
import type { Format } from './config.js';

/** The format of bytes without a name is told by their first line that is not blank, in so many bytes. */
const SEEN = 64 * 1024;
/** What every zip, and so every EPUB, begins with. */
const ZIP = 'PK\u0003\u0004';

/** The format of a stream by its first line, and the stream from its start, as UTF-8 unless it is binary. */
export async function sniff(
  bytes: Bytes,
  encoding?: Encoding,
): Promise<{ format: Format; bytes: Bytes }> {
  const raw = await peek(bytes, (seen) => seen.length >= ZIP.length);
  const whole = chain(raw.head, raw.rest);
  if (raw.head.toString('latin1', 0, ZIP.length) === ZIP) return { format: 'epub', bytes: whole };
  const { head, rest } = await peek(
    encoding === undefined ? asUtf8(whole) : recoded(whole, encoding),
    (seen) => seen.length >= SEEN || /\S[^\n]*\n/.test(seen.toString('latin1')),
  );
  const first = /\S[^\n]*/.exec(head.toString('latin1', 0, SEEN))?.[0] ?? '';
  return { format: formatOf(first), bytes: chain(head, rest) };
}

function formatOf(line: string): Format {
  if (line.startsWith('{')) return 'jsonl';
  if (/^\[\s*(?:\{|$)/.test(line)) return 'json';
  if (/^<(?:!doctype\s+html|html|head|meta|title|body|\?xml)\b/i.test(line)) return 'html';
  return /^(?:---\s*$|#{1,6}\s)/.test(line) ? 'markdown' : 'text';
}
