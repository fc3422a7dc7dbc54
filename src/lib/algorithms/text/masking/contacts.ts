import type { Cover, Range } from './cover.js';
import { cuesOf } from './cues/index.js';
import { applyRules, WORD, type Rule } from './patterns.js';
import { Phrases, wordsOf, type Words } from './phrases.js';

const either = (words: readonly string[]): string => words.join('|');
const AT = either(cuesOf('at'));
const DOT = either(cuesOf('dot'));
/** A domain that is read out ends in one of these: "look at the dot in it" does not. */
const TLD =
  'com|org|net|edu|gov|info|biz|io|co|me|dev|app|ai|eu|uk|de|fr|es|it|id|us|ca|au|nl|ch|at|be|br|pt|jp|in|mx|test|example|invalid';
const PROVIDERS =
  'gmail|googlemail|yahoo|ymail|hotmail|outlook|live|msn|icloud|proton|protonmail|gmx|web|aol|libero|orange|mail|yandex|fastmail';
const NO_DOMAIN = '(?:the|a|an|this|that|each|every|my|your|its|il|la|le|der|die|das|el)\\b';

/** `bob [at] secret [dot] org`, `bob at secret dot org`, `bob @ secret . org`, `bob at gmail.com`. */
const LOCAL = `(?<![${WORD}.+-])[\\w+-]{1,64}(?:(?:\\.|\\s?[(\\[{]?(?:${DOT})[)\\]}]?\\s)[\\w+-]{1,64}){0,2}`;
const BRACKETED_AT = `\\s{0,2}(?:[(\\[{<]\\s?(?:${AT}|@)\\s?[)\\]}>]|\\s@\\s?|@\\s|\\s_at_\\s)\\s{0,2}`;
const ANY_DOT = `\\s{0,2}(?:[(\\[{<]\\s?(?:${DOT}|\\.)\\s?[)\\]}>]|\\.|\\s(?:${DOT})\\s|\\s_dot_\\s)\\s{0,2}`;
const SAID_DOT = `\\s{0,2}(?:[(\\[{<]\\s?(?:${DOT}|\\.)\\s?[)\\]}>]|\\s(?:${DOT})\\s)\\s{0,2}`;
const LABEL = `(?!${NO_DOMAIN})[\\w-]{1,63}`;

const OBFUSCATED: readonly Rule[] = [
  `${LOCAL}${BRACKETED_AT}${LABEL}(?:${ANY_DOT}[\\w-]{1,63}){0,2}${ANY_DOT}(?:${TLD})(?![${WORD}])`,
  `${LOCAL}\\s(?:${AT})\\s${LABEL}(?:${SAID_DOT}[\\w-]{1,63}){0,2}${SAID_DOT}(?:${TLD})(?![${WORD}])`,
  `${LOCAL}\\s(?:${AT})\\s(?:${PROVIDERS})${ANY_DOT}(?:${TLD})(?![${WORD}])`,
].map((source) => ({ kind: 'email', pattern: new RegExp(source, 'dgi') }));

const DOCUMENTS = new Phrases(cuesOf('documents'));
const PHONES = new Phrases(cuesOf('phones'));
const BETWEEN =
  /[ ]?(?:(?:number|no\.?|nr\.?|n\.?°|n\.?º|nomor|numero|número|numéro|saya)[ ]?)?[ ]?(?:#|:|=|is|was|ist|lautet|è|es|est|adalah)?:?[ ]{0,2}#?/y;
const DOCUMENT =
  /[A-Z0-9]{1,30}(?:[ ./-]?[A-Z0-9]{0,9}\d[A-Z0-9]{0,9}){0,6}(?:[ -][A-Z](?![\w\0]))?/y;
const PHONE = /\+?\(?\d(?:[ ()./-]{0,2}\d){5,14}(?![\w\0])/y;
const YEARS = /^(?:19|20)\d\d(?: ?[-/] ?(?:(?:19|20)\d\d|\d\d))?$/;
/** Digits without letters, and with some. */
const LEAST = { digits: 5, mixed: 4 };

/** Addresses of mail that are spelled out, so that machines do not see them. */
export function hideObfuscated(cover: Cover): void {
  applyRules(cover, OBFUSCATED);
}

/** Numbers that only what stands before them makes personal. */
export function hideNumbered(cover: Cover): void {
  const words = wordsOf(cover.text);
  cover.hide('document', behind(DOCUMENTS, words, DOCUMENT).filter(isDocument(words)));
  const left = wordsOf(cover.text);
  cover.hide('phone', behind(PHONES, left, PHONE));
}

function behind(cues: Phrases, words: Words, value: RegExp): Range[] {
  return [...cues.in(words)].flatMap(({ end: at }) => {
    BETWEEN.lastIndex = at;
    const start = BETWEEN.test(words.lower) ? BETWEEN.lastIndex : at;
    value.lastIndex = start;
    const match = start > at ? value.exec(words.text) : null;
    return match ? [{ start, end: start + match[0].length }] : [];
  });
}

const isDocument =
  ({ text }: Words) =>
  ({ start, end }: Range): boolean => {
    const value = text.slice(start, end);
    const digits = value.replace(/\D/g, '').length;
    if (YEARS.test(value)) return false;
    return digits >= LEAST.digits || (digits >= LEAST.mixed && /[A-Z]/.test(value));
  };
