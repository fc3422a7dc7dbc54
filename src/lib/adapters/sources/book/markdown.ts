import type { SourceRecord } from '../../../ports/index.js';
import { shortened } from '../slug.js';
import type { Input, Reading } from './config.js';
import { frontMatter } from './front-matter.js';
import { Marks } from '../marks.js';
import { markdownOutline } from './markdown-sections.js';
import { outlineSections } from './outline-sections.js';
import { parseFields } from '../record.js';
import { sectionPages } from './sections.js';
import { wholeText } from './whole-text.js';

/**
 * Pages of Markdown: each heading begins a section, whose text is cut into pages without the heading. The
 * front matter's keys go before what the headings and the folder say.
 */
export async function* readMarkdown(input: Input, reading: Reading): AsyncGenerator<SourceRecord> {
  const text = await wholeText(input, reading);
  const front = frontMatter(text);
  const fields = parseFields(front.fields, reading.now);
  const { pace, limits } = reading;
  const outline = await pace.through(markdownOutline(text, front.end, new Marks(limits.marks)));
  const sections = outlineSections({ ...outline, text, from: front.end, input, fields });
  const { charId, metadata, position, id } = fields;
  const common = { charId, metadata, updatedAt: fields.updatedAt ?? input.modified };
  const folder = fields.chapter === null ? input.folder : null;
  const prefix = id === null ? input.prefix : shortened(id, 300);
  const named = { ...input, folder, prefix };
  const counted = position === null ? reading : { ...reading, nextPosition: countFrom(position) };
  const pages = sectionPages(text, sections, named, counted, common);
  const first = pages.next();
  const second = pages.next();
  if (!first.done && id !== null && second.done) first.value.page.id = id;
  if (!first.done) yield first.value;
  if (!second.done) yield second.value;
  yield* pages;
}

function countFrom(first: number): () => number {
  let next = first;
  return () => next++;
}
