import { editDistance } from '../text/spelling.js';
import { terms, termFinder, words } from '../text/tokens.js';

/** What a text says, as far as two copies of it may not differ. */
export interface Reading {
  /** Content words, stemmed, in their order; each further occurrence of a word is an entry of its own. */
  terms: ReadonlySet<string>;
  /** Words that deny. */
  denials: number;
}

const DENIAL = /^(?:no|not|never|none|neither|nor|without|cannot|nobody|nothing)$|n't$/;
const DIGIT = /[0-9]/;
/** Below so many content words each of them counts. */
const SHORT = 12;
/** Shorter words that differ by a letter are other words. */
const SPELT = 5;
/** Of more words in place of others nobody asks whether they are misspelt. */
const MISSPELT = 20;

export function readingOf(text: string, find = termFinder()): Reading {
  return {
    terms: numbered(terms(text, find)),
    denials: words(text).filter((word) => DENIAL.test(word)).length,
  };
}

/** A set that counts: the second `bank` is `bank 2`. */
function numbered(words: readonly string[]): Set<string> {
  const counts = new Map<string, number>();
  return new Set(
    words.map((word) => {
      const count = (counts.get(word) ?? 0) + 1;
      counts.set(word, count);
      return count === 1 ? word : `${word} ${count}`;
    }),
  );
}

const withoutCount = (entry: string): string => entry.split(' ', 1)[0]!;

/**
 * Whether two texts may be copies of one: what one has more may have been added or left out, but no content word stands
 * in place of another, spelling apart, none has changed its place, and both deny as often. `fails on iOS 17` and `fails
 * on iOS 18` are no copies, nor are `A blocks B` and `B blocks A`, however long the rest that they share. Of short texts
 * nothing may be left out either.
 */
export function sayTheSame(a: Reading, b: Reading): boolean {
  if (a.denials !== b.denials) return false;
  const [left, right] = unmatched(without(a.terms, b.terms), without(b.terms, a.terms));
  if (Math.min(a.terms.size, b.terms.size) < SHORT && left + right > 0) return false;
  return (left === 0 && inOrder(a.terms, b.terms)) || (right === 0 && inOrder(b.terms, a.terms));
}

/** Whether the words that both have come in the order of the first, whatever the second has between them. */
function inOrder(some: ReadonlySet<string>, all: ReadonlySet<string>): boolean {
  const sought = [...some].filter((entry) => all.has(entry)).map(withoutCount);
  let found = 0;
  for (const entry of all) if (withoutCount(entry) === sought[found]) found++;
  return found === sought.length;
}

const without = (from: ReadonlySet<string>, those: ReadonlySet<string>): string[] =>
  [...from].filter((each) => !those.has(each)).sort();

/** How many are left on either side when those that are one word but for its spelling are taken away. */
function unmatched(left: readonly string[], right: readonly string[]): [number, number] {
  if (Math.min(left.length, right.length) > MISSPELT) return [left.length, right.length];
  const free = right.map(withoutCount);
  const alone = left.map(withoutCount).filter((word) => {
    const at = free.findIndex((other) => spellsTheSame(word, other));
    if (at >= 0) free.splice(at, 1);
    return at < 0;
  });
  return [alone.length, free.length];
}

const spellsTheSame = (a: string, b: string): boolean =>
  Math.min(a.length, b.length) >= SPELT &&
  Math.abs(a.length - b.length) <= 1 &&
  !DIGIT.test(a + b) &&
  (editDistance(a, b) === 1 || swapped(a, b));

/** Two neighbouring letters stand the other way round. */
function swapped(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  const at = [...a].findIndex((letter, i) => letter !== b[i]);
  return a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2);
}
