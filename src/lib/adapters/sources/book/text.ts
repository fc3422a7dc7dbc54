import type { SourceRecord } from '../../../ports/index.js';
import { type Chapter, findChapters } from './chapters.js';
import type { Input, Reading } from './config.js';
import { Marks } from '../marks.js';
import { chapterKey, type Section, sectionPages } from './sections.js';
import { wholeText } from './whole-text.js';

/** Pages of a plain text: chapters by their headings, cut into pages of whole sentences. */
export async function* readText(input: Input, reading: Reading): AsyncGenerator<SourceRecord> {
  const text = await wholeText(input, reading);
  const { pace, limits } = reading;
  const chapters = await pace.through(findChapters(text, new Marks(limits.marks)));
  const single = chapters.every(({ heading }) => heading === null);
  const sections = chapters.map((chapter) => sectionOf(chapter, input, single));
  const common = { charId: null, updatedAt: input.modified, metadata: {} };
  yield* sectionPages(text, sections, input, reading, common);
}

function sectionOf(
  { heading, label, start, end }: Chapter,
  input: Input,
  single: boolean,
): Section {
  if (heading === null || label === null) {
    return { key: single ? '' : 'front', title: input.title, chapter: null, start, end };
  }
  const named = heading.kind === 'chapter' || heading.kind === 'bare' ? `Chapter ${label}` : label;
  return { key: chapterKey(label), title: heading.title ?? named, chapter: label, start, end };
}
