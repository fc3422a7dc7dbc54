import { eachPage } from '../../../algorithms/text/paginate.js';
import type { Span } from '../../../algorithms/text/sentences.js';
import type { Page } from '../../../domain/page.js';
import type { SourceRecord } from '../../../ports/index.js';
import { DistinctNames, slug } from '../slug.js';
import type { Input, Reading } from './config.js';
import { LineCounter } from './line-counter.js';

/** A stretch of a text that pages do not cross; offsets in UTF-16, without its heading. */
export interface Section {
  /** What its pages' ids have between the file's part and the number; empty when the file has no sections. */
  key: string;
  title: string;
  /** As its heading says, without the folder; null when it has none. */
  chapter: string | null;
  start: number;
  end: number;
  /** Stretches that are kept on one page, relative to `start`. */
  whole?: Span[];
}

/** What pages have in common that the file says of itself. */
export type Common = Pick<Page, 'charId' | 'updatedAt' | 'metadata'>;

/** What several texts of one input share, as the chapters of an EPUB do, and how their lines are found. */
export interface Shared {
  names?: DistinctNames;
  /** Line of an offset in the text, for people; asked for in ascending order. */
  lineOf?: (at: number) => number;
}

/** Cuts each section into pages, named `<file>/<section>/<number within the section>`. */
export function* sectionPages(
  text: string,
  sections: readonly Section[],
  input: Input,
  reading: Reading,
  common: Common,
  { names = new DistinctNames(), lineOf = linesOf(text) }: Shared = {},
): Generator<SourceRecord & { page: Page }> {
  for (const { key, title, chapter, start, end, whole = [] } of sections) {
    const prefix = key === '' ? input.prefix : `${input.prefix}/${names.of(key)}`;
    const body = text.slice(start, end);
    let number = 0;
    for (const span of eachPage(body, { words: reading.pageWords, whole })) {
      const page = {
        ...common,
        id: `${prefix}/${numbered(++number)}`,
        body: body.slice(span.start, span.end),
        title,
        chapter: chapterIn(input, chapter),
        position: reading.nextPosition(),
        source: reading.source,
      };
      yield { page, where: `${input.where}:${lineOf(start + span.start)}` };
    }
  }
}

function linesOf(text: string): (at: number) => number {
  const lines = new LineCounter(text);
  return (at) => lines.lineOf(at);
}

/** A chapter within its folder: `Part One / 2`. A file that says nothing of its chapter is one, in a folder. */
function chapterIn({ folder, title }: Input, own: string | null): string | null {
  return folder === null ? own : `${folder} / ${own ?? title}`;
}

/** Three digits at least, so that bytewise order is reading order up to 999 pages. */
export function numbered(number: number): string {
  return String(number).padStart(3, '0');
}

/** The part of an id that stands for a chapter: `chapter-042`, or the slug of its name. */
export function chapterKey(chapter: string): string {
  return /^\d{1,4}$/.test(chapter)
    ? `chapter-${numbered(Number(chapter))}`
    : slug(chapter) || 'chapter';
}
