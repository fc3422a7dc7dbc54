import { apartFrom } from './asked-for.js';
import { differences } from './differences.js';
import { type Frame, middleOf, otherFiller, otherSize, sharedTelling } from './frame.js';
import { conflictOf, type Conflict } from './kinds.js';
import { joinsOnly } from './order.js';
import type { Reading } from './reading.js';
import { otherScope, turnedBy } from './scope.js';
import { areAlike, type Token } from './token.js';

/** Share of telling words that both have, where two questions ask for what cannot be one thing. */
const MOSTLY = 0.65;

/** The same words, asked for another thing: who stole it, why it was stolen. */
export function wants({ frame: a }: Reading, { frame: b }: Reading): Conflict | null {
  const size = otherSize(a, b);
  if (size !== null) return sharedTelling(a, b) < MOSTLY ? null : conflictOf('word', 'size', size);
  const longer = a.telling.length >= b.telling.length ? a.telling : b.telling;
  const apart = apartFrom(
    a.want,
    b.want,
    longer.map(({ word }) => word),
  );
  if (apart === null || sharedTelling(a, b) < apart) return null;
  return conflictOf('word', 'wants', [a.want!, b.want!]);
}

/** The same words of all, of some, of both; in the past, in the future. */
export function scope(asked: Reading, stored: Reading): Conflict | null {
  const found = otherScope(asked.scope, stored.scope) ?? allOrSome(asked, stored);
  if (found === null || sharedTelling(asked.frame, stored.frame) < MOSTLY) return null;
  return conflictOf('word', 'scope', found);
}

/** Every day, the first day. */
function allOrSome(asked: Reading, stored: Reading): [string, string] | null {
  const isAll = ({ scope, quantities }: Reading) =>
    scope.scopes.has('all') && quantities.size === 0;
  const counted = ({ scope, quantities, countsOne }: Reading) =>
    !scope.scopes.has('all') && (countsOne || quantities.size > 0);
  if (isAll(asked) && counted(stored)) return ['all', 'some'];
  return isAll(stored) && counted(asked) ? ['some', 'all'] : null;
}

/** The same words, in and out, until and from. */
export function direction({ frame: a }: Reading, { frame: b }: Reading): Conflict | null {
  // Sharing takes longest to find out.
  if (!hasSmall(a) || !hasSmall(b)) return null;
  const middle = middleOf(a, b);
  const turned = turnedBy(smallOf(middle.a), smallOf(middle.b));
  return turned === null || sharedTelling(a, b) < 1
    ? null
    : conflictOf('polarity', 'direction', turned);
}

const hasSmall = ({ tokens, telling }: Frame) => tokens.length > telling.length;
const smallOf = (tokens: readonly Token[]) =>
  tokens.filter(({ tells }) => !tells).map(({ word }) => word);

/** Two things in the same place of the same question. */
export function filler(asked: Reading, stored: Reading): Conflict | null {
  if (asked.frame.language !== 'en' && !areOneSlot(asked.words, stored.words)) return null;
  return conflictOf('word', 'word', otherFiller(asked.frame, stored.frame));
}

/** Word for word the same up to the third word at least, but for two words; verbs move more in other languages. */
function areOneSlot(a: readonly string[], b: readonly string[]): boolean {
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a[start] === b[start]) start++;
  let end = 0;
  while (end < shorter - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  return start >= 2 && Math.max(a.length, b.length) - start - end <= 2;
}

/** Texts that are equal, word for word, but for one word, for two neighbours, or for two that changed places. */
export function equalButFor(asked: Reading, stored: Reading): Conflict | null {
  const places = differences(asked.words, stored.words);
  if (places.length === 0 || places.length > 2) return null;
  const [[one, two = one], isOther] = [places, otherAt(asked, stored)];
  if (one === two)
    return isOther(one!) ? conflictOf('word', 'word', wordsAt(asked, stored, [one!])) : null;
  const [a, b, c, d] = [
    asked.plain[one!]!,
    asked.plain[two!]!,
    stored.plain[one!]!,
    stored.plain[two!]!,
  ];
  if (areAlike(a, d) && areAlike(b, c)) {
    const isOrder = a.tells && b.tells && !joinsOnly(asked.words.slice(one! + 1, two));
    return isOrder ? conflictOf('reversal', 'places', [a.word, c.word]) : null;
  }
  if (two !== one! + 1 || !isOther(one!) || !isOther(two)) return null;
  return conflictOf('word', 'word', wordsAt(asked, stored, [one!, two]));
}

const otherAt = (asked: Reading, stored: Reading) => (at: number) => {
  const [a, b] = [asked.plain[at]!, stored.plain[at]!];
  return a.tells && b.tells && !areAlike(a, b);
};

function wordsAt(asked: Reading, stored: Reading, places: readonly number[]): [string, string] {
  const of = ({ words }: Reading) => places.map((at) => words[at]).join(' ');
  return [of(asked), of(stored)];
}
