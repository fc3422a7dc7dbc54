import { IRREGULAR } from '../../../algorithms/text/irregular.js';
import type { WordLanguage } from '../../../algorithms/text/stop-words.js';
import { term } from '../../../algorithms/text/tokens.js';
import { isSlip } from './differences.js';
import { weightOf } from './function-words.js';
import { NAMES } from './names.js';
import { isNegator } from './negators.js';
import { isNumberWord } from './numbers.js';
import { OPPOSITES } from './opposites.js';
import { remembered } from '../../../algorithms/text/remembered.js';
import { phrasesIn, synonymsOf } from './synonyms.js';
import { TIMES } from './times.js';
import { isUnit } from './units.js';

/** A word of a question, or a phrase that stands for one. */
export interface Token {
  word: string;
  /** What stands for it: its stem; one sign for all numbers, weekdays, known places…, which are compared elsewhere. */
  key: string;
  /** Of the word itself: forms of one word have one. */
  stem: string;
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
      tokens.push({ ...phraseToken(whole), groups: phrase.groups });
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
    return { word, key: AMOUNT, stem: factsOf(word).stem, groups: [], tells: true };
  }
  const weight = weightOf(word, language);
  if (weight === 'idle' || isNegator(word)) return null;
  return plainToken(word, weight === 'telling');
}

/** A word by itself. */
export function plainToken(word: string, tells: boolean): Token {
  const { key, stem, groups } = factsOf(word);
  return { word, key, stem, groups, tells };
}

const phraseToken = (word: string) => ({ word, key: word, stem: term(word), tells: true });

type Facts = Pick<Token, 'key' | 'stem' | 'groups'>;

const factsOf = remembered<Facts>((word) => ({
  key: keyOf(word),
  stem: term(word),
  groups: synonymsOf(word),
}));

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
  if (a.stem === b.stem || isSlip(a.word, b.word)) return true;
  return a.word.includes(' ') !== b.word.includes(' ') && joined(a) === joined(b);
}

const joined = ({ word }: Token): string => word.replaceAll(' ', '');
