import { hashText } from '../../algorithms/text/hashing.js';

/**
 * A readable part of an id: ASCII letters in lower case, apostrophes dropped, every other run of ASCII
 * punctuation, general punctuation and white space one hyphen. Letters of other scripts stay. Empty when
 * nothing is left.
 */
export function slug(text: string, bytes = 48): string {
  const kept = text
    .normalize('NFC')
    .replace(/[A-Z]/g, (letter) => letter.toLowerCase())
    .replace(/['’]/g, '')

    .replace(/[\u0000-\u002f\u003a-\u0060\u007b-\u00bf\u2000-\u206f\u3000-\u303f\s]+/g, '-');
  return shortened(kept.replace(/^-|-$/g, ''), bytes);
}

/** The text, or, when it is longer than so many bytes of UTF-8, its beginning and a hash of the whole. */
export function shortened(text: string, bytes: number): string {
  if (Buffer.byteLength(text) <= bytes) return text;
  let end = Math.min(text.length, bytes - 9);
  while (Buffer.byteLength(text.slice(0, end)) > bytes - 9) end--;
  if (/[\ud800-\udbff]/.test(text.charAt(end - 1))) end--;
  return `${text.slice(0, end)}~${hashText(text).slice(0, 8)}`;
}

/** Gives each name out once: a repeated `chapter-001` becomes `chapter-001-2`. */
export class DistinctNames {
  /** Each name given out, with the number that was last put behind it. */
  private readonly taken = new Map<string, number>();

  of(name: string): string {
    let number = this.taken.get(name) ?? 0;
    let distinct = name;
    while (this.taken.has(distinct)) distinct = `${name}-${(number = Math.max(number, 1) + 1)}`;
    this.taken.set(name, number);
    this.taken.set(distinct, this.taken.get(distinct) ?? 0);
    return distinct;
  }
}
