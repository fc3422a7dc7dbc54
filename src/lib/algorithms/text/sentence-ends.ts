import { isAbbreviation } from './abbreviations.js';
import { isDigit, isLetter, isLowerCase, isSpace } from './characters.js';

/** `end` of the sentence, −1 when it goes on; `next` is where to read on. */
interface Verdict {
  end: number;
  next: number;
}

const FULL_STOP = 0x2e;
/** Stops that need white space behind them: . ! ? … ؟ ۔ ։ ‼ ⁇ ⁈ ⁉ */
const SPACED = units('.!?…؟۔։‼⁇⁈⁉');
/** Stops of scripts that write no space behind them: 。！？｡ and । ॥ ። ។ */
const UNSPACED = units('。！？｡।॥።។');
const ASKING = units('!?！？‼⁇⁈⁉؟');
const QUOTES = units('"\'”’»›」』＂');
const CLOSERS = new Set([...QUOTES, ...units(')]}）】〉》*_')]);
const OPENERS = units('"\'“‘„‚«‹([{¿¡「『（【〈《*_');
const DASHES = units('-–—―');
/** Signs that never begin a sentence. */
const JOINERS = units(',;:.!?…)]}%&/+=、，；：。！？');

function units(signs: string): ReadonlySet<number> {
  return new Set([...signs].map((sign) => sign.charCodeAt(0)));
}

export function isStop(unit: number): boolean {
  return SPACED.has(unit) || UNSPACED.has(unit);
}

/** Judges the stop at `at` of a sentence that begins at `start`. */
export function endOfSentence(text: string, start: number, at: number): Verdict {
  const stops = skip(text, at, isStop);
  const end = skipClosers(text, stops);
  const goesOn = { end: -1, next: end };
  if (end === text.length) return { end, next: end };
  const after = text.charCodeAt(end);
  const quoted = hasQuote(text, stops, end);
  const asks = ASKING.has(text.charCodeAt(stops - 1));
  if (!isSpace(after)) {
    const splits = UNSPACED.has(text.charCodeAt(stops - 1)) && !JOINERS.has(after);
    return splits && !(quoted && asks && isLetter(after)) ? { end, next: end } : goesOn;
  }
  const next = skip(text, end, isSpace);
  const single = stops === at + 1 && text.charCodeAt(at) === FULL_STOP;
  if (single && end === stops && isShortForm(text, start, at, next)) return goesOn;
  return begins(text, start, next, quoted, asks) ? { end, next } : goesOn;
}

function skip(text: string, at: number, is: (unit: number) => boolean): number {
  while (at < text.length && is(text.charCodeAt(at))) at++;
  return at;
}

const NOTE = /\[[0-9]{1,3}\]|[¹²³]/y;

/** Behind quotes, brackets, further stops and marks of notes that belong to the sentence. */
function skipClosers(text: string, at: number): number {
  for (;;) {
    const unit = text.charCodeAt(at);
    NOTE.lastIndex = at;
    if (NOTE.test(text)) at = NOTE.lastIndex;
    else if (CLOSERS.has(unit) || isStop(unit)) at++;
    else return at;
  }
}

function hasQuote(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (QUOTES.has(text.charCodeAt(at))) return true;
  return false;
}

const SAYING =
  /[A-Z][a-z]{1,20} (?:said|says|asked|asks|cried|cries|replied|answered|shouted|whispered|exclaimed|muttered)\b/y;

/**
 * Whether a sentence can begin at `at`. Small letters go on (`"What?" said he.`), unless the sentence before
 * began with one, too: people who chat write no capitals.
 */
function begins(text: string, start: number, at: number, quoted: boolean, asks: boolean): boolean {
  const unit = text.charCodeAt(at);
  if (JOINERS.has(unit) || isStop(unit)) return false;
  const dash = DASHES.has(unit);
  if (dash && quoted) return false;
  const word = dash ? skip(text, at + 1, isSpace) : skip(text, at, (each) => OPENERS.has(each));
  if (isLowerCase(text.charCodeAt(word))) {
    return word === at && !quoted && isLowerCase(text.charCodeAt(start));
  }
  SAYING.lastIndex = at;
  return !(quoted && asks && SAYING.test(text));
}

const MARKER = /^[([]?(?:[0-9]{1,3}|[a-zA-Z]|[ivx]{1,5}|[IVXL]{1,7})$/;
const LONGEST_WORD = 20;

/** Whether the full stop at `at` belongs to an abbreviation or to the number of a list item. */
function isShortForm(text: string, start: number, at: number, next: number): boolean {
  if (at - start < 10 && MARKER.test(text.slice(start, at))) return true;
  const from = wordStart(text, start, at);
  const gap = backOverSpace(text, start, from);
  const before = text.slice(wordStart(text, start, gap), gap).toLowerCase();
  return isAbbreviation(text.slice(from, at), before, nextToken(text, next));
}

function wordStart(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && end - at < LONGEST_WORD) {
    const unit = text.charCodeAt(at - 1);
    if (isSpace(unit) || OPENERS.has(unit) || DASHES.has(unit)) break;
    at--;
  }
  return at;
}

function backOverSpace(text: string, start: number, at: number): number {
  const least = Math.max(start, at - LONGEST_WORD);
  while (at > least && isSpace(text.charCodeAt(at - 1))) at--;
  return at;
}

function nextToken(text: string, at: number): string {
  const first = text[at] ?? '';
  if (first === '(' || first === '[') return first;
  let end = at;
  while (end - at < LONGEST_WORD && isWordUnit(text.charCodeAt(end))) end++;
  return text.slice(at, end);
}

function isWordUnit(unit: number): boolean {
  return isLetter(unit) || isDigit(unit);
}
