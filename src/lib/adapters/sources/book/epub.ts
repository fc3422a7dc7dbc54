import type { SourceRecord } from '../../../ports/index.js';
import { collect } from '../bytes.js';
import { excerpt, Rejected } from '../rejected.js';
import { DistinctNames } from '../slug.js';
import type { Input, Reading } from './config.js';
import { Archive } from './epub/archive.js';
import { chapterTitles } from './epub/contents.js';
import { type BookPackage, readPackage, textOf } from './epub/package.js';
import { parseHeading } from './headings.js';
import { sourceLines, withoutBookTitle } from './html.js';
import { htmlOutline } from '../html-outline.js';
import { Marks } from '../marks.js';
import { outlineSections } from './outline-sections.js';
import { chapterKey, type Section, sectionPages } from './sections.js';

interface Book extends BookPackage {
  archive: Archive;
  titles: ReadonlyMap<string, string>;
  input: Input;
  reading: Reading;
  names: DistinctNames;
  /** The chapter at hand: a file without a title or heading goes on with it. */
  current: Pick<Section, 'key' | 'title' | 'chapter'>;
}

/**
 * Pages of an EPUB in the order of its spine. A chapter is called as in the table of contents, else by its first
 * heading. A file that is missing or damaged is a problem; the others go on.
 */
export async function* readEpub(input: Input, reading: Reading): AsyncGenerator<SourceRecord> {
  const archive = await openArchive(input, reading);
  try {
    yield* pagesOf(await openBook(archive, input, reading));
  } finally {
    archive.close();
  }
}

async function* pagesOf(book: Book): AsyncGenerator<SourceRecord> {
  const { archive, reading, input } = book;
  try {
    book.titles = await chapterTitles(archive, book, reading.pace);
  } catch (error) {
    yield problemOf(error, placeOf(input, book.nav ?? book.ncx ?? ''));
  }
  for (const path of book.chapters) {
    try {
      yield* chapterPages(book, path);
    } catch (error) {
      yield problemOf(error, placeOf(input, path));
    }
  }
}

function problemOf(error: unknown, where: string): SourceRecord {
  if (!(error instanceof Rejected)) throw error;
  return { problem: { where, reason: error.message } };
}

/** A file is read where it lies, however many pictures it holds; what comes by a stream is held. */
async function openArchive({ file, bytes }: Input, { limits }: Reading): Promise<Archive> {
  const { fileBytes: entryBytes, bookBytes: allBytes } = limits;
  const whole = { limit: allBytes, advice: 'give it as a file' };
  return Archive.open(file?.path ?? (await collect(bytes, whole)), { entryBytes, allBytes });
}

async function openBook(archive: Archive, input: Input, reading: Reading): Promise<Book> {
  const described = await readPackage(archive, reading.pace);
  const title = described.title ?? input.title;
  return {
    ...described,
    archive,
    titles: new Map(),
    input: { ...input, title },
    reading,
    names: new DistinctNames(),
    current: { key: 'front', title, chapter: null },
  };
}

function placeOf({ where }: Input, path: string): string {
  return `${where}:${excerpt(path, 500)}`;
}

async function* chapterPages(book: Book, path: string): AsyncGenerator<SourceRecord> {
  const html = await textOf(book.archive, path);
  const { pace, limits } = book.reading;
  const outline = await htmlOutline(html, pace, new Marks(limits.marks));
  const input = { ...book.input, where: placeOf(book.input, path) };
  const sections = outlineSections({
    ...outline,
    headings: withoutBookTitle(outline.headings),
    from: 0,
    input,
    fields: { title: null, chapter: null },
  });
  const { title, author, names } = book;
  const metadata = { ...(title ? { book: title } : {}), ...(author ? { author } : {}) };
  const common = { charId: null, updatedAt: input.modified, metadata };
  const called = calledBy(book, path, sections, outline.headings[0]?.start);
  const shared = { names, lineOf: sourceLines(html, outline) };
  yield* sectionPages(outline.text, called, input, book.reading, common, shared);
}

/** Sections as the table of contents calls their file; those without a heading go on with the chapter at hand. */
function calledBy(
  book: Book,
  path: string,
  sections: readonly Section[],
  firstHeading = Infinity,
): Section[] {
  const title = book.titles.get(path);
  if (title !== undefined) return sections.map((section, i) => titled(book, title, section, i));
  return sections.map((section) => {
    const { key, title, chapter } = section;
    if (section.start < firstHeading) return { ...section, ...book.current };
    book.current = { key, title, chapter };
    return section;
  });
}

/** Sections behind the first keep the titles of their own headings, within the chapter. */
function titled(book: Book, label: string, section: Section, index: number): Section {
  const parsed = parseHeading(label);
  const numbered = parsed?.kind === 'chapter' ? parsed : null;
  const chapter = numbered?.label ?? label;
  const key = chapterKey(chapter);
  const first = { key, title: numbered?.title ?? label, chapter };
  if (index === 0) book.current = first;
  return {
    ...section,
    ...(index === 0 ? first : { key: `${key}/${section.key}`, title: section.title, chapter }),
  };
}
