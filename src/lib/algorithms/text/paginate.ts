import { splitSentences, type Span } from './sentences.js';

export interface PaginateOptions {
  /** Words that a page should have; pages come out between about half and twice of it. */
  words: number;
  /** Stretches that stay on one page if they fit one (code blocks, tables), in order, not overlapping. */
  whole?: readonly Span[];
}

/** A stretch of text that is not cut, with what it would cost to begin a page with it. */
interface Piece extends Span {
  words: number;
  penalty: number;
}

/** Costs are squared shares of a page: 0.05 means that a page may be 22 % off to spare a paragraph. */
const WITHIN_PARAGRAPH = 0.05;
/** Only a sentence of more than the largest page has places like this at all. */
const WITHIN_SENTENCE = 0.15;
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
  const starts = new Int32Array(pieces.length + 1);
  const best = new Float64Array(pieces.length + 1).fill(Infinity);
  best[0] = 0;
  for (let end = 1; end <= pieces.length; end++) {
    let words = 0;
    for (let start = end - 1; start >= 0; start--) {
      const { words: more, penalty } = pieces[start] as Piece;
      words += more;
      if (words > LARGEST * wanted && start < end - 1) break;
      const cost = (best[start] ?? Infinity) + (words / wanted - 1) ** 2 + penalty;
      if (cost < (best[end] ?? Infinity)) {
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
    const parts = fitting(text, span, LARGEST * words);
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

/** The span, or, where it has more than `most` words, parts of it cut at line breaks, else at spaces. */
function fitting(text: string, span: Span, most: number): (Span & { words: number })[] {
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
