import { fitness } from './fitness.js';
import { compareBytewise } from './hashing.js';
import { detectLanguage } from './language.js';
import { centrality } from './lexrank.js';
import { fittingLength, withEllipsis } from './limits.js';
import { splitSentences, type Span } from './sentences.js';
import { stopWords } from './stop-words.js';
import { similarities, termVectors, type TermVectors } from './term-vectors.js';
import { countWords, termFinder, terms } from './tokens.js';

export interface SummaryDocument {
  id: string;
  text: string;
  /** Place in the reading order; documents without one come last. */
  position?: number | null;
}

export interface ExtractiveOptions {
  maxWords: number;
  maxSentences?: number;
}

export interface ExtractiveSummary {
  /** Whole sentences in reading order (position, id, offset), white space within them made single spaces. */
  text: string;
  words: number;
  /** Share of the documents that gave a sentence, or hold one that nearly repeats a chosen one; 0…1. */
  coverage: number;
  sentences: ({ id: string } & Span)[];
}

interface Sentence extends Span {
  document: SummaryDocument;
  text: string;
  words: number;
}

/** Cosine from which two sentences say the same. */
const REPEATS = 0.6;

/**
 * The most central sentences of all documents that repeat one another least: continuous LexRank times `fitness`,
 * taken greedily; what is like a chosen sentence, or stands in a document that has given one, counts less. The
 * choice does not depend on the order of the documents. When every sentence is longer than `maxWords`, the
 * shortest is cut behind a word, with an ellipsis.
 */
export function extractiveSummary(
  documents: readonly SummaryDocument[],
  options: ExtractiveOptions,
): ExtractiveSummary {
  const sorted = [...documents].sort(byIdentity);
  const sentences = sorted.flatMap(sentencesOf);
  const fitting = sentences.some(({ words }) => words <= options.maxWords);
  if (!fitting) return cutShortest(sentences, documents.length, options.maxWords);
  const find = termFinder(stopWords(detectLanguage(sample(sorted))));
  const vectors = termVectors(sentences.map(({ text }) => terms(text, find)));
  const { chosen, covered } = choose(sentences, vectors, options);
  const shown = chosen.sort((a, b) => byReadingOrder(a.document, b.document) || a.start - b.start);
  const text = shown.map((sentence) => sentence.text).join(' ');
  return {
    text,
    words: countWords(text),
    coverage: covered.size / documents.length,
    sentences: shown.map(({ document, start, end }) => ({ id: document.id, start, end })),
  };
}

function byIdentity(a: SummaryDocument, b: SummaryDocument): number {
  return compareBytewise(a.id, b.id) || compareBytewise(a.text, b.text);
}

function byReadingOrder(a: SummaryDocument, b: SummaryDocument): number {
  const left = a.position ?? Infinity;
  const right = b.position ?? Infinity;
  return left < right ? -1 : left > right ? 1 : byIdentity(a, b);
}

function sentencesOf(document: SummaryDocument): Sentence[] {
  return splitSentences(document.text).map(({ start, end }) => {
    const text = document.text.slice(start, end).replace(/\s+/g, ' ');
    return { document, start, end, text, words: countWords(text) };
  });
}

const SAMPLE = 4000;

/** Enough of several documents to tell the language by. */
function sample(documents: readonly SummaryDocument[]): string {
  const few = documents.slice(0, 10);
  return few.map(({ text }) => text.slice(0, SAMPLE / few.length)).join('\n');
}

/** Of the gain of the best sentence: what is below is not worth reading, even when there is room. */
const LEAST_GAIN = 0.25;

function choose(
  sentences: readonly Sentence[],
  vectors: TermVectors,
  { maxWords, maxSentences = Infinity }: ExtractiveOptions,
): { chosen: Sentence[]; covered: Set<SummaryDocument> } {
  const gains = centrality(vectors).map((score, i) => score * fitness(sentences[i]!.text));
  const first = indexOfBest(gains, 0, sentences, maxWords);
  const least = LEAST_GAIN * (gains[first] ?? 0);
  const covered = new Set<SummaryDocument>();
  const chosen: Sentence[] = [];
  let room = maxWords;
  while (chosen.length < maxSentences) {
    const best = indexOfBest(gains, least, sentences, room);
    if (best < 0) break;
    const taken = sentences[best]!;
    chosen.push(taken);
    room -= taken.words;
    const alike = similarities(vectors, best);
    sentences.forEach(({ document }, i) => {
      const repeats = alike[i]! >= REPEATS || i === best;
      if (repeats) covered.add(document);
      gains[i]! *= repeats ? 0 : (1 - alike[i]!) * (document === taken.document ? 0.5 : 1);
    });
  }
  return { chosen, covered };
}

/**
 * The largest gain of at least `least` that is allowed, −1 when there is none. Gains that are equal in single
 * precision are ordered by text: sums in another order, as of other ids, must not change the choice.
 */
function indexOfBest(
  gains: Float64Array,
  least: number,
  sentences: readonly Sentence[],
  room: number,
): number {
  let best = -1;
  for (let i = 0; i < gains.length; i++) {
    const gain = Math.fround(gains[i]!);
    const most = best < 0 ? 0 : Math.fround(gains[best]!);
    if (gains[i]! < least || gain < most || gain === 0 || sentences[i]!.words > room) continue;
    if (gain > most || compareBytewise(sentences[i]!.text, sentences[best]!.text) < 0) best = i;
  }
  return best;
}

function cutShortest(
  sentences: readonly Sentence[],
  documents: number,
  maxWords: number,
): ExtractiveSummary {
  const [shortest] = [...sentences].sort((a, b) => a.words - b.words);
  const length = shortest
    ? fittingLength(shortest.document.text.slice(shortest.start, shortest.end), maxWords)
    : 0;
  if (!shortest || length === 0) return { text: '', words: 0, coverage: 0, sentences: [] };
  const { document, start } = shortest;
  const text = withEllipsis(document.text.slice(start, start + length)).replace(/\s+/g, ' ');
  return {
    text,
    words: countWords(text),
    coverage: 1 / documents,
    sentences: [{ id: document.id, start, end: start + length }],
  };
}
