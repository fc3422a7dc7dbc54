import { defused } from '../algorithms/text/defused.js';
import { hashParts } from '../algorithms/text/hashing.js';

/**
 * Texts of others as they stand in a prompt: each between a line `<<text N MARK>>` and a line `<<end MARK>>`. The mark is
 * a hash of the texts, which no text can hold: nobody can write an end mark into one.
 */
export function fenced(texts: readonly string[]): string {
  const mark = hashParts(texts).slice(0, 12);
  return texts
    .map((text, i) => `<<text ${i + 1} ${mark}>>\n${defused(text)}\n<<end ${mark}>>\n`)
    .join('\n');
}
