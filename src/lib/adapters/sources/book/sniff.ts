import { asUtf8, type Bytes, chain, peek } from '../bytes.js';
import type { Format } from './config.js';

/** The format of bytes without a name is told by their first line that is not blank, in so many bytes. */
const SEEN = 64 * 1024;

/** The format of a stream by its first line, and the stream from its start, as UTF-8. */
export async function sniff(bytes: Bytes): Promise<{ format: Format; bytes: Bytes }> {
  const { head, rest } = await peek(
    asUtf8(bytes),
    (seen) => seen.length >= SEEN || /\S[^\n]*\n/.test(seen.toString('latin1')),
  );
  const first = /\S[^\n]*/.exec(head.toString('latin1', 0, SEEN))?.[0] ?? '';
  return { format: formatOf(first), bytes: chain(head, rest) };
}

function formatOf(line: string): Format {
  if (line.startsWith('{')) return 'jsonl';
  if (/^\[\s*(?:\{|$)/.test(line)) return 'json';
  return /^(?:---\s*$|#{1,6}\s)/.test(line) ? 'markdown' : 'text';
}
