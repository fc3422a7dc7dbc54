import { isUtf8 } from 'node:buffer';
import type { Bytes } from './bytes.js';
import { excerpt, Rejected } from './rejected.js';

/** Encodings that a text may be said to have. */
export type Encoding = 'utf-8' | 'utf-16le' | 'latin1' | 'windows-1252';

/** Code points of the bytes 0x80…0x9f in windows-1252 (WHATWG Encoding, index-windows-1252). */
const C1 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/**
 * Text of the bytes. Latin-1 is read as windows-1252, as the standard and every browser do; here without
 * TextDecoder, which takes some releases of Node for true Latin-1.
 * @param label a label of the WHATWG Encoding standard
 * @throws Rejected when the encoding is unknown, or the bytes are not of it.
 */
export function decode(bytes: Buffer, label: string): string {
  const encoding = encodingOf(label);
  if (encoding === 'windows-1252') return fromWindows1252(bytes);
  if (encoding === 'utf-8' && !isUtf8(bytes)) throw wrong(encoding);
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (error) {
    throw error instanceof TypeError ? wrong(encoding) : error;
  }
}

function encodingOf(label: string): string {
  try {
    return new TextDecoder(label).encoding;
  } catch {
    throw new Rejected(`its encoding ${excerpt(label, 40)} is not known: convert it to UTF-8`);
  }
}

function fromWindows1252(bytes: Buffer): string {
  return bytes
    .toString('latin1')
    .replace(/[\u0080-\u009f]/g, (char) => C1.charAt(char.charCodeAt(0) - 0x80));
}

function wrong(encoding: string): Rejected {
  return new Rejected(`it is not well-formed ${encoding.toUpperCase()}`);
}

/**
 * The same text as UTF-8, read by an encoding that was said, without a byte order mark.
 * @throws Rejected when the bytes are not of it.
 */
export async function* recoded(bytes: Bytes, label: Encoding): AsyncGenerator<Buffer> {
  const encoding = encodingOf(label);
  if (encoding === 'windows-1252') {
    for await (const chunk of bytes) yield Buffer.from(fromWindows1252(chunk));
    return;
  }
  const decoder = new TextDecoder(encoding, { fatal: true });
  try {
    for await (const chunk of bytes) yield Buffer.from(decoder.decode(chunk, { stream: true }));
    yield Buffer.from(decoder.decode());
  } catch (error) {
    throw error instanceof TypeError ? wrong(encoding) : error;
  }
}
