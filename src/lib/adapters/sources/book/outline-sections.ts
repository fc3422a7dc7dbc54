import type { Span } from '../../../algorithms/text/sentences.js';
import type { Outline, OutlineHeading } from '../html-outline.js';
import type { Fields } from '../record.js';
import { slug } from '../slug.js';
import type { Input } from './config.js';
import { parseHeading } from './headings.js';
import { chapterKey, type Section } from './sections.js';

interface Outlined extends Outline {
  text: string;
  /** Where the text begins: what stands before it is no page. */
  from: number;
  input: Input;
  /** What the author says of the whole text; it goes before what headings and folder say. */
  fields: Pick<Fields, 'title' | 'chapter'>;
}

/** A section for each heading that has a text of its own, and one for what stands before the first. */
export function outlineSections({
  text,
  from,
  headings,
  whole,
  input,
  fields,
}: Outlined): Section[] {
  const front = {
    key: headings.length === 0 ? '' : 'front',
    title: fields.title ?? input.title,
    chapter: fields.chapter,
    start: from,
    end: headings[0]?.start ?? text.length,
  };
  const path: OutlineHeading[] = [];
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
function named(
  path: readonly OutlineHeading[],
  fields: Outlined['fields'],
): Omit<Section, 'start' | 'end'> {
  const own = path[path.length - 1] as OutlineHeading;
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
