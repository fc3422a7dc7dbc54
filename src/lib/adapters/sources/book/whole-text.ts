import { asUtf8, collect } from '../bytes.js';
import { textOf } from '../lines.js';
import { Rejected } from '../rejected.js';
import type { Input, Reading } from './config.js';

/**
 * The text of a file that is read whole, with LF line ends.
 * @throws Rejected when it is too large, empty, not UTF-8, or holds NUL bytes.
 */
export async function wholeText(input: Input, { limits }: Reading): Promise<string> {
  const bytes = await collect(asUtf8(input.bytes), limits.fileBytes);
  const text = textOf(bytes, 'the text').replace(/\r\n?/g, '\n');
  if (text.trim() === '') throw new Rejected('it is empty');
  return text;
}
