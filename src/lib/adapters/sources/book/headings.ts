import { parseNumeral } from './numerals.js';

/**
 * `part` holds chapters, `chapter` is numbered by a word (`CHAPTER IV`), `named` has a name of its own
 * (`EPILOGUE`), `capitals` is a line in capitals, `bare` a number alone.
 */
export type HeadingKind = 'part' | 'chapter' | 'named' | 'capitals' | 'bare';

export interface Heading {
  kind: HeadingKind;
  /** `42`, `Book 2`, `EPILOGUE` */
  label: string;
  title: string | null;
  /** The number, where it has one. */
  number: number | null;
}

const LONGEST = 120;
const NUMBERED =
  /^(part|book|volume|act|chapter|chap\.?|chapitre|kapitel|cap[ií]tulo|capitolo|letter|canto|stave|scene|section)\s+(?:the\s+)?([a-z]+-[a-z]+|[a-z]+|\d{1,4})\b(\s*[.:;,—–-]*\s*)(.*)$/i;
const PARTS = /^(part|book|volume|act)$/i;
const NAMED =
  /^(prologue|epilogue|preface|foreword|introduction|afterword|etymology|extracts|(?:table of )?contents|appendix(?: [a-z0-9]+)?|conclusion|postscript|dedication|interlude|glossary|acknowledge?ments|finale)\b(\s*[.:—–-]*\s*)(.*)$/i;
const BARE = /^([ivxlc]+|\d{1,3})\.?$/i;

/** What one line says as a heading, told by its form alone; null when it has none of a heading. */
export function parseHeading(line: string): Heading | null {
  const text = line.trim();
  if (text === '' || text.length > LONGEST || /^["“‘']/.test(text)) return null;
  return numbered(text) ?? named(text) ?? bare(text) ?? capitals(text);
}

function numbered(text: string): Heading | null {
  const [, word = '', numeral = '', gap = '', rest = ''] = NUMBERED.exec(text) ?? [];
  const number = parseNumeral(numeral);
  if (number === null || !startsUpper(text) || !introduces(gap, rest)) return null;
  const part = PARTS.test(word);
  const label = part
    ? `${word.charAt(0).toUpperCase()}${word.slice(1).toLowerCase()} ${number}`
    : String(number);
  return { kind: part ? 'part' : 'chapter', label, title: tidyTitle(rest), number };
}

function named(text: string): Heading | null {
  const [, word = '', gap = '', rest = ''] = NAMED.exec(text) ?? [];
  if (word === '' || !startsUpper(text)) return null;
  const open = /^[("“‘']/.test(rest);
  if (rest !== '' && gap.trim() === '' && !open) return null;
  return { kind: 'named', label: word, title: tidyTitle(rest), number: null };
}

function bare(text: string): Heading | null {
  const number = parseNumeral(BARE.exec(text)?.[1] ?? '');
  return number === null ? null : { kind: 'bare', label: String(number), title: null, number };
}

function capitals(text: string): Heading | null {
  const letters = text.match(/[A-ZÀ-ÖØ-Þ]/g)?.length ?? 0;
  if (letters < 3 || text.length > 60 || text !== text.toUpperCase()) return null;
  if (/[!?,;:]$/.test(text) || /^(the end|finis)\b/i.test(text)) return null;
  return { kind: 'capitals', label: tidyTitle(text) ?? text, title: null, number: null };
}

/** A sentence that merely begins with "Chapter 3 was …" is no heading. */
function introduces(gap: string, rest: string): boolean {
  return rest === '' || gap.trim() !== '' || looksLikeTitle(rest);
}

/** Most of its longer words are capitalised, as in a title. */
export function looksLikeTitle(text: string): boolean {
  const words = text.match(/[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ'’]{3,}/g) ?? text.match(/[A-Za-zÀ-ÿ]+/g) ?? [];
  const upper = words.filter(startsUpper).length;
  return words.length > 0 && upper >= 0.6 * words.length;
}

function startsUpper(text: string): boolean {
  return /^[A-ZÀ-ÖØ-Þ]/.test(text);
}

/** Without the full stop that headings end with; null when nothing is left. */
export function tidyTitle(text: string): string | null {
  const tidy = text
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/([^.])\.$/, '$1');
  return tidy === '' ? null : tidy;
}
