import type { WordLanguage } from '../../../algorithms/text/stop-words.js';
import { languageOf } from './function-words.js';
import { areApart } from './asked-for.js';
import { openingOf, wantIn, type Want } from './openers.js';
import { personsOf } from './scope.js';
import { areAlike, tokensOf, type Token } from './token.js';

/** A question without its opening and without words that say little: what is left has to be the same. */
export interface Frame {
  want: Want | null;
  /** How old, how tall: the size that is asked for. */
  size: Token | null;
  /** What is counted or chosen: the moon of `which moon`, `how many moons`. */
  focus: Token | null;
  /** Who speaks of whom. */
  persons: string;
  language: WordLanguage;
  tokens: readonly Token[];
  /** Those that say something. */
  telling: readonly Token[];
}

/** Asked for already by `how much`. */
const PRICE = /^(?:costs?|prices?|charged?|pay)$/;
const FOCUSED: readonly (Want | null)[] = ['which', 'much', 'span'];
/** Behind them stands what is counted or chosen. */
const COUNTING = /^(?:which|what|many|much)$/;

/** @param raw The same words as written. */
export function frameOf(words: readonly string[], raw = words): Frame {
  const language = languageOf(words, raw);
  if (language !== 'en') {
    const tokens = tokensOf(words, language);
    const telling = tokens.filter(({ tells }) => tells);
    return { want: wantIn(words), size: null, focus: null, persons: '', language, tokens, telling };
  }
  const { want, plain, rest } = openingOf(words);
  const all = tokensOf(rest, language);
  const size = want === 'measure' ? (all[0] ?? null) : null;
  const tokens = all.filter(
    (token) => token !== size && !(want === 'much' && PRICE.test(token.word)),
  );
  const isFocused = FOCUSED.includes(want) && COUNTING.test(plain.at(-1 - rest.length) ?? '');
  const focus = isFocused ? (tokens[0] ?? null) : null;
  const telling = tokens.filter(({ tells }) => tells);
  return { want, size, focus, persons: personsOf(plain), language, tokens, telling };
}

/** What is left of two frames between the words that they begin and end with alike. */
export interface Middle {
  a: readonly Token[];
  b: readonly Token[];
  /** Words before and behind. */
  common: number;
}

export function middleOf(one: Frame, other: Frame): Middle {
  const [a, b] = [one.tokens, other.tokens];
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && areAlike(a[start]!, b[start]!)) start++;
  let end = 0;
  while (end < shorter - start && areAlike(a.at(-1 - end)!, b.at(-1 - end)!)) end++;
  return {
    a: a.slice(start, a.length - end),
    b: b.slice(start, b.length - end),
    common: start + end,
  };
}

/** Least share of both frames that is equal for what is left to decide. */
const SAME_FRAME = 0.5;
/** Most words that stand for one thing in both together, and the same where small words join them. */
const MOST = 4;
const MOST_JOINED = 3;

/** What stands in one place of two questions that are the same otherwise, or null. */
export function otherFiller(one: Frame, other: Frame): [string, string] | null {
  if (one.language !== other.language || !begunAlike(one.want, other.want)) return null;
  const { a, b, common } = middleOf(one, other);
  const longest = 1 + Math.max(one.tokens.length, other.tokens.length);
  if (common < 1 || common + 1 < SAME_FRAME * longest) return null;
  const [mine, theirs] = [withoutAlike(a, b), withoutAlike(b, a)];
  if (mine.length === 0 || theirs.length === 0) return null;
  const small = [...a, ...b].filter(({ tells }) => !tells).length;
  if (small > 1 || mine.length + theirs.length > (small === 0 ? MOST : MOST_JOINED)) return null;
  const text = (tokens: readonly Token[]) => tokens.map(({ word }) => word).join(' ');
  return [text(mine), text(theirs)];
}

/** In one way, or in ways that are no better. */
const begunAlike = (a: Want | null, b: Want | null): boolean =>
  a === b || areApart(a, b) || [a, b].every((want) => want === 'how' || want === 'can');

const withoutAlike = (a: readonly Token[], b: readonly Token[]): Token[] =>
  a.filter((token) => token.tells && !b.some((each) => areAlike(token, each)));

/** Share of the telling words of the longer frame that the other has, too; 0 where there are none. */
export function sharedTelling({ telling: a }: Frame, { telling: b }: Frame): number {
  const most = Math.max(a.length, b.length);
  if (most === 0) return 0;
  const common = a.filter((token) => b.some((each) => areAlike(token, each))).length;
  return Math.min(common, b.length) / most;
}

/** `which moon`, `how many pints`: the two that are asked for, where each question has what the other asks for. */
export function otherFocus(one: Frame, other: Frame): [string, string] | null {
  const [a, b] = [one.focus, other.focus];
  if (a === null || b === null || areAlike(a, b)) return null;
  const has = ({ tokens }: Frame, focus: Token) => tokens.some((token) => areAlike(token, focus));
  return has(one, b) && has(other, a) ? [a.word, b.word] : null;
}

/** How old, how tall. */
export function otherSize(one: Frame, other: Frame): [string, string] | null {
  const [a, b] = [one.size, other.size];
  return a === null || b === null || areAlike(a, b) ? null : [a.word, b.word];
}
