import type { SignTest } from './answer-signs.js';
import type { SoughtTerm } from './lexical-index.js';
import { splitSentences, type Span } from './sentences.js';
import { rawWords } from './tokens.js';

/** A text as the search for evidence reads it. */
export interface ReadText {
  body: string;
  sentences: readonly Span[];
  /** Search terms of each sentence, in order, stop words among them. */
  terms: readonly (readonly string[])[];
}

/** A question as the search for evidence asks it. */
export interface Sought {
  /** How surely a sentence holds what is asked for, 0…1: a date, a number, a name. */
  fits: SignTest;
  terms: readonly SoughtTerm[];
  /** Neighbouring terms of the question, stop words among them, with what each pair weighs. */
  pairs: ReadonlyMap<string, number>;
  /** Those of the terms that are names or numbers, by their form in the question. */
  names: ReadonlySet<string>;
}

/** One or two neighbouring sentences; shares are of the weights of what is sought, 0…1. */
export interface Window extends Span {
  /** Of the sought terms, those that stand in it. */
  coverage: number;
  /** The same, if it holds what the question asks for, else 0. */
  typed: number;
}

export interface Evidence {
  /** The greatest coverage of two neighbouring sentences. */
  coverage: number;
  /** The greatest coverage of one sentence that holds what the question asks for. */
  typed: number;
  /** How surely any of its sentences holds what the question asks for, 0…1. */
  fit: number;
  /** Of the sought pairs, those that stand in the text. */
  phrases: number;
  /** Every pair of neighbouring sentences, or the only sentence. */
  windows: Window[];
}

export function readText(body: string, find: (raw: string) => string): ReadText {
  const sentences = splitSentences(body);
  const terms = sentences.map(({ start, end }) => rawWords(body.slice(start, end)).map(find));
  return { body, sentences, terms };
}

export const pairKey = (a: string, b: string): string => `${a} ${b}`;

/** Of what is sought, by weight, the share that stands among these terms, 0…1. */
export function coverageBy(terms: readonly string[], sought: readonly SoughtTerm[]): number {
  return weigh(terms, sought).reduce((sum, hit) => sum + hit, 0) / weightOf(sought);
}

/** How much of what is sought stands in a text, and where. */
export function evidenceIn(text: ReadText, sought: Sought): Evidence {
  const total = weightOf(sought.terms);
  const hits = text.terms.map((terms) => weigh(terms, sought.terms));
  const typed = text.sentences.map(({ start, end }) => sought.fits(text.body.slice(start, end)));
  const windows = text.sentences.slice(0, Math.max(1, hits.length - 1)).map((first, i): Window => {
    const next = text.sentences[i + 1];
    const second = hits[i + 1] ?? hits[i]!;
    const coverage = hits[i]!.reduce((sum, hit, t) => sum + Math.max(hit, second[t]!), 0) / total;
    const holds = Math.max(typed[i]!, typed[i + 1] ?? 0);
    return { start: first.start, end: (next ?? first).end, coverage, typed: holds * coverage };
  });
  const single = hits.map((hit, i) => (typed[i]! * hit.reduce((a, b) => a + b, 0)) / total);
  return {
    coverage: Math.max(0, ...windows.map((window) => window.coverage)),
    typed: Math.max(0, ...single),
    fit: Math.max(0, ...typed),
    phrases: phrases(text, sought.pairs),
    windows,
  };
}

const weightOf = (sought: readonly SoughtTerm[]): number =>
  sought.reduce((sum, { idf }) => sum + idf, 0) || 1;

/** For each sought term, its weight if the sentence has it, less if it has one like it. */
function weigh(terms: readonly string[], sought: readonly SoughtTerm[]): number[] {
  return sought.map(({ idf, variants }) => {
    let best = 0;
    for (const term of terms) best = Math.max(best, variants.get(term) ?? 0);
    return best * idf;
  });
}

function phrases({ terms }: ReadText, pairs: ReadonlyMap<string, number>): number {
  let total = 0;
  for (const weight of pairs.values()) total += weight;
  if (total === 0) return 0;
  const found = new Set<string>();
  for (const sentence of terms) {
    for (let i = 0; i + 1 < sentence.length; i++) {
      const key = pairKey(sentence[i]!, sentence[i + 1]!);
      if (pairs.has(key)) found.add(key);
    }
  }
  let sum = 0;
  for (const key of found) sum += pairs.get(key) ?? 0;
  return sum / total;
}
