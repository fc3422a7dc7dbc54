import { splitSentences, type Span } from './sentences.js';

export interface PaginateOptions {
  /** Words that a page should have; pages come out between about half and twice of it. */
  words: number;
  /** Stretches that stay on one page if they fit one (code blocks, tables), in order, not overlapping. */
  whole?: readonly Span[];
}

interface Measured extends Span {
  words: number;
}

/** A stretch of text that is not cut, with what it would cost to begin a page with it. */
interface Piece extends Measured {
  penalty: number;
}

/** Costs are squared shares of a page: 0.2 means that a page may be 45 % off to spare a paragraph. */
const WITHIN_PARAGRAPH = 0.2;
/** Only a sentence of more than the largest page has places like this at all. */
const WITHIN_SENTENCE = 0.3;
/** Parts of a sentence that is cut are joined up to such a fraction of a page, lest there be too many. */
const FINEST = 16;
/** A page may have this many times the words that were asked for. */
const LARGEST = 2;

/**
 * Cuts a text into pages of whole sentences, sooner between paragraphs than within one. Of all ways to cut,
 * the one with the least sum of squared deviations from the wanted size is taken (line breaking by dynamic
 * programming: Knuth & Plass 1981), so a short tail is shared out and cuts far from an edit stay put. A
 * sentence of more than two pages is cut at a line break or a space. Spans are UTF-16 offsets, trimmed, and
 * together cover every character that is not white space. O(sentences × sentences a page).
 */
export function paginate(text: string, options: PaginateOptions): Span[] {
  const pieces = piecesOf(text, options);
  const starts = bestStarts(pieces, options.words);
  const pages: Span[] = [];
  for (let end = pieces.length; end > 0; end = starts[end] ?? 0) {
    const first = pieces[starts[end] ?? 0];
    const last = pieces[end - 1];
    if (first && last) pages.push({ start: first.start, end: last.end });
  }
  return pages.reverse();
}

/**
 * Words of a text as pages are measured: runs between white space. A run of over 20 characters counts one
 * word for every five, so that scripts without spaces and machine-made text have a size, too.
 */
export function countWords(text: string): number {
  let words = 0;
  for (const { 0: run } of text.matchAll(/\S+/g)) {
    words += run.length > 20 ? Math.ceil(run.length / 5) : 1;
  }
  return words;
}

/** For each number of pieces, where the last page of the best cut of that many begins. */
function bestStarts(pieces: readonly Piece[], wanted: number): Int32Array {
  const words = Float64Array.from(pieces, (piece) => piece.words);
  const penalty = Float64Array.from(pieces, (piece) => piece.penalty);
  const starts = new Int32Array(pieces.length + 1);
  const best = new Float64Array(pieces.length + 1).fill(Infinity);
  best[0] = 0;
  for (let end = 1; end <= pieces.length; end++) {
    let size = 0;
    for (let start = end - 1; start >= 0; start--) {
      size += words[start] as number;
      if (size > LARGEST * wanted && start < end - 1) break;
      const cost = (best[start] as number) + (size / wanted - 1) ** 2 + (penalty[start] as number);
      if (cost < (best[end] as number)) {
        best[end] = cost;
        starts[end] = start;
      }
    }
  }
  return starts;
}

function piecesOf(text: string, { words, whole = [] }: PaginateOptions): Piece[] {
  const pieces: Piece[] = [];
  let before = 0;
  for (const span of joined(splitSentences(text), whole)) {
    const parts = grouped(fitting(text, span, LARGEST * words), words / FINEST);
    for (const [index, part] of parts.entries()) {
      const penalty = index > 0 ? WITHIN_SENTENCE : penaltyOf(text, before, span.start);
      pieces.push({ ...part, penalty });
    }
    before = span.end;
  }
  return pieces;
}

function penaltyOf(text: string, from: number, to: number): number {
  if (from === 0) return 0;
  const breaks = text.slice(from, to).split('\n').length - 1;
  return breaks > 1 ? 0 : WITHIN_PARAGRAPH;
}

/** Sentences, those that touch the same whole stretch joined into one. */
function joined(sentences: readonly Span[], whole: readonly Span[]): Span[] {
  const spans: Span[] = [];
  let next = 0;
  let open = -1;
  for (const sentence of sentences) {
    while ((whole[next]?.end ?? Infinity) <= sentence.start) next++;
    const last = spans.at(-1);
    if (last && open === next) last.end = sentence.end;
    else spans.push({ ...sentence });
    open = (whole[next]?.start ?? Infinity) < sentence.end ? next : -1;
  }
  return spans;
}

/** Neighbours joined as long as they have no more than `most` words. */
function grouped(parts: readonly Measured[], most: number): Measured[] {
  const groups: Measured[] = [];
  for (const part of parts) {
    const last = groups.at(-1);
    if (last && last.words + part.words <= most) {
      last.end = part.end;
      last.words += part.words;
    } else groups.push({ ...part });
  }
  return groups;
}

/** The span, or, where it has more than `most` words, parts of it cut at line breaks, else at spaces. */
function fitting(text: string, span: Span, most: number): Measured[] {
  const words = countWords(text.slice(span.start, span.end));
  if (words <= most) return [{ ...span, words }];
  const lines = runs(text, span, /\S[^\n]*/g);
  const parts = lines.length > 1 ? lines : runs(text, span, /\S+/g);
  if (parts.length === 1) return [{ ...span, words }];
  return parts.flatMap((part) => fitting(text, part, most));
}

function runs(text: string, span: Span, pattern: RegExp): Span[] {
  return Array.from(text.slice(span.start, span.end).matchAll(pattern), (match) => {
    const start = span.start + match.index;
    return { start, end: start + match[0].trimEnd().length };
  });
}
