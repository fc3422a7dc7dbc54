import { term } from '../../../algorithms/text/tokens.js';

/** Words that both texts must have beside the one that differs. */
const LEAST_COMMON = 2;

const ARTICLE = /^an?$/;

/** The places where two texts of equal length differ, three at most; none when their lengths differ. */
export function differences(a: readonly string[], b: readonly string[]): number[] {
  const found: number[] = [];
  if (a.length !== b.length || a.length <= LEAST_COMMON) return found;
  for (let at = 0; at < a.length && found.length < 3; at++) {
    if (a[at] !== b[at] && !(ARTICLE.test(a[at]!) && ARTICLE.test(b[at]!))) found.push(at);
  }
  return found;
}

/** Letters that a word must have for one letter more, and for another letter, to be a slip; two turned round are one. */
const [MORE, OTHER, TURNED] = [6, 7, 5];

/** Two forms of one word, or two spellings: of one stem, or a slip apart. */
export function isSpelling(a: string, b: string): boolean {
  return term(a) === term(b) || isSlip(a, b);
}

/** A slip apart, both being long and without a digit. */
export function isSlip(a: string, b: string): boolean {
  if (a.charCodeAt(0) !== b.charCodeAt(0)) return false;
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  if (short.length < TURNED || long.length - short.length > 1) return false;
  if (/[0-9]/.test(a + b)) return false;
  let start = 0;
  while (start < short.length && short[start] === long[start]) start++;
  let end = 0;
  while (end < short.length - start && short.at(-1 - end) === long.at(-1 - end)) end++;
  const apart = short.length - start - end;
  if (apart === 2) return short.length === long.length && isTurned(short, long, start);
  return apart < 2 && short.length >= (short.length === long.length ? OTHER : MORE);
}

function isTurned(a: string, b: string, at: number): boolean {
  return a[at] === b[at + 1] && a[at + 1] === b[at];
}
