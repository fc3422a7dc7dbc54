import { isLetter } from './characters.js';

/** What a mask stands for; it is written in square brackets in place of the text, e.g. `[email]`. */
export type Personal = 'email' | 'iban' | 'card' | 'phone' | 'document' | 'number' | 'name';

export interface Masked {
  text: string;
  /** Kinds that were found, each once, in the order of the rules. */
  found: Personal[];
}

interface Rule {
  kind: Personal;
  pattern: RegExp;
  /** What the pattern alone cannot tell, e.g. a check digit. */
  holds?: (match: string) => boolean;
}

/**
 * From the most to the least certain: what one rule has masked, the next ones do not see. No pattern can
 * backtrack over more than its own bounded repetition, so the time is linear in the text.
 */
const RULES: readonly Rule[] = [
  { kind: 'email', pattern: /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/g },
  {
    kind: 'iban',
    pattern: /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b/g,
    holds: isIban,
  },
  { kind: 'card', pattern: /(?<![\d.,])\d(?:[ -]?\d){12,18}(?![\d.,]?\d)/g, holds: isCard },
  { kind: 'document', pattern: /(?<!\d)\d{3}-\d{2}-\d{4}(?!\d)/g }, // US social security number
  { kind: 'phone', pattern: /(?<![\w.,+])(?:\+|\(?0)\d?(?:[ ()./-]{0,2}\d){7,14}(?!\w)/g },
  { kind: 'phone', pattern: /(?<![\w.,+])\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}(?!\w)/g },
  { kind: 'document', pattern: /\b[A-Z]{1,3}[ -]?\d{6,9}[A-Z]?\b/g },
  { kind: 'document', pattern: /\b[A-Z]{6}\d\d[A-Z]\d\d[A-Z]\d{3}[A-Z]\b/gi }, // Italian tax code
  { kind: 'number', pattern: /(?<![\d.,])\d{7,}/g },
];

/** How people say their name, in the languages of our users; what follows in capitals is the name. */
const INTRODUCTION =
  /\b(?:my name is|i am called|mi chiamo|il mio nome è|nama saya|ich heiße|mein name ist|je m['’]appelle|me llamo|mi nombre es|meu nome é)\s+/giu;

/** What is a name only when two words in capitals follow: "I am Dutch" is none. */
const BEING = /\b(?:i am|i['’]m|sono|saya|aku|ich bin|je suis|soy|eu sou)\s+/giu;

/**
 * Masks what would tell who asked: addresses, phone, card and account numbers, passport-like ids, long runs
 * of digits, the asker's own names, and names by which people introduce themselves.
 * @param names of the asking user, e.g. from the account or the local part of an e-mail address
 */
export function maskPersonal(text: string, names: readonly string[] = []): Masked {
  const found = new Set<Personal>();
  let masked = text;
  for (const { kind, pattern, holds } of RULES) {
    masked = masked.replace(pattern, (match) => {
      if (holds && !holds(match)) return match;
      found.add(kind);
      return `[${kind}]`;
    });
  }
  const unnamed = maskNames(masked, names);
  if (unnamed !== masked) found.add('name');
  return { text: unnamed, found: [...found] };
}

function maskNames(text: string, names: readonly string[]): string {
  const own = new Set(names.flatMap(nameParts));
  const introduced = introductions(text);
  let masked = '';
  let last = 0;
  for (const { index, word } of wordsOf(text)) {
    const end = index + word.length;
    if (!own.has(word.toLowerCase()) && !introduced.has(index)) continue;
    masked += `${text.slice(last, index)}[name]`;
    last = end;
  }
  return (masked + text.slice(last)).replace(/\[name\](?: \[name\])+/g, '[name]');
}

/** Shorter ones are words of every language ("al", "jo") more often than names. */
const LEAST_NAME = 3;

function nameParts(name: string): string[] {
  const parts = name.toLowerCase().split(/[\s._+@\d-]+/);
  return parts.filter((part) => part.length >= LEAST_NAME);
}

/** Where the words stand by which somebody introduces themselves. */
function introductions(text: string): Set<number> {
  const named = [...text.matchAll(INTRODUCTION)].flatMap((match) => capitals(text, match));
  const been = [...text.matchAll(BEING)].map((match) => capitals(text, match));
  return new Set([...named, ...been.filter((words) => words.length > 1).flat()]);
}

/** Where the words in capitals behind a match begin, three at most. */
function capitals(text: string, match: RegExpExecArray): number[] {
  const starts: number[] = [];
  let at = match.index + match[0].length;
  for (let n = 0; n < 3; n++) {
    const word = wordAt(text, at);
    if (word === '' || word === word.toLowerCase()) break;
    starts.push(at);
    at += word.length;
    if (text.charAt(at) !== ' ') break;
    at++;
  }
  return starts;
}

function* wordsOf(text: string): Generator<{ index: number; word: string }> {
  for (let index = 0; index < text.length; index++) {
    const word = wordAt(text, index);
    if (word === '') continue;
    yield { index, word };
    index += word.length;
  }
}

function wordAt(text: string, start: number): string {
  let end = start;
  while (end < text.length && isLetter(text.charCodeAt(end))) end++;
  return text.slice(start, end);
}

/** ISO 7064 mod 97-10: the first four characters to the end, letters as 10…35, the whole modulo 97 is 1. */
function isIban(match: string): boolean {
  const code = match.replaceAll(' ', '').toUpperCase();
  const digits = [...(code.slice(4) + code.slice(0, 4))].map((char) => parseInt(char, 36));
  const rest = digits.reduce((sum, value) => (sum * (value > 9 ? 100 : 10) + value) % 97, 0);
  return rest === 1;
}

/** Luhn's check (ISO/IEC 7812-1): every second digit from the right doubled, the sum ends in 0. */
function isCard(match: string): boolean {
  const digits = [...match.replace(/\D/g, '')].reverse().map(Number);
  const sum = digits.reduce((total, digit, i) => {
    const doubled = i % 2 === 1 ? digit * 2 : digit;
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}
