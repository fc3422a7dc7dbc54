import { Recent } from '../../../algorithms/recent.js';
import { IRREGULAR } from '../../../algorithms/text/irregular.js';
import type { WordLanguage } from '../../../algorithms/text/stop-words.js';
import { term } from '../../../algorithms/text/tokens.js';
import { isSpelling } from './differences.js';
import { weightOf } from './function-words.js';
import { NAMES } from './names.js';
import { isNegator } from './negators.js';
import { isNumberWord } from './numbers.js';
import { OPPOSITES } from './opposites.js';
import { phrasesIn, synonymsOf } from './synonyms.js';
import { TIMES } from './times.js';
import { isUnit } from './units.js';

/** A word of a question, or a phrase that stands for one. */
export interface Token {
  word: string;
  /** What stands for it: its stem; one sign for all numbers, weekdays, known places…, which are compared elsewhere. */
  key: string;
  /** Groups of synonyms. */
  groups: readonly number[];
  /** Whether it says something by itself. */
  tells: boolean;
}

/** The words of a text that do not say little wherever they stand, phrases as one; an amount is one, too. */
export function tokensOf(words: readonly string[], language: WordLanguage): Token[] {
  const phrases = new Map(phrasesIn(words).map((each) => [each.at, each]));
  const tokens: Token[] = [];
  for (let at = 0; at < words.length; at++) {
    const phrase = phrases.get(at);
    if (phrase !== undefined) {
      const whole = words.slice(at, at + phrase.length).join(' ');
      tokens.push({ word: whole, key: whole, groups: phrase.groups, tells: true });
      at += phrase.length - 1;
      continue;
    }
    const token = tokenOf(words[at]!, words[at - 1] ?? '', language);
    const goesOn = token?.key === AMOUNT && tokens.at(-1)?.key === AMOUNT;
    if (token !== null && !goesOn) tokens.push(token);
  }
  return tokens;
}

const AMOUNT = '#';
const ARTICLE = /^an?$/;

function tokenOf(word: string, before: string, language: WordLanguage): Token | null {
  if (isUnit(word) && (ARTICLE.test(before) || factsOf(before).key === AMOUNT)) {
    return { word, key: AMOUNT, groups: [], tells: true };
  }
  const weight = weightOf(word, language);
  if (weight === 'idle' || isNegator(word)) return null;
  return plainToken(word, weight === 'telling');
}

/** A word by itself. */
export function plainToken(word: string, tells: boolean): Token {
  return { word, ...factsOf(word), tells };
}

type Facts = Pick<Token, 'key' | 'groups'>;

/** Questions are made of few words. */
const known = new Recent<Facts>(10_000);

function factsOf(word: string): Facts {
  let facts = known.get(word);
  if (facts === undefined) {
    facts = { key: keyOf(word), groups: synonymsOf(word) };
    known.set(word, facts);
  }
  return facts;
}

function keyOf(word: string): string {
  if (isNumberWord(word)) return AMOUNT;
  const value = TIMES.of(word) ?? NAMES.of(word);
  if (value !== undefined) return `@${value.slice(0, value.indexOf(':'))}`;
  const pole = OPPOSITES.of(word);
  if (pole !== undefined) return `±${pole.axis} ${pole.end}`;
  return term(IRREGULAR.get(word) ?? word);
}

/** Whether two words may stand for one and the same thing. */
export function areAlike(a: Token, b: Token): boolean {
  if (a.key === b.key) return true;
  if (a.groups.length > 0 && a.groups.some((group) => b.groups.includes(group))) return true;
  if (isSpelling(a.word, b.word)) return true;
  return a.word.includes(' ') !== b.word.includes(' ') && joined(a) === joined(b);
}

const joined = ({ word }: Token): string => word.replaceAll(' ', '');
