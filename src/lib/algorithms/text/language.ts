import { stopWords, WORD_LANGUAGES, type WordLanguage } from './stop-words.js';
import { words } from './tokens.js';

/** Scripts that say the language, or narrow it down to one that is told by its letters. */
const SCRIPTS: readonly (readonly [pattern: RegExp, language: string])[] = [
  [/[\u3041-\u30fa\u30fd-\u30ff]/g, 'ja'],
  [/[\u3400-\u4dbf\u4e00-\u9fff]/g, 'zh'],
  [/[\u1100-\u11ff\uac00-\ud7a3]/g, 'ko'],
  [/[\u0400-\u04ff]/g, 'ru'],
  [/[\u0620-\u064a\u066e-\u06d3]/g, 'ar'],
  [/[\u0370-\u03ff\u1f00-\u1fff]/g, 'el'],
  [/[\u05d0-\u05ea]/g, 'he'],
  [/[\u0e01-\u0e4e]/g, 'th'],
  [/[\u0900-\u0963\u0970-\u097f]/g, 'hi'],
];
const LATIN = /[A-Za-zÀ-ɏ]/g;
const UKRAINIAN = /[іїєґІЇЄҐ]/g;

/** Enough to judge by; the rest of a long text is not read. */
const READ = 20_000;
/** A few letters of another script say nothing. */
const LEAST_LETTERS = 4;

/**
 * ISO 639-1 code: en, it, id, de, fr, es, pt, nl by their function words; ru, uk, zh, ja, ko, ar, el, he, th,
 * hi by script (another language of that script gets the same code). Null when the text is too short or mixed.
 */
export function detectLanguage(text: string): string | null {
  const read = text.slice(0, READ);
  const counts = SCRIPTS.map(([pattern, language]) => ({ language, count: count(read, pattern) }));
  const kana = counts[0]?.count ?? 0;
  const other = counts.reduce((sum, each) => sum + each.count, 0);
  if (other < LEAST_LETTERS || other < count(read, LATIN) / 2) return byFunctionWords(read);
  const [most] = counts.sort((a, b) => b.count - a.count);
  if (most?.language === 'zh' && kana > other / 20) return 'ja';
  if (most?.language === 'ru' && count(read, UKRAINIAN) > other / 100) return 'uk';
  return most?.language ?? null;
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

/** Signs that one of the languages below has for itself; each counts like a word. */
const OWN_SIGNS: Partial<Record<WordLanguage, RegExp>> = {
  es: /[¿¡ñ]/g,
  pt: /[ãõ]/g,
  de: /[äöüß]/g,
  fr: /[œùë]/g,
};

/** Function words that have to be seen; running text holds one in three or so. */
const LEAST_HITS = 2;
const LEAST_SHARE = 0.15;
/** The best language must have this much more than the second. */
const MARGIN = 1.2;

function byFunctionWords(text: string): string | null {
  const tokens = words(text);
  const scores = WORD_LANGUAGES.map((language) => ({ language, hits: 0 }));
  for (const token of tokens) {
    const sharers = scores.filter(({ language }) => stopWords(language).has(token));
    for (const sharer of sharers) sharer.hits += 1 / sharers.length;
  }
  for (const score of scores) score.hits += count(text, OWN_SIGNS[score.language] ?? NEVER);
  const [best, second] = scores.sort((a, b) => b.hits - a.hits);
  if (!best || best.hits < Math.max(LEAST_HITS, tokens.length * LEAST_SHARE)) return null;
  return best.hits >= (second?.hits ?? 0) * MARGIN ? best.language : null;
}

const NEVER = /$^/g;
