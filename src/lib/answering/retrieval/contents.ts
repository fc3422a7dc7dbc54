import { compareBytewise } from '../../algorithms/text/hashing.js';
import type { Page } from '../../domain/page.js';
import type { Library } from './library.js';

/** A page as a table of contents lists it. */
export type Listed = Pick<Page, 'id' | 'title' | 'chapter' | 'position' | 'charId'>;

export interface ContentsChapter {
  /** Null: pages that stand in none. */
  chapter: string | null;
  pages: number;
  /** Id of its first page in reading order. */
  first: string;
}

/** The book in reading order. */
export interface Contents {
  pages: readonly Listed[];
  chapters: readonly ContentsChapter[];
}

/** Pages by position, those without one behind, ties by id; chapters as their first pages stand. */
export function contentsOf(library: Library): Contents {
  const pages = library
    .all()
    .flatMap((slot) => library.page(slot) ?? [])
    .map(({ id, title, chapter, position, charId }) => ({ id, title, chapter, position, charId }))
    .sort(inReadingOrder);
  const chapters = new Map<string | null, ContentsChapter>();
  for (const { id, chapter } of pages) {
    const listed = chapters.get(chapter);
    if (listed) listed.pages++;
    else chapters.set(chapter, { chapter, pages: 1, first: id });
  }
  return { pages, chapters: [...chapters.values()] };
}

const inReadingOrder = (a: Listed, b: Listed) =>
  compared(a.position ?? Infinity, b.position ?? Infinity) || compareBytewise(a.id, b.id);

/** Two infinities are equal, and have no difference. */
const compared = (a: number, b: number) => (a === b ? 0 : a - b);
