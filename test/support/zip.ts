/** Writes zip containers, sound and unsound ones (APPNOTE 6.3.10, sections 4.3.7, 4.3.12, 4.3.16). */
import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipFile {
  name: string;
  content: string | Uint8Array;
  /** What the directory says instead of the truth. */
  claimed?: { size?: number; crc?: number; encrypted?: boolean };
}

export function zip(files: readonly ZipFile[]): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content, claimed = {} } of files) {
    const plain = Buffer.from(content as Uint8Array);
    const packed = deflateRawSync(plain);
    const file = Buffer.from(name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x800 | (claimed.encrypted ? 1 : 0), 2);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(claimed.crc ?? crc32(plain), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(claimed.size ?? plain.length, 18);
    common.writeUInt16LE(file.length, 22);
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), common, file, packed]);
    const where = Buffer.alloc(14);
    where.writeUInt32LE(offset, 10);
    const madeBy = Buffer.from([20, 0]);
    directory.push(Buffer.concat([Buffer.from('PK\u0001\u0002'), madeBy, common, where, file]));
    bodies.push(local);
    offset += local.length;
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006', 'latin1');
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...bodies, ...directory, end]);
}

export interface EpubOptions {
  title?: string;
  /** File name below OEBPS → XHTML, in spine order. */
  chapters: Record<string, string>;
  /** [label, target] of the table of contents. */
  nav?: [string, string][];
  ncx?: [string, string][];
  /** Put behind the others, or in place of one of the same name. */
  extra?: ZipFile[];
}

/** A small book as EPUB 3, with a table of EPUB 2 where `ncx` is given. */
export function epub({ title = 'Old Tide', chapters, nav, ncx, extra = [] }: EpubOptions): Buffer {
  const names = Object.keys(chapters);
  const files: ZipFile[] = [
    { name: 'mimetype', content: 'application/epub+zip' },
    {
      name: 'META-INF/container.xml',
      content:
        '<?xml version="1.0"?><container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>' +
        '<rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>',
    },
    { name: 'OEBPS/book.opf', content: opf(title, names, nav !== undefined, ncx !== undefined) },
    ...(nav ? [{ name: 'OEBPS/nav.xhtml', content: navDocument(nav) }] : []),
    ...(ncx ? [{ name: 'OEBPS/toc.ncx', content: ncxDocument(ncx) }] : []),
    ...names.map((name) => ({ name: `OEBPS/${name}`, content: chapters[name] ?? '' })),
  ];
  const replaced = new Set(extra.map(({ name }) => name));
  return zip([...files.filter(({ name }) => !replaced.has(name)), ...extra]);
}

function opf(title: string, names: readonly string[], nav: boolean, ncx: boolean): string {
  const item = (id: string, href: string, type: string, more = ''): string =>
    `<item id="${id}" href="${encodeURI(href)}" media-type="${type}"${more}/>`;
  const xhtml = 'application/xhtml+xml';
  return `<?xml version="1.0"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>${title}</dc:title><dc:creator>A. Pilot</dc:creator></metadata>
<manifest>
${nav ? item('nav', 'nav.xhtml', xhtml, ' properties="nav"') : ''}
${ncx ? item('ncx', 'toc.ncx', 'application/x-dtbncx+xml') : ''}
${names.map((name, i) => item(`c${i}`, name, xhtml)).join('\n')}
</manifest>
<spine${ncx ? ' toc="ncx"' : ''}>${names.map((_, i) => `<itemref idref="c${i}"/>`).join('')}</spine>
</package>`;
}

function navDocument(entries: readonly [string, string][]): string {
  const items = entries.map(([label, target]) => `<li><a href="${target}">${label}</a></li>`);
  return `<html xmlns:epub="http://www.idpf.org/2007/ops"><body><nav epub:type="landmarks"><ol><li>
<a href="c1.xhtml">Start of the text</a></li></ol></nav>
<nav epub:type="toc"><h1>Contents</h1><ol>${items.join('')}</ol></nav></body></html>`;
}

function ncxDocument(entries: readonly [string, string][]): string {
  const points = entries.map(
    ([label, target]) =>
      `<navPoint><navLabel><text>${label}</text></navLabel><content src="${target}"/></navPoint>`,
  );
  return `<ncx><docTitle><text>Old Tide</text></docTitle><navMap>${points.join('')}</navMap></ncx>`;
}
