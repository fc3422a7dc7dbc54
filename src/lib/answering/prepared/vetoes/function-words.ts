import { stopWords, type WordLanguage } from '../../../algorithms/text/stop-words.js';
import { remembered } from '../../../algorithms/text/remembered.js';
import { VETO_LANGUAGES, wordsOf } from './word-lists.js';

const STOPS = VETO_LANGUAGES.map((language) => ({ stops: stopWords(language) }));

/** English stop words that say something where questions differ in nothing else. */
const TELLING = new Set(wordsOf('telling.en'));

/** Words that say little wherever they stand: two questions that differ in them alone are the same. */
const IDLE: Partial<Record<WordLanguage, ReadonlySet<string>>> = {
  en: new Set(wordsOf('idle.en')),
};

/** The languages that a word is a function word of, by their place. */
const languagesOf = remembered((word) =>
  STOPS.flatMap(({ stops }, at) => (stops.has(word) ? [at] : [])),
);

const ENGLISH = VETO_LANGUAGES.indexOf('en');

/**
 * The language whose function words a text has most of; English where none stands out.
 * @param raw The same words as written: whoever begins with a capital letter writes `I`, and means an article by `i`.
 */
export function languageOf(words: readonly string[], raw = words): WordLanguage {
  const counts = VETO_LANGUAGES.map(() => 0);
  for (const word of words) for (const at of languagesOf(word)) counts[at]!++;
  if (raw.includes('i') && /^\p{Lu}/u.test(raw[0]!)) counts[ENGLISH]!--;
  return VETO_LANGUAGES[counts.indexOf(Math.max(...counts))]!;
}

/** `idle`: says little anywhere; `small`: says how others belong together; `telling`: any other word. */
export function weightOf(word: string, language: WordLanguage): 'idle' | 'small' | 'telling' {
  if (IDLE[language]?.has(word)) return 'idle';
  if (TELLING.has(word) && language === 'en') return 'telling';
  if (!stopWords(language).has(word)) return word.length > 1 ? 'telling' : 'idle';
  return language === 'en' || PREPOSITION.test(word) ? 'small' : 'idle';
}

/** Stop words of other languages that say which way. Italian; Indonesian; German; French; Spanish. */
const PREPOSITION =
  /^(?:da|dal|dalla|a|ad|al|alla|con|senza|per|su|tra|fra|dari|ke|kepada|dengan|tanpa|untuk|in|en|dans|von|vom|nach|zu|zum|zur|mit|ohne|für|gegen|vor|auf|de|du|à|au|avec|sans|pour|contre|en|vers|desde|con|sin|para|por|hacia|hasta)$/;
