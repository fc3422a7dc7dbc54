import { type Heading, looksLikeTitle, parseHeading, tidyTitle } from './headings.js';

/** A heading where it stands in a text; offsets in UTF-16. */
export interface HeadingBlock {
  heading: Heading;
  start: number;
  /** Where the text below it begins. */
  bodyStart: number;
}

/** Lines between two blank lines. */
interface Block {
  start: number;
  /** No more than it takes to tell a heading. */
  lines: string[];
}

/** A block of so many lines has more than a heading and its title. */
const LINES_HELD = 3;

/**
 * Everything in `text.slice(start, end)` that has the form of a heading and begins behind a blank line; null for
 * each block that has not.
 */
export function* headingBlocks(
  text: string,
  start: number,
  end: number,
): Generator<HeadingBlock | null> {
  const blocks = withFollowing(blocksOf(text, start, end));
  for (const [block, next, afterNext] of blocks) {
    const parsed = headingOf(block.lines);
    if (!parsed) {
      yield null;
      continue;
    }
    const { heading, lines } = parsed;
    let bodyStart = endOf(block, lines);
    if (lines === block.lines.length && next && afterNext && isTitle(heading, next)) {
      heading.title = tidyTitle(next.lines.join(' '));
      bodyStart = endOf(next, 1);
      blocks.next();
    }
    yield { heading, start: block.start, bodyStart };
  }
}

/** Each with the two that follow it. */
function* withFollowing<T>(items: Iterator<T>): Generator<[T, T | null, T | null]> {
  const take = (): T | null => {
    const next = items.next();
    return next.done ? null : next.value;
  };
  let [first, second, third] = [take(), take(), take()];
  for (; first !== null; [first, second, third] = [second, third, take()]) {
    yield [first, second, third];
  }
}

function* blocksOf(text: string, start: number, end: number): Generator<Block> {
  let open: Block | null = null;
  for (let at = start; at <= end;) {
    const lineEnd = endOfLine(text, at, end);
    const line = text.slice(at, lineEnd);
    if (line.trim() === '') {
      if (open) yield open;
      open = null;
    } else if (!open) open = { start: at, lines: [line] };
    else open.lines.push(line);
    const full = open !== null && open.lines.length >= LINES_HELD;
    at = full ? nextBlank(text, lineEnd, end) : lineEnd + 1;
  }
  if (open) yield open;
}

/** Where the first blank line behind a line begins. */
function nextBlank(text: string, lineEnd: number, end: number): number {
  const blank = /\n[^\S\n]*(?=\n|$)/g;
  blank.lastIndex = lineEnd;
  const found = blank.exec(text);
  return found && found.index < end ? found.index + 1 : end + 1;
}

function endOfLine(text: string, at: number, end: number): number {
  const found = text.indexOf('\n', at);
  return found < 0 || found > end ? end : found;
}

function endOf(block: Block, lines: number): number {
  return block.lines.slice(0, lines).reduce((at, line) => at + line.length + 1, block.start) - 1;
}

/** The heading that a block begins with, and how many of its lines belong to it. */
function headingOf(lines: readonly string[]): { heading: Heading; lines: number } | null {
  const [first = '', second] = lines.slice(0, 2).map((line) => line.trim());
  const heading = parseHeading(first);
  if (!heading || second === undefined) return heading && { heading, lines: 1 };
  if (heading.kind === 'capitals' || heading.kind === 'bare') return null;
  const both = lines.length === 2 ? overTwoLines(heading, first, second) : null;
  if (both) return { heading: both, lines: 2 };
  const alone = heading.title === null || (endsAsTitle(heading.title) && !/^[a-z]/.test(second));
  return alone ? { heading, lines: 1 } : null;
}

/** A heading whose title stands in the second line, or runs on into it. */
function overTwoLines(heading: Heading, first: string, second: string): Heading | null {
  if (second.length > 80) return null;
  if (heading.title === null) {
    return looksLikeTitle(second) ? { ...heading, title: tidyTitle(second) } : null;
  }
  const whole = /[.!?]$/.test(first) ? null : parseHeading(`${first} ${second}`);
  return whole?.title && looksLikeTitle(whole.title) ? whole : null;
}

/** Not: `BOOK I. (Folio).—This whale, among the`, where a paragraph begins like a heading. */
function endsAsTitle(title: string): boolean {
  const sentences = title.split(/[.!?][—–-]?/).filter((part) => part.trim() !== '');
  return looksLikeTitle(sentences.at(-1) ?? title);
}

/** Whether the block below a numbered heading is its title, as in `CHAPTER I` – `Loomings`. */
function isTitle(heading: Heading, block: Block): boolean {
  const line = block.lines.join(' ').trim();
  if (heading.title !== null || heading.kind === 'named' || heading.kind === 'capitals')
    return false;
  if (block.lines.length > 1 || line.length > 80 || /^["“‘']|[!?,;:]$/.test(line)) return false;
  const kind = parseHeading(line)?.kind ?? 'capitals';
  return kind === 'capitals' && looksLikeTitle(line) && !(line.endsWith('.') && line.length > 40);
}
