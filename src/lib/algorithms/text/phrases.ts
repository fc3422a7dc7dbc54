import { compareBytewise } from './hashing.js';
import { GENERIC_WORDS, stopWords } from './stop-words.js';
import { normalise, term, wordSpans } from './tokens.js';

/** A run of content words, such as a name or a noun with its attributes. */
export interface Phrase {
  /** As it is mostly written. */
  surface: string;
  /** Its content words, stemmed, in order. */
  terms: string[];
  /** Texts that have it. */
  texts: number;
}

const LONGEST = 4;
/** May stand between the content words of a phrase. */
const CONNECTORS = new Set('of the de del di da do du des der van von'.split(' '));

/** Numbers and lone letters; English adverbs and past tenses, as far as their endings show. */
const NO_NOUN = /^.{0,1}$|^[0-9]+$|^[a-z]{3,}(?:[^eo]ly|[^e]ed)$/;

interface Token {
  raw: string;
  /** Null for words that cannot begin or end a phrase. */
  term: string | null;
  connects: boolean;
  /** The space or hyphen between it and the word before; null when something else is there. */
  gap: string | null;
}

interface Entry {
  terms: string[];
  texts: number;
  count: number;
  lastText: number;
  surfaces: Map<string, number>;
}

/**
 * Phrases of one to four words between stop words and signs, inner `of the` and the like allowed. A phrase that
 * mostly occurs inside one longer phrase is left out for it (the idea of the C-value, Frantzi & Ananiadou 2000).
 */
export function candidatePhrases(texts: readonly string[]): Phrase[] {
  const entries = new Map<string, Entry>();
  texts.forEach((text, at) => {
    const tokens = tokenise(text);
    for (let from = 0; from < tokens.length; from++) addFrom(entries, tokens, from, at);
  });
  dropNested(entries);
  return [...entries.values()].map(({ surfaces, terms, texts: found }) => ({
    surface: mostFrequent(surfaces),
    terms,
    texts: found,
  }));
}

function tokenise(text: string): Token[] {
  let last = 0;
  return wordSpans(text).map(({ start, end }) => {
    const raw = text.slice(start, end);
    const word = normalise(raw);
    const content = !stopWords().has(word) && !GENERIC_WORDS.has(word) && !NO_NOUN.test(word);
    const between = text.slice(last, start);
    last = end;
    return {
      raw,
      term: content ? term(word) : null,
      connects: CONNECTORS.has(word),
      gap: /^[ -]$/.test(between) ? between : null,
    };
  });
}

/** All phrases that begin with the token at `from`. */
function addFrom(
  entries: Map<string, Entry>,
  tokens: readonly Token[],
  from: number,
  text: number,
): void {
  const terms: string[] = [];
  let surface = '';
  for (let at = from; at < from + LONGEST + 2 && terms.length < LONGEST; at++) {
    const token = tokens[at];
    if (!token || (at > from && token.gap === null)) return;
    if (token.term === null && (at === from || !token.connects)) return;
    surface += at === from ? token.raw : `${token.gap}${token.raw}`;
    if (token.term === null) continue;
    terms.push(token.term);
    add(entries, [...terms], surface.replace(/['’]s$/, ''), text);
  }
}

function add(entries: Map<string, Entry>, terms: string[], surface: string, text: number): void {
  const key = terms.join(' ');
  let entry = entries.get(key);
  if (!entry) {
    entries.set(key, (entry = { terms, texts: 0, count: 0, lastText: -1, surfaces: new Map() }));
  }
  entry.count++;
  if (entry.lastText !== text) entry.texts++;
  entry.lastText = text;
  entry.surfaces.set(surface, (entry.surfaces.get(surface) ?? 0) + 1);
}

/** From this share of its occurrences on, a phrase is only a part of the longer one. */
const MOSTLY = 0.6;

function dropNested(entries: Map<string, Entry>): void {
  const nested = new Set<string>();
  for (const { terms, count } of entries.values()) {
    if (terms.length < 2) continue;
    for (const part of [terms.slice(1), terms.slice(0, -1)]) {
      const key = part.join(' ');
      if (count > 1 && count >= MOSTLY * (entries.get(key)?.count ?? Infinity)) nested.add(key);
    }
  }
  for (const key of nested) entries.delete(key);
}

/** Ties bytewise. */
function mostFrequent(surfaces: ReadonlyMap<string, number>): string {
  const [first] = [...surfaces].sort(([a, x], [b, y]) => y - x || compareBytewise(a, b));
  return first?.[0] ?? '';
}
