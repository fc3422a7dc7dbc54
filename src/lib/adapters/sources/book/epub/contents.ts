import type { Pace } from '../../pace.js';
import type { Archive } from './archive.js';
import { type BookPackage, resolvePath, textOf } from './package.js';
import { type XmlElement, xmlElements } from './xml.js';

interface Entry {
  label: string;
  /** As it stands in the table: `text/ch1.xhtml#start`. */
  target: string;
}

/**
 * Titles of chapter files by path, from the table of contents (EPUB 3, else EPUB 2). A file that holds several
 * chapters has none: its own headings know better.
 * @throws Rejected when the table cannot be read.
 */
export async function chapterTitles(
  archive: Archive,
  { nav, ncx }: BookPackage,
  pace: Pace,
): Promise<Map<string, string>> {
  const path = nav ?? ncx;
  if (path === null || !archive.has(path)) return new Map();
  const elements = await xmlElements(await textOf(archive, path), pace);
  const byPath = new Map<string, Entry[]>();
  for (const entry of nav !== null ? navEntries(elements) : ncxEntries(elements)) {
    const target = resolvePath(path, entry.target);
    const others = byPath.get(target);
    if (others) others.push(entry);
    else byPath.set(target, [entry]);
  }
  const titles = [...byPath].map(([target, entries]) => [target, titleOf(entries)] as const);
  return new Map(titles.filter((title): title is [string, string] => title[1] !== null));
}

function titleOf(entries: readonly Entry[]): string | null {
  const whole = entries.find(({ target }) => !target.includes('#'));
  return (whole ?? (entries.length === 1 ? entries[0] : undefined))?.label ?? null;
}

function navEntries(elements: readonly XmlElement[]): Entry[] {
  const start = elements.findIndex(
    ({ name, attributes }) =>
      name === 'nav' && /\btoc\b/.test(attributes['epub:type'] ?? attributes.role ?? ''),
  );
  const depth = elements[start]?.depth ?? Infinity;
  const length = elements.slice(start + 1).findIndex((element) => element.depth <= depth);
  const inside = elements.slice(start + 1, length < 0 ? undefined : start + 1 + length);
  return inside.flatMap(({ name, attributes: { href }, text }) =>
    name === 'a' && href !== undefined && text !== '' ? [{ label: text, target: href }] : [],
  );
}

function ncxEntries(elements: readonly XmlElement[]): Entry[] {
  let label = '';
  return elements.flatMap(({ name, attributes: { src }, text }) => {
    if (name === 'text') label = text;
    return name === 'content' && src !== undefined && label !== '' ? [{ label, target: src }] : [];
  });
}
