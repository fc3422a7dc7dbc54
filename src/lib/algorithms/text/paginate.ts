import { isSpace } from './characters.js';
import { eachSentence, type Span } from './sentences.js';

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
/** Sentences that are looked at together: more than any book has in a chapter. */
const WINDOW = 65_536;
/** Pages at the end of a window that what comes behind it may cut otherwise. */
const UNSETTLED = 32;

/**
 * Cuts a text into pages of whole sentences, sooner between paragraphs than within one. Of all ways to cut,
 * the one with the least sum of squared deviations from the wanted size is taken (line breaking by dynamic
 * programming: Knuth & Plass 1981), so a short tail is shared out and cuts far from an edit stay put. A
 * sentence of more than two pages is cut at a line break or a space. Spans are UTF-16 offsets, trimmed, and
 * together cover every character that is not white space. O(sentences × sentences a page).
 */
export function paginate(text: string, options: PaginateOptions): Span[] {
  return [...eachPage(text, options)];
}

/**
 * The same one at a time. A text of more than 65 536 sentences is cut by a window over them: its pages are
 * those of the whole but for chance, its memory is that of the window.
 */
export function* eachPage(text: string, options: PaginateOptions): Generator<Span> {
  let window: Piece[] = [];
  for (const piece of eachPiece(text, options)) {
    window.push(piece);
    if (window.length < WINDOW) continue;
    const ends = bestEnds(window, options.words);
    const settled = ends.slice(0, Math.max(1, ends.length >> 1, ends.length - UNSETTLED));
    yield* spansOf(window, settled);
    window = window.slice(settled.at(-1));
  }
  yield* spansOf(window, bestEnds(window, options.words));
}

function* spansOf(pieces: readonly Piece[], ends: readonly number[]): Generator<Span> {
  for (const [i, end] of ends.entries()) {
    const first = pieces[ends[i - 1] ?? 0];
    const last = pieces[end - 1];
    if (first && last) yield { start: first.start, end: last.end };
  }
}

/**
 * Words of a text as pages are measured: runs between white space. A run of over 20 characters counts one
 * word for every five, so that scripts without spaces and machine-made text have a size, too.
 */
export function countWords(text: string): number {
  return wordsWithin(text, { start: 0, end: text.length }, Infinity);
}

/** Counting ends when there are more than `most`. */
function wordsWithin(text: string, { start, end }: Span, most: number): number {
  let words = 0;
  let run = 0;
  for (let at = start; at < end && words <= most; at++) {
    if (!isSpace(text.charCodeAt(at))) run++;
    else {
      words += wordsOfRun(run);
      run = 0;
    }
  }
  return words + wordsOfRun(run);
}

function wordsOfRun(length: number): number {
  return length > 20 ? Math.ceil(length / 5) : Math.min(length, 1);
}

/** The best cut: how many pieces there are up to the end of each page. */
function bestEnds(pieces: readonly Piece[], wanted: number): number[] {
  const starts = bestStarts(pieces, wanted);
  const ends: number[] = [];
  for (let end = pieces.length; end > 0; end = starts[end] ?? 0) ends.push(end);
  return ends.reverse();
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

function* eachPiece(text: string, { words, whole = [] }: PaginateOptions): Generator<Piece> {
  let before = 0;
  for (const span of joined(eachSentence(text), whole)) {
    let first = true;
    for (const part of grouped(fitting(text, span, LARGEST * words), words / FINEST)) {
      const penalty = first ? penaltyOf(text, before, span.start) : WITHIN_SENTENCE;
      yield { start: part.start, end: part.end, words: part.words, penalty };
      first = false;
    }
    before = span.end;
  }
}

function penaltyOf(text: string, from: number, to: number): number {
  if (from === 0) return 0;
  let breaks = 0;
  for (let at = from; at < to && breaks < 2; at++) if (text[at] === '\n') breaks++;
  return breaks > 1 ? 0 : WITHIN_PARAGRAPH;
}

/** Sentences, those that touch the same whole stretch joined into one. */
function* joined(sentences: Iterable<Span>, whole: readonly Span[]): Generator<Span> {
  let last: Span | null = null;
  let next = 0;
  let open = -1;
  for (const sentence of sentences) {
    while ((whole[next]?.end ?? Infinity) <= sentence.start) next++;
    if (last && open === next) last.end = sentence.end;
    else {
      if (last) yield last;
      last = sentence;
    }
    open = (whole[next]?.start ?? Infinity) < sentence.end ? next : -1;
  }
  if (last) yield last;
}

/** Neighbours joined as long as they have no more than `most` words. */
function* grouped(parts: Iterable<Measured>, most: number): Generator<Measured> {
  let last: Measured | null = null;
  for (const part of parts) {
    if (last && last.words + part.words <= most) {
      last.end = part.end;
      last.words += part.words;
    } else {
      if (last) yield last;
      last = part;
    }
  }
  if (last) yield last;
}

/** The span, or, where it has more than `most` words, parts of it cut at line breaks, else at spaces. */
function* fitting(text: string, span: Span, most: number): Generator<Measured> {
  const { start, end } = span;
  const words = wordsWithin(text, span, most);
  const parts =
    words > most ? (divided(text, span, isLineEnd) ?? divided(text, span, isSpace)) : null;
  if (!parts) yield { start, end, words };
  else for (const part of parts) yield* fitting(text, part, most);
}

const isLineEnd = (unit: number) => unit === 0x0a;

/** The parts of a span, trimmed, between what `ends` them; null when it is one. */
function divided(text: string, span: Span, ends: (unit: number) => boolean): Iterable<Span> | null {
  const first = runs(text, span, ends).next();
  return !first.done && first.value.end < span.end ? runs(text, span, ends) : null;
}

function* runs(text: string, span: Span, ends: (unit: number) => boolean): Generator<Span> {
  let at = span.start;
  while (at < span.end) {
    while (at < span.end && isSpace(text.charCodeAt(at))) at++;
    const start = at;
    while (at < span.end && !ends(text.charCodeAt(at))) at++;
    let end = at;
    while (end > start && isSpace(text.charCodeAt(end - 1))) end--;
    if (end > start) yield { start, end };
  }
}
