import type { SourceRecord } from '../../../ports/index.js';
import { collect } from '../bytes.js';
import { type HtmlOutline, htmlOutline, type OutlineHeading } from '../html-outline.js';
import { textOf } from '../lines.js';
import { Marks } from '../marks.js';
import { Rejected } from '../rejected.js';
import type { Input, Reading } from './config.js';
import { decodeHtml } from './html/decode.js';
import { LineCounter } from './line-counter.js';
import { outlineSections } from './outline-sections.js';
import { sectionPages } from './sections.js';
import { wholeOf } from './whole-text.js';

/** Pages of HTML or XHTML: h1, h2 and h3 begin sections, whose text is cut into pages without the headings. */
export async function* readHtml(input: Input, reading: Reading): AsyncGenerator<SourceRecord> {
  const bytes = await collect(input.bytes, wholeOf(input, reading));
  const html = input.recoded ? textOf(bytes, 'the text') : decodeHtml(bytes);
  const outline = await htmlOutline(html, reading.pace, new Marks(reading.limits.marks));
  if (outline.text === '') throw new Rejected('it holds no text');
  const titled = { ...input, title: outline.title ?? input.title };
  const sections = outlineSections({
    ...outline,
    headings: withoutBookTitle(outline.headings),
    from: 0,
    input: titled,
    fields: { title: null, chapter: null },
  });
  const common = { charId: null, updatedAt: input.modified, metadata: {} };
  const lineOf = sourceLines(html, outline);
  yield* sectionPages(outline.text, sections, titled, reading, common, { lineOf });
}

/** Lines of the document, asked for in the order of its text. */
export function sourceLines(html: string, { sourceOf }: HtmlOutline): (at: number) => number {
  const lines = new LineCounter(html);
  return (at) => lines.lineOf(sourceOf(at));
}

/** A first heading that all others stand under is the title of the book: it must not name every chapter. */
export function withoutBookTitle(headings: OutlineHeading[]): OutlineHeading[] {
  const [first, ...others] = headings;
  const below = Math.min(...others.map(({ level }) => level));
  if (!first || others.length < 2 || below <= first.level) return headings;
  return [{ ...first, level: below }, ...others];
}
