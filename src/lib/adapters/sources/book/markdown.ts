import type { Span } from '../../../algorithms/text/sentences.js';
import type { SourceRecord } from '../../../ports.js';
import { shortened, slug } from '../slug.js';
import type { Input, Reading } from './config.js';
import { frontMatter } from './front-matter.js';
import { parseHeading } from './headings.js';
import {
  markdownOutline,
  type MarkdownHeading,
  type MarkdownOutline,
} from './markdown-sections.js';
import { type Fields, parseFields } from './record.js';
import { chapterKey, type Section, sectionPages } from './sections.js';
import { wholeText } from './whole-text.js';

/**
 * Pages of Markdown: each heading begins a section, whose text is cut into pages without the heading. The
 * front matter's keys go before what the headings and the folder say.
 */
export async function* readMarkdown(input: Input, reading: Reading): AsyncGenerator<SourceRecord> {
  const text = await wholeText(input, reading);
  const front = frontMatter(text);
  const fields = parseFields(front.fields, reading.now);
  const sections = sectionsOf(text, front.end, markdownOutline(text, front.end), input, fields);
  const { charId, metadata, position, id } = fields;
  const common = { charId, metadata, updatedAt: fields.updatedAt ?? input.modified };
  const named = id === null ? input : { ...input, prefix: shortened(id, 300) };
  const counted = position === null ? reading : { ...reading, nextPosition: countFrom(position) };
  const pages = [...sectionPages(text, sections, named, counted, common)];
  const [only] = pages;
  if (only && id !== null && pages.length === 1) only.page.id = id;
  yield* pages;
}

function countFrom(first: number): () => number {
  let next = first;
  return () => next++;
}

function sectionsOf(
  text: string,
  from: number,
  { headings, whole }: MarkdownOutline,
  input: Input,
  fields: Fields,
): Section[] {
  const front = {
    key: headings.length === 0 ? '' : 'front',
    title: fields.title ?? input.title,
    chapter: fields.chapter ?? input.chapter,
    start: from,
    end: headings[0]?.start ?? text.length,
  };
  const path: MarkdownHeading[] = [];
  const below = headings.flatMap((heading, i) => {
    while ((path.at(-1)?.level ?? 0) >= heading.level) path.pop();
    path.push(heading);
    const end = headings[i + 1]?.start ?? text.length;
    const blank = text.slice(heading.bodyStart, end).trim() === '';
    return blank ? [] : [{ ...named(path, fields), start: heading.bodyStart, end }];
  });
  const sections = text.slice(front.start, front.end).trim() === '' ? below : [front, ...below];
  const [only] = sections;
  if (only && sections.length === 1) only.title = fields.title ?? only.title;
  return withWhole(sections, whole);
}

/** How a section is called that stands under these headings, outermost first. */
function named(path: readonly MarkdownHeading[], fields: Fields): Omit<Section, 'start' | 'end'> {
  const own = path[path.length - 1] as MarkdownHeading;
  const numbered = path.find(({ text }) => parseHeading(text)?.kind === 'chapter');
  const top = numbered ?? path[0] ?? own;
  const parsed = numbered ? parseHeading(numbered.text) : null;
  const label = parsed?.label ?? top.text;
  const key = chapterKey(label);
  return {
    key: top === own ? key : `${key}/${slug(own.text) || 'section'}`,
    title: (top === own ? parsed?.title : null) ?? own.text,
    chapter: fields.chapter ?? (numbered ? label : (fields.title ?? label)),
  };
}

/** Gives each section the stretches that lie in it; both are in order. */
function withWhole(sections: readonly Section[], whole: readonly Span[]): Section[] {
  let next = 0;
  return sections.map((section) => {
    const inside: Span[] = [];
    for (; (whole[next]?.end ?? Infinity) <= section.end; next++) {
      const { start, end } = whole[next] as Span;
      if (start < section.start) continue;
      inside.push({ start: start - section.start, end: end - section.start });
    }
    return { ...section, whole: inside };
  });
}
