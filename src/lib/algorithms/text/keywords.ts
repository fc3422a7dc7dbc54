import { compareBytewise } from './hashing.js';
import { detectLanguage } from './language.js';
import { GENERIC_WORDS, stopWords } from './stop-words.js';
import { rawWords, termFinder } from './tokens.js';

/** A term of one class. */
interface Entry {
  count: number;
  /** Texts of the class that have it. */
  texts: number;
  lastText: number;
  /** Occurrences by how the word was written. */
  surfaces: Map<string, number>;
}

interface Counts {
  terms: Map<string, Entry>;
  words: number;
  texts: number;
}

/**
 * The words that set each class of texts apart from the others and are no numbers, most telling first, as they are
 * mostly written. Class-based TF-IDF (Grootendorst 2022, "BERTopic", §3.3): tf · ln(1 + A / f) with tf the share of
 * the term among the words of the class, f its count in all classes, A the mean number of words of a class. In
 * a class of three texts or more, a term of one text alone counts half. Equal scores are ordered bytewise.
 */
export function classKeywords(
  classes: ReadonlyMap<number, readonly string[]>,
  top: number,
): Map<number, string[]> {
  const find = termFinder(wordsToSkip(classes));
  const counts = new Map([...classes].map(([id, texts]) => [id, countTerms(texts, find)]));
  const totals = new Map<string, number>();
  let words = 0;
  for (const each of counts.values()) {
    words += each.words;
    for (const [key, { count }] of each.terms) totals.set(key, (totals.get(key) ?? 0) + count);
  }
  const mean = words / Math.max(1, counts.size);
  return new Map([...counts].map(([id, each]) => [id, best(each, totals, mean, top)]));
}

function best(
  { terms, words, texts }: Counts,
  totals: ReadonlyMap<string, number>,
  mean: number,
  top: number,
): string[] {
  const fit = [...terms].filter(([key]) => !/^(?:[0-9]+|[a-z]{1,2})$/.test(key));
  const scored = fit.map(([key, entry]) => {
    const rare = texts >= 3 && entry.texts === 1 ? 0.5 : 1;
    const weight = Math.log(1 + mean / (totals.get(key) ?? 1));
    return { key, entry, score: rare * (entry.count / words) * weight };
  });
  scored.sort((a, b) => b.score - a.score || compareBytewise(a.key, b.key));
  return scored.slice(0, top).map(({ entry }) => mostFrequent(entry.surfaces));
}

/** Ties bytewise. */
function mostFrequent(surfaces: ReadonlyMap<string, number>): string {
  const [first] = [...surfaces].sort(([a, x], [b, y]) => y - x || compareBytewise(a, b));
  return (first?.[0] ?? '').replace(/['’]s$/, '');
}

function countTerms(texts: readonly string[], find: (raw: string) => string | null): Counts {
  const counts: Counts = { terms: new Map(), words: 0, texts: texts.length };
  texts.forEach((text, at) => {
    for (const raw of rawWords(text)) {
      const key = find(raw);
      if (key === null) continue;
      counts.words++;
      add(counts.terms, key, raw, at);
    }
  });
  return counts;
}

function add(terms: Map<string, Entry>, key: string, surface: string, text: number): void {
  let entry = terms.get(key);
  if (!entry) terms.set(key, (entry = { count: 0, texts: 0, lastText: -1, surfaces: new Map() }));
  entry.count++;
  if (entry.lastText !== text) entry.texts++;
  entry.lastText = text;
  entry.surfaces.set(surface, (entry.surfaces.get(surface) ?? 0) + 1);
}

const SAMPLED = 20;
const SAMPLE = 500;

/** Stop words and generic words of English, and stop words of the language that the sampled classes are in. */
function wordsToSkip(classes: ReadonlyMap<number, readonly string[]>): ReadonlySet<string> {
  const sample = [...classes.values()]
    .slice(0, SAMPLED)
    .map(([text = '']) => text.slice(0, SAMPLE));
  const language = detectLanguage(sample.join('\n'));
  return new Set([...stopWords(), ...GENERIC_WORDS, ...stopWords(language)]);
}
