import { stem } from './stem.js';
import { stopWords } from './stop-words.js';
import type { Span } from './sentences.js';

/** Letters, digits and marks of scripts that put spaces between words. */
const SPACED =
  '0-9A-Za-zªµºÀ-ÖØ-öø-ʯ\\u0300-\\u036f\\u0370-\\u0373\\u0376-\\u037d\\u037f\\u0386\\u0388-\\u0481' +
  '\\u0483-\\u0556\\u0560-\\u0588\\u0591-\\u05bd\\u05bf-\\u05c2\\u05c4-\\u05c7\\u05d0-\\u05f2\\u0610-\\u061a' +
  '\\u0620-\\u0669\\u066e-\\u06d3\\u06d5-\\u06ff\\u0710-\\u0963\\u0966-\\u0df3\\u0f18-\\u0f39\\u0f40-\\u0fbc' +
  '\\u10a0-\\u10fa\\u10fc-\\u135f\\u1369-\\u166c\\u166f-\\u167f\\u1681-\\u169a\\u16a0-\\u16ea\\u1810-\\u1fff' +
  '\\u2c00-\\u2dff\\ua4d0-\\ua4fd\\ua500-\\ua60c\\ua610-\\ua6f1\\ua717-\\uabff\\uac00-\\ud7ff\\ufb00-\\ufdfb' +
  '\\ufe70-\\ufefc\\uff10-\\uff19\\uff21-\\uff3a\\uff41-\\uff5a';

/** Thai, Lao, Burmese, Khmer, kana, Han: runs without spaces. */
const UNSPACED =
  '\\u0e01-\\u0e3a\\u0e40-\\u0e4e\\u0e50-\\u0edf\\u1000-\\u1049\\u1050-\\u109f\\u1780-\\u17d3\\u3005-\\u3007' +
  '\\u3041-\\u3096\\u309d-\\u30fa\\u30fc-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff';

const WORD = new RegExp(`[${SPACED}]+(?:['’][${SPACED}]+)*|[${UNSPACED}]+`, 'g');
const RUN = new RegExp(`^[${UNSPACED}]`);

/**
 * Where the words of a text stand: runs of letters and digits with apostrophes inside, hyphens between. Of
 * scripts without spaces, every pair of neighbouring characters is a word (overlapping), or a lone character.
 */
export function wordSpans(text: string): Span[] {
  const spans: Span[] = [];
  for (const match of text.matchAll(WORD)) {
    const start = match.index;
    const end = start + match[0].length;
    if (end - start <= 2 || !RUN.test(match[0])) spans.push({ start, end });
    else for (let at = start; at + 1 < end; at++) spans.push({ start: at, end: at + 2 });
  }
  return spans;
}

/** The words of a text as written. */
export function rawWords(text: string): string[] {
  const found = text.match(WORD) ?? [];
  return found.some((run) => run.length > 2 && RUN.test(run)) ? found.flatMap(pairs) : found;
}

function pairs(run: string): string[] {
  if (run.length <= 2 || !RUN.test(run)) return [run];
  return Array.from({ length: run.length - 1 }, (_, at) => run.slice(at, at + 2));
}

/** The words of a text, lower-case, with straight apostrophes. */
export function words(text: string): string[] {
  return rawWords(text).map(normalise);
}

export function normalise(word: string): string {
  return word.toLowerCase().replaceAll('’', "'");
}

/** The stem of a word in lower case, without the ending of the possessive. */
export function term(word: string): string {
  return stem(word.endsWith("'s") ? word.slice(0, -2) : word);
}

/**
 * A function from a word as written to its term, or null for a stop word or a lone Latin letter. It remembers
 * its answers: make one for each piece of work.
 */
export function termFinder(
  stops: ReadonlySet<string> = stopWords(),
): (raw: string) => string | null {
  const known = new Map<string, string | null>();
  return (raw) => {
    let found = known.get(raw);
    if (found !== undefined) return found;
    const word = normalise(raw);
    found = stops.has(word) || /^[a-z]$/.test(word) ? null : term(word);
    known.set(raw, found);
    return found;
  };
}

/** Content words of a text, stemmed, in order. */
export function terms(text: string, find = termFinder()): string[] {
  const found: string[] = [];
  for (const raw of rawWords(text)) {
    const key = find(raw);
    if (key !== null) found.push(key);
  }
  return found;
}

/**
 * Words as people (and `wc -w`) count them, never fewer: separated by white space, with dashes between words
 * splitting, hyphens and apostrophes not. Two characters of a script without spaces count as one word.
 */
export function countWords(text: string): number {
  let count = 0;
  for (const chunk of text.split(/\s+/)) {
    if (chunk === '') continue;
    const runs = chunk.replaceAll('-', '’').match(WORD) ?? [];
    const counts = runs.map((run) => (RUN.test(run) ? Math.ceil(run.length / 2) : 1));
    count += Math.max(
      1,
      counts.reduce((sum, each) => sum + each, 0),
    );
  }
  return count;
}
