import { countWords } from '../../../algorithms/text/paginate.js';
import { type HeadingBlock, headingBlocks } from './heading-blocks.js';
import type { Heading } from './headings.js';
import type { Marks } from '../marks.js';

/** A chapter of a text; offsets are of its body, without the heading. */
export interface Chapter {
  /** Null for what stands before the first heading. */
  heading: Heading | null;
  /** `42`, or `Book 2, 42` where chapters of several parts share their numbers. */
  label: string | null;
  start: number;
  end: number;
}

interface Body extends Chapter {
  part: string | null;
}

/** Fewer words between lines in capitals than this: those lines were speakers or shouts. */
const LEAST_MEDIAN_WORDS = 30;

/**
 * Chapters of a plain text in order, by headings that stand alone: those with numbers and names, else lines
 * in capitals, else bare numbers that count up. Headings without a text of their own (tables of contents,
 * parts) make no chapter. The licence around texts of Project Gutenberg is left out.
 * A step for each block of lines.
 * @throws Rejected when there are more lines with the form of a heading than `marks` allows
 */
export function* findChapters(text: string, marks: Marks): Generator<null, Chapter[]> {
  const { start, end } = gutenbergBody(text);
  const found: HeadingBlock[] = [];
  for (const block of headingBlocks(text, start, end)) {
    if (block) {
      marks.add();
      found.push(block);
    }
    yield null;
  }
  return labelled(bodies(text, trusted(found, text, end), start, end));
}

function gutenbergBody(text: string): { start: number; end: number } {
  const head = /^\*\*\* ?START OF TH(?:E|IS) PROJECT GUTENBERG EBOOK[^\n]*$/m.exec(text);
  const start = head ? head.index + head[0].length : 0;
  const tail = /^\*\*\* ?END OF TH(?:E|IS) PROJECT GUTENBERG EBOOK[^\n]*$/m.exec(text.slice(start));
  return { start, end: tail ? start + tail.index : text.length };
}

/** Of all that look like headings, those of the strongest kind that the text uses. */
function trusted(found: readonly HeadingBlock[], text: string, end: number): HeadingBlock[] {
  const of = (...kinds: string[]): HeadingBlock[] =>
    found.filter(({ heading }) => kinds.includes(heading.kind));
  if (of('chapter', 'part').length > 0) return of('chapter', 'part', 'named');
  const capitals = of('capitals', 'named');
  if (of('capitals').length > 1 && medianWords(text, capitals, end) >= LEAST_MEDIAN_WORDS) {
    return capitals;
  }
  const counted = countingUp(of('bare', 'named'));
  return counted.filter(({ heading }) => heading.kind === 'bare').length > 1
    ? counted
    : of('named');
}

function medianWords(text: string, headings: readonly HeadingBlock[], end: number): number {
  const words = headings.map(({ bodyStart }, i) =>
    countWords(text.slice(bodyStart, headings[i + 1]?.start ?? end)),
  );
  return words.sort((a, b) => a - b)[words.length >> 1] ?? 0;
}

/** Bare numbers only where each is one more than the last, from 1. */
function countingUp(headings: readonly HeadingBlock[]): HeadingBlock[] {
  let next = 1;
  return headings.filter(({ heading }) => {
    if (heading.kind !== 'bare') return true;
    return heading.number === next && next++ > 0;
  });
}

function bodies(text: string, headings: readonly HeadingBlock[], from: number, to: number): Body[] {
  const front = {
    heading: null,
    label: null,
    part: null,
    start: from,
    end: headings[0]?.start ?? to,
  };
  const found: Body[] = [front];
  let part: string | null = null;
  for (const [i, { heading, bodyStart }] of headings.entries()) {
    if (heading.kind === 'part') part = heading.label;
    const body = {
      heading,
      label: heading.label,
      part,
      start: bodyStart,
      end: headings[i + 1]?.start ?? to,
    };
    found.push(body);
  }
  return withoutContents(text, found);
}

/**
 * Drops headings without a text of their own. The last entry of a table of contents may seem to have one
 * (a preface without a heading): it is a heading that comes again, right behind an empty one.
 */
function withoutContents(text: string, found: readonly Body[]): Body[] {
  const last = new Map(found.map(({ heading }, i) => [keyOf(heading), i]));
  const empty = found.map(({ start, end }) => text.slice(start, end).trim() === '');
  return found.flatMap((body, i) => {
    if (empty[i]) return [];
    const entry = empty[i - 1] === true && found[i - 1]?.heading?.kind === 'chapter';
    const repeated = (last.get(keyOf(body.heading)) ?? i) > i;
    return entry && repeated ? [{ ...body, heading: null, label: null, part: null }] : [body];
  });
}

function keyOf(heading: Heading | null): string {
  return heading ? `${heading.kind} ${heading.label} ${heading.title ?? ''}` : '';
}

/** Names the part in front of the chapter when the chapters' own numbers would be ambiguous. */
function labelled(found: readonly Body[]): Chapter[] {
  const numbers = found.flatMap(({ heading }) =>
    heading?.kind === 'chapter' ? heading.label : [],
  );
  const ambiguous = new Set(numbers).size < numbers.length;
  return found.map(({ part, ...chapter }) => {
    const within = ambiguous && part !== null && chapter.heading?.kind === 'chapter';
    return within ? { ...chapter, label: `${part}, ${chapter.label}` } : chapter;
  });
}
