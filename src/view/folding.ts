/** How wide texts are on a terminal, and how they are folded into lines. */
import { unmarked } from './emphasis.js';

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const WIDE =
  /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Emoji_Presentation}\ufe0f\u3000-\u303f\uff01-\uff60]/u;

/** Characters of a terminal that a text takes; Chinese, Japanese, Korean and emoji take two each. */
export function cellWidth(marked: string): number {
  const text = unmarked(marked);
  if (/^[ -~]*$/.test(text)) return text.length;
  let width = 0;
  for (const { segment } of graphemes.segment(text)) width += WIDE.test(segment) ? 2 : 1;
  return width;
}

/** In lines of at most `width` characters, cut between words; a longer word is broken, where it can be at a sign. */
export function folded(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text
    .trim()
    .split(/\s+/)
    .flatMap((each) => broken(each, width))) {
    const longer = `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && cellWidth(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** A word in parts of at most `width`. */
function broken(word: string, width: number): string[] {
  if (cellWidth(word) <= width) return [word];
  const parts: string[] = [''];
  for (const { segment } of graphemes.segment(word)) {
    if (cellWidth(parts.at(-1)! + segment) > width) parts.push(...splitAtSign(parts.pop()!));
    parts.push(parts.pop()! + segment);
  }
  return parts;
}

/** In two behind its last sign, where that is in the second half; else whole, with nothing behind it. */
function splitAtSign(part: string): [string, string] {
  const at = Math.max(...['/', '-', '_', '.', ':', ',', '@'].map((sign) => part.lastIndexOf(sign)));
  return at >= part.length / 2 && at < part.length - 1
    ? [part.slice(0, at + 1), part.slice(at + 1)]
    : [part, ''];
}
