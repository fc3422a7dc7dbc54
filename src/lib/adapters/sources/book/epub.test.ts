import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPages, readStdin, writeFiles } from '../../../../../test/contract/source/reading.js';
import { epub, type EpubOptions, zip } from '../../../../../test/support/zip.js';

const read = (options: EpubOptions, limits = {}) => readBytes(epub(options), limits);
const readBytes = (bytes: Buffer, limits = {}) =>
  readPages({ path: join(writeFiles({ 'tide.epub': bytes }), 'tide.epub'), limits });
const xhtml = (body: string): string =>
  `<?xml version="1.0" encoding="utf-8"?>\n<html><head><title>Old Tide</title></head><body>\n${body}</body></html>`;
const plain = { 'c1.xhtml': xhtml('<p>Ebb.</p>'), 'c2.xhtml': xhtml('<p>Flood.</p>') };
const named = (
  pages: { id: string; chapter: string | null; title: string | null; body: string }[],
) => pages.map(({ id, chapter, title, body }) => [id, chapter, title, body]);

describe('EPUB', () => {
  it('is read in the order of its spine, with the titles of EPUB 3 and its lines', async () => {
    const { pages, places, problems } = await read({
      chapters: { 'text/c2.xhtml': plain['c2.xhtml'], 'text/c 1.xhtml': plain['c1.xhtml'] },
      nav: [
        ['Chapter 1. High Water', 'text/c2.xhtml'],
        ['The Ebb', 'text/c%201.xhtml#start'],
      ],
    });
    expect(problems).toEqual([]);
    expect(named(pages)).toEqual([
      ['tide/chapter-001/001', '1', 'High Water', 'Flood.'],
      ['tide/the-ebb/001', 'The Ebb', 'The Ebb', 'Ebb.'],
    ]);
    expect(places[0]).toMatch(/tide\.epub:OEBPS\/text\/c2\.xhtml:3$/);
    expect(pages[0]).toMatchObject({
      metadata: { book: 'Old Tide', author: 'A. Pilot' },
      position: 1,
    });
  });

  it('takes the titles of EPUB 2', async () => {
    const ncx: [string, string][] = [
      ['Chapter 1', 'c1.xhtml'],
      ['Chapter 2: Flood', 'c2.xhtml'],
    ];
    expect(named((await read({ chapters: plain, ncx })).pages)).toEqual([
      ['tide/chapter-001/001', '1', 'Chapter 1', 'Ebb.'],
      ['tide/chapter-002/001', '2', 'Flood', 'Flood.'],
    ]);
  });

  it('else takes the first heading; files without one go on with the chapter before', async () => {
    const { pages } = await read({
      title: 'A Tide',
      chapters: {
        'cover.xhtml': xhtml('<img src="c.png"/>'),
        'a.xhtml': xhtml('<p>To whom it concerns.</p>'),
        'b.xhtml': xhtml('<h2>Ebb</h2><p>Out.</p>'),
        'c.xhtml': xhtml('<p>Farther out.</p><h2>Flood</h2><p>In.</p>'),
      },
    });
    expect(named(pages)).toEqual([
      ['tide/front/001', null, 'A Tide', 'To whom it concerns.'],
      ['tide/ebb/001', 'Ebb', 'Ebb', 'Out.'],
      ['tide/ebb-2/001', 'Ebb', 'Ebb', 'Farther out.'],
      ['tide/flood/001', 'Flood', 'Flood', 'In.'],
    ]);
  });

  it('believes the headings where one file holds several chapters', async () => {
    const { pages } = await read({
      chapters: { 'all.xhtml': xhtml('<h2>Ebb</h2><p>Out.</p><h2>Flood</h2><p>In.</p>') },
      nav: [
        ['One', 'all.xhtml#e'],
        ['Two', 'all.xhtml#f'],
      ],
    });
    expect(pages.map(({ chapter }) => chapter)).toEqual(['Ebb', 'Flood']);
  });

  it('goes on behind a chapter that is damaged, encrypted or a bomb', async () => {
    const { pages, problems } = await read(
      {
        chapters: {
          'bad.xhtml': '',
          'locked.xhtml': '',
          'bomb.xhtml': '',
          ...plain,
        },
        extra: [
          { name: 'OEBPS/bad.xhtml', content: 'x', claimed: { crc: 1 } },
          { name: 'OEBPS/locked.xhtml', content: 'x', claimed: { encrypted: true } },
          { name: 'OEBPS/bomb.xhtml', content: 'x'.repeat(5000) },
        ],
      },
      { fileBytes: 4000 },
    );
    expect(pages.map(({ body }) => body)).toEqual(['Ebb.', 'Flood.']);
    expect(
      problems.map(({ where, reason }) => `${where.replace(/^.*\.epub:/, '')}: ${reason}`),
    ).toEqual([
      'OEBPS/bad.xhtml: OEBPS/bad.xhtml is damaged: its checksum is wrong',
      'OEBPS/locked.xhtml: OEBPS/locked.xhtml is encrypted',
      'OEBPS/bomb.xhtml: OEBPS/bomb.xhtml unpacks to more than 4000 bytes (to 5000 bytes): split the chapter',
    ]);
  });

  it('goes on without a table of contents that is damaged', async () => {
    const { pages, problems } = await read({
      chapters: { 'a.xhtml': xhtml('<h2>Ebb</h2><p>Out.</p>') },
      nav: [['One', 'a.xhtml']],
      extra: [{ name: 'OEBPS/nav.xhtml', content: 'x', claimed: { crc: 1 } }],
    });
    expect(pages.map(({ chapter }) => chapter)).toEqual(['Ebb']);
    expect(problems.map(({ reason }) => reason)).toEqual([
      'OEBPS/nav.xhtml is damaged: its checksum is wrong',
    ]);
  });

  it('says which chapter is not there', async () => {
    const container = '<container><rootfile full-path="b.opf"/></container>';
    const opf =
      '<package><manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/>' +
      '<item id="b" href="b.xhtml" media-type="application/xhtml+xml"/></manifest>' +
      '<spine><itemref idref="a"/><itemref idref="b"/><itemref idref="c"/></spine></package>';
    const { pages, problems } = await readBytes(
      zip([
        { name: 'META-INF/container.xml', content: container },
        { name: 'b.opf', content: opf },
        { name: 'b.xhtml', content: xhtml('<p>Ebb.') },
      ]),
    );
    expect(pages).toHaveLength(1);
    expect(problems.map(({ reason }) => reason)).toEqual([
      'a.xhtml is not in the book',
      'c is not in the book',
    ]);
  });

  it('stops at what all chapters together unpack to, and at an entry that lies about its size', async () => {
    const big = xhtml(`<p>${'x '.repeat(3000)}`);
    const { pages, problems } = await read(
      { chapters: { 'a.xhtml': big, 'b.xhtml': big, 'c.xhtml': big } },
      { fileBytes: 7000, bookBytes: 15_000 },
    );
    expect(new Set(pages.map(({ id }) => id.split('/')[1]))).toEqual(new Set(['front', 'front-2']));
    expect(problems.map(({ reason }) => reason)).toEqual([
      'OEBPS/c.xhtml (6105 bytes) would make the book unpack to more than 15000 bytes: split the book',
    ]);
    const liar = { name: 'OEBPS/c1.xhtml', content: 'x'.repeat(9000), claimed: { size: 10 } };
    const lied = await read({ chapters: plain, extra: [liar] });
    expect(lied.problems[0]?.reason).toMatch(/is damaged: .*bytes/);
  });

  it.each<[string, () => Buffer, RegExp]>([
    ['no zip', () => Buffer.from('PK nothing'), /no zip container/],
    ['a cut zip', () => epub({ chapters: plain }).subarray(0, 400), /no zip container/],
    ['no EPUB', () => zip([{ name: 'a.txt', content: 'a' }]), /container\.xml is not in the book/],
    [
      'one with encrypted chapters',
      () =>
        epub({
          chapters: plain,
          extra: [
            {
              name: 'META-INF/encryption.xml',
              content: '<encryption><enc:CipherReference URI="OEBPS/c1.xhtml"/></encryption>',
            },
          ],
        }),
      /encrypted \(DRM\)/,
    ],
  ])('refuses %s', async (_name, bytes, reason) => {
    const { pages, problems } = await readBytes(bytes());
    expect(pages).toEqual([]);
    expect(problems.map((problem) => problem.reason)).toEqual([expect.stringMatching(reason)]);
  });

  it('reads a book whose fonts alone are obfuscated', async () => {
    const content = '<encryption><CipherReference URI="OEBPS/font.otf"/></encryption>';
    const extra = [{ name: 'META-INF/encryption.xml', content }];
    expect((await read({ chapters: plain, extra })).pages).toHaveLength(2);
  });

  it('comes from standard input, too', async () => {
    const { pages } = await readStdin(epub({ chapters: plain }));
    expect(pages.map(({ body }) => body)).toEqual(['Ebb.', 'Flood.']);
  });
});
