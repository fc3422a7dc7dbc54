import { isDigit, isLetter, isSpace } from '../../algorithms/text/characters.js';

/** Where somebody's words stand: `spans[span].slice(start, end) === text`. */
export interface Verbatim {
  span: number;
  text: string;
  /** Enough of the span to count as a citation of it. */
  cites: boolean;
}

/** Fewer words than these may stand anywhere. */
const CITING_WORDS = 4;

/**
 * Finds words in texts and gives them back as they stand there, to the last sign; only case, white space, and the
 * forms of dashes and quotation marks may differ.
 */
export class VerbatimFinder {
  private readonly spans: readonly string[];
  private readonly folded: readonly Folded[];

  constructor(spans: readonly string[]) {
    this.spans = spans;
    this.folded = spans.map(fold);
  }

  /** Null when no span has these words one after the other. */
  find(words: string): Verbatim | null {
    const wanted = fold(words).text.trim();
    if (![...wanted].some((sign) => isWord(sign.charCodeAt(0)))) return null;
    for (const [span, { text, at }] of this.folded.entries()) {
      const from = wordsAt(text, wanted);
      if (from < 0) continue;
      const start = at[from] ?? 0;
      const end = (at[from + wanted.length - 1] ?? 0) + 1;
      const whole = this.spans[span] ?? '';
      const cites = wanted.split(' ').length >= CITING_WORDS || text.trim() === wanted;
      return { span, text: whole.slice(start, end), cites };
    }
    return null;
  }
}

/** A text with one form of everything, and where each of its units stood. */
interface Folded {
  text: string;
  at: number[];
}

function fold(source: string): Folded {
  let text = '';
  const at: number[] = [];
  for (let i = 0; i < source.length; i++) {
    const unit = foldUnit(source, i);
    if (unit === ' ' && text.endsWith(' ')) continue;
    text += unit;
    at.push(i);
  }
  return { text, at };
}

function foldUnit(source: string, i: number): string {
  const unit = source.charAt(i);
  if (isSpace(source.charCodeAt(i))) return ' ';
  if ('‘’‚‛´`'.includes(unit)) return "'";
  if ('“”„‟«»'.includes(unit)) return '"';
  if ('‐‑‒–—―'.includes(unit)) return '-';
  const lower = unit.toLowerCase();
  return lower.length === 1 ? lower : unit;
}

/** Where `wanted` stands in whole words; −1. */
function wordsAt(text: string, wanted: string): number {
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
    if (!splitsWord(text, at) && !splitsWord(text, at + wanted.length)) return at;
  }
  return -1;
}

/** Scripts without spaces have no words to split. */
function splitsWord(text: string, at: number): boolean {
  const [before, after] = [text.charCodeAt(at - 1), text.charCodeAt(at)];
  return isWord(before) && isWord(after) && !(isWide(before) || isWide(after));
}

const isWord = (unit: number): boolean =>
  !Number.isNaN(unit) && unit < 0xfe00 && (isLetter(unit) || isDigit(unit));
const isWide = (unit: number): boolean => unit >= 0x0e00 && (unit < 0x0f00 || unit >= 0x2e80);
