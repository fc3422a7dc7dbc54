import { posix } from 'node:path';
import type { Pace } from '../../pace.js';
import { Rejected } from '../../rejected.js';
import { decodeHtml } from '../html/decode.js';
import type { Archive } from './archive.js';
import { type XmlElement, xmlElements } from './xml.js';

export interface BookPackage {
  title: string | null;
  author: string | null;
  /** Paths in the archive, in reading order. */
  chapters: string[];
  /** Path of the table of contents of EPUB 3, and of EPUB 2. */
  nav: string | null;
  ncx: string | null;
}

const READ = /^(?:application\/xhtml\+xml|text\/html|text\/x-oeb1-document)$/i;

/**
 * What an EPUB says of itself (EPUB 3.3, Open Container Format and package document). Files of the spine that
 * are not linear (notes, answers) and that are no text are left out.
 * @throws Rejected when it is no EPUB, or its chapters are encrypted.
 */
export async function readPackage(archive: Archive, pace: Pace): Promise<BookPackage> {
  const container = await xmlElements(await textOf(archive, 'META-INF/container.xml'), pace);
  const path = container.find(({ name }) => name === 'rootfile')?.attributes['full-path'];
  if (path === undefined) throw new Rejected('META-INF/container.xml names no package');
  const elements = await xmlElements(await textOf(archive, path), pace);
  const items = manifestOf(elements, path);
  const chapters = spineOf(elements, items);
  if (chapters.length === 0) throw new Rejected('its spine names no chapter');
  await refuseEncrypted(archive, chapters, pace);
  const nav = [...items.values()].find(({ isNav }) => isNav);
  const toc = elements.find(({ name }) => name === 'spine')?.attributes.toc;
  return {
    title: elements.find(({ name }) => name === 'title')?.text || null,
    author: elements.find(({ name }) => name === 'creator')?.text || null,
    chapters,
    nav: nav?.path ?? null,
    ncx: items.get(toc ?? '')?.path ?? null,
  };
}

interface Item {
  path: string;
  type: string;
  isNav: boolean;
}

function manifestOf(elements: readonly XmlElement[], opf: string): Map<string, Item> {
  const items = new Map<string, Item>();
  for (const { name, attributes } of elements) {
    const { id, href, 'media-type': type = '', properties = '' } = attributes;
    if (name !== 'item' || id === undefined || href === undefined) continue;
    const item = {
      path: resolvePath(opf, href),
      type: type.trim(),
      isNav: /(?:^|\s)nav(?:\s|$)/.test(properties),
    };
    if (!items.has(id)) items.set(id, item);
  }
  return items;
}

/** An item that the manifest does not have keeps its name: it is missing, and will be told. */
function spineOf(elements: readonly XmlElement[], items: ReadonlyMap<string, Item>): string[] {
  const refs = elements.filter(
    ({ name, attributes }) => name === 'itemref' && attributes.linear !== 'no',
  );
  const paths = refs.flatMap(({ attributes: { idref = '' } }) => {
    const item = items.get(idref);
    if (!item) return [idref];
    return READ.test(item.type) ? [item.path] : [];
  });
  return [...new Set(paths)];
}

/** Fonts may be obfuscated, which is no matter here. */
async function refuseEncrypted(
  archive: Archive,
  chapters: readonly string[],
  pace: Pace,
): Promise<void> {
  const list = 'META-INF/encryption.xml';
  if (!archive.has(list)) return;
  const encrypted = new Set(
    (await xmlElements(await textOf(archive, list), pace))
      .filter(({ name }) => name === 'CipherReference')
      .map(({ attributes }) => resolvePath('', attributes.URI ?? '')),
  );
  if (chapters.some((path) => encrypted.has(path))) {
    throw new Rejected('its chapters are encrypted (DRM): ask its publisher for a copy without');
  }
}

export async function textOf(archive: Archive, path: string): Promise<string> {
  return decodeHtml(await archive.read(path));
}

/** The path in the archive that a reference in the file `from` leads to, without its fragment. */
export function resolvePath(from: string, reference: string): string {
  const [path = ''] = reference.trim().split('#');
  return posix.join(posix.dirname(from), decoded(path));
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
