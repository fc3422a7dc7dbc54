import { asUtf8, collect, type Whole } from '../bytes.js';
import { textOf } from '../lines.js';
import { Rejected } from '../rejected.js';
import type { Input, Reading } from './config.js';

const SPLIT = 'split it, e.g. split -C 8M';

/** What may be read of an input that is read whole. */
export function wholeOf({ file }: Input, { limits }: Reading, advice = SPLIT): Whole {
  return { limit: limits.fileBytes, size: file?.size, advice };
}

/**
 * The text of a file that is read whole, with LF line ends.
 * @throws Rejected when it is too large, empty, not UTF-8, or holds NUL bytes.
 */
export async function wholeText(input: Input, reading: Reading, advice = SPLIT): Promise<string> {
  const bytes = await collect(asUtf8(input.bytes), wholeOf(input, reading, advice));
  const text = textOf(bytes, 'the text').replace(/\r\n?/g, '\n');
  if (text.trim() === '') throw new Rejected('it is empty');
  return text;
}
