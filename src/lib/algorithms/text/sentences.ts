import { endOfSentence, isStop } from './sentence-ends.js';
import { isSpace, isUpperCase, isLowerCase } from './characters.js';

/** UTF-16 offsets: `text.slice(start, end)`. */
export interface Span {
  start: number;
  end: number;
}

/**
 * Sentences of a text in order: trimmed of white space, not overlapping, together covering every character
 * that is not white space. A blank line always ends a sentence, a single line break only before a list item
 * and behind a heading. Rules and word lists for European languages, stops of all scripts; linear in the
 * length of the text, and independent of ICU.
 */
export function splitSentences(text: string): Span[] {
  return [...eachSentence(text)];
}

/** The same one at a time, for texts of which nobody knows how many sentences they have. */
export function* eachSentence(text: string): Generator<Span> {
  let start = skipSpace(text, 0);
  let at = start;
  while (at < text.length) {
    const unit = text.charCodeAt(at);
    let end = -1;
    let next = at + 1;
    if (isStop(unit)) ({ end, next } = endOfSentence(text, start, at));
    else if (isSpace(unit)) ({ end, next } = endOfLine(text, start, at));
    if (end > start) {
      yield { start, end };
      next = start = skipSpace(text, end);
    }
    at = next;
  }
  if (start < text.length) yield { start, end: trimmedEnd(text, start) };
}

function skipSpace(text: string, at: number): number {
  while (at < text.length && isSpace(text.charCodeAt(at))) at++;
  return at;
}

function trimmedEnd(text: string, start: number): number {
  let end = text.length;
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--;
  return end;
}

/** What the white space from `at` on means: a sentence of `start` ends at `end`, or goes on at `next` (−1). */
function endOfLine(text: string, start: number, at: number): { end: number; next: number } {
  const next = skipSpace(text, at);
  const breaks = lineBreaks(text, at, next);
  if (breaks === 0) return { end: -1, next };
  const ends = breaks > 1 || isListItem(text, start, at, next) || isHeading(text, start, at);
  return { end: ends ? at : -1, next };
}

/** 0, 1, or 2 for a blank line, a form feed or a paragraph separator. */
function lineBreaks(text: string, from: number, to: number): number {
  let breaks = 0;
  for (let at = from; at < to && breaks < 2; at++) {
    const unit = text.charCodeAt(at);
    if (unit === 0x0a || unit === 0x2028) breaks++;
    else if (unit === 0x0d && text.charCodeAt(at + 1) !== 0x0a) breaks++;
    else if (unit === 0x0c || unit === 0x2029) breaks = 2;
  }
  return breaks;
}

const BULLET = /(?:[-*+•‣–—] |#{1,6} |>)/y;
const NUMBER = /(?:[0-9]{1,3}|[a-zA-Z]|[ivx]{1,5})[.)] /y;

/**
 * Whether a list item or a heading begins at `next`. A number is one only behind a colon or in a list: in
 * running text a line may begin with the end of `… at the age of 21.`
 */
function isListItem(text: string, start: number, at: number, next: number): boolean {
  if (matches(BULLET, text, next)) return true;
  if (!matches(NUMBER, text, next)) return false;
  return text[at - 1] === ':' || matches(NUMBER, text, start) || matches(BULLET, text, start);
}

function matches(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}

const LONGEST_HEADING = 100;

/** One line that begins with `#`, has capitals and no small letters, or ends in an underline. */
function isHeading(text: string, start: number, at: number): boolean {
  if (at - start > LONGEST_HEADING) return false;
  const line = text.slice(start, at);
  if (/^#{1,6} /.test(line) || /\n *[-=*_~]{3,}$/.test(line)) return true;
  let capitals = 0;
  for (let i = start; i < at; i++) {
    const unit = text.charCodeAt(i);
    if (isLowerCase(unit)) return false;
    if (isUpperCase(unit)) capitals++;
  }
  return capitals > 1 && !/[,;:\-–—]$/.test(line);
}
