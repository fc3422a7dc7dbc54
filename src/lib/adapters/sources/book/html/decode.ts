import { utf16Mark } from '../../bytes.js';
import { decode } from '../../encodings.js';
import { textOf } from '../../lines.js';

/** A declaration has to stand within so many bytes (the standard says 1024). */
const SEEN = 4096;
const DECLARED = [
  /^\s*<\?xml\s[^>]*?\bencoding\s*=\s*["']\s*([\w.:-]+)/i,
  /<meta\s[^>]*?\bcharset\s*=\s*["']?\s*([\w.:-]+)/i,
];

/**
 * Text of an HTML or XHTML document: by its byte order mark, else by what it declares, else as UTF-8.
 * @throws Rejected when the bytes are not of that encoding, or it is unknown.
 */
export function decodeHtml(bytes: Buffer): string {
  const label = utf16Mark(bytes) ?? declared(bytes);
  if (label !== null) return decode(bytes, label);
  return textOf(bytes, 'the text').replace(/^\ufeff/, '');
}

/** Null for UTF-8. Whoever could read a declaration of UTF-16 was not reading UTF-16. */
function declared(bytes: Buffer): string | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return null;
  const head = bytes.toString('latin1', 0, SEEN).replace(/<!--.*?-->/gs, '');
  const label = DECLARED.map((form) => form.exec(head)?.[1]).find((found) => found !== undefined);
  return label === undefined || /^utf-?(8|16)/i.test(label) ? null : label;
}
