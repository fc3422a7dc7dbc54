import { isDigit, isLetter } from '../characters.js';
import { COVER, type Range } from './cover.js';
import { cuesOf } from './cues/index.js';

/** Words in capitals that name nobody. */
const NOT_NAMES = new Set(cuesOf('notNames'));
/** In small letters between those of a name. */
const PARTICLES = new Set(
  'de da do dos di del della des du lo van von der den ter ten la le bin binti bint ben al el y e'.split(
    ' ',
  ),
);
/** What peoples and faiths end in. */
const PEOPLE = /(?:ish|ese|glish|ian|ians|ean|eans)$/;
const MOST_WORDS = 4;
/** Shorter ones that are all capitals are abbreviations. */
const LEAST_SHOUTED = 4;

export interface Name extends Range {
  words: number;
}

interface Word {
  text: string;
  end: number;
  /** `Tom's`: the name ends there. */
  owns: boolean;
}

/** The name that begins there: words in capitals, four at most, none of which is known for something else. */
export function nameAt(text: string, start: number): Name | null {
  let end = start;
  let words = 0;
  let at = start;
  while (words < MOST_WORDS) {
    const particle = words > 0 ? particleEnd(text, at) : at;
    const word = capitalAt(text, particle);
    if (!word || !isNamePart(word.text, words)) break;
    words++;
    end = word.end;
    if (word.owns || text[end] !== ' ') break;
    at = end + 1;
  }
  return words === 0 ? null : { start, end, words };
}

function particleEnd(text: string, start: number): number {
  let at = start;
  for (let n = 0; n < 2; n++) {
    const end = lettersEnd(text, at);
    if (!PARTICLES.has(text.slice(at, end)) || text[end] !== ' ') break;
    at = end + 1;
  }
  return at;
}

/** A word that begins with a capital, or an initial with its full stop. */
function capitalAt(text: string, start: number): Word | null {
  const first = text.charAt(start);
  if (first === '' || !isLetter(text.charCodeAt(start)) || first.toLowerCase() === first)
    return null;
  let end = lettersEnd(text, start);
  while (isInner(text.charAt(end)) && lettersEnd(text, end + 1) > end + 1) {
    end = lettersEnd(text, end + 1);
  }
  if (isDigit(text.charCodeAt(end)) || '_@\\/'.includes(text.charAt(end) || ' ')) return null;
  if (text[end] === COVER) return null;
  if (end - start === 1 && text[end] === '.') end++;
  const word = text.slice(start, end);
  const owned = /['’]s$/i.exec(word);
  return owned
    ? { text: word.slice(0, -2), end: end - 2, owns: true }
    : { text: word, end, owns: false };
}

const isInner = (char: string): boolean => char === "'" || char === '’' || char === '-';

function lettersEnd(text: string, start: number): number {
  let end = start;
  while (end < text.length && isLetter(text.charCodeAt(end))) end++;
  return end;
}

function isNamePart(word: string, before: number): boolean {
  const lower = word.toLowerCase();
  if (before > 0 && PARTICLES.has(lower)) return true;
  if (NOT_NAMES.has(lower)) return false;
  if (before > 0) return true;
  if (PEOPLE.test(lower)) return false;
  return word.length > 1 && (word !== word.toUpperCase() || word.length >= LEAST_SHOUTED);
}
