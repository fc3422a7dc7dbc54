import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readStdin } from '../../../../../test/contract/source/reading.js';
import { epub } from '../../../../../test/support/zip.js';
import { htmlOutline } from '../html-outline.js';

const SEED = { seed: Number(process.env.FUZZ_SEED ?? 1) };
const NEVER_OVER = 120_000;
const whales = (text: string): number => text.split('鯨').length - 1;

/** Whole tags, in any order: they may be unbalanced, but no text is inside of a tag or left out. */
const tags = fc.constantFrom(
  ...['<p>', '</p>', '<div>', '</div>', '<h1>', '</h1>', '<h2 id=x>', '</h2>', '<h3>', '</h3>'],
  ...['<table>', '</table>', '<tr>', '<td>', '</td>', '<ul>', '<li>', '</ul>', '<pre>', '</pre>'],
  ...['<br>', '</br>', '<hr/>', '<b>', '</i>', '<a href="x">', '</a>', '<form>', '</form>'],
  ...['<p/>', '</body>', '<html>', '<!-- 鱼 -->', '<blockquote>', '</blockquote>', '<x:y>'],
);
const words = fc.constantFrom(
  '鯨',
  ' ',
  '\n',
  'ebb',
  '&amp;',
  '&nbsp;',
  '&#0;',
  'Chapter 2',
  '鯨. A',
);
const kept = fc.array(fc.oneof(tags, words), { maxLength: 60 }).map((parts) => parts.join(''));

const anything = fc
  .array(
    fc.oneof(
      tags,
      words,
      fc.string({ maxLength: 8 }),
      fc.constantFrom(
        ...['<', '>', '"', '<!--', '-->', '<![CDATA[', ']]>', '<script>', '</script', '<title>'],
        ...[
          '<style>',
          '<svg>',
          '<math>',
          '</svg>',
          '<plaintext>',
          '<template>',
          '<nav>',
          '<?xml ?>',
        ],
        ...['<meta charset="', 'utf-7">', '&#xD800;', '&#x110000;', '\0', '\ufeff', '<p hidden>'],
      ),
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(''));

const wellFormed = (text: string): boolean => !/[\ud800-\udfff]/u.test(text);

describe('10,000 fuzzed inputs', () => {
  it('HTML: no text is lost, whatever the tags', { timeout: NEVER_OVER }, () => {
    fc.assert(
      fc.property(kept, (html) => {
        const { text, headings, whole } = htmlOutline(html);
        expect(whales(text)).toBe(whales(html));
        const starts = headings.map(({ start }) => start);
        expect(starts).toEqual([...starts].sort((a, b) => a - b));
        for (const { start, bodyStart } of headings) expect(bodyStart).toBeGreaterThan(start);
        for (const [i, { start, end }] of whole.entries())
          expect([end > start, start >= (whole[i - 1]?.end ?? 0)]).toEqual([true, true]);
      }),
      { numRuns: 4000, ...SEED },
    );
  });

  it('HTML of any kind ends in pages or one problem', { timeout: NEVER_OVER }, async () => {
    await fc.assert(
      fc.asyncProperty(anything, async (html) => {
        const { pages, problems } = await readStdin(`<html>${html}`, { pageWords: 20 });
        expect(problems.length).toBeLessThanOrEqual(1);
        expect(new Set(pages.map(({ id }) => id)).size).toBe(pages.length);
        for (const { body } of pages)
          expect([body.trim() !== '', wellFormed(body)]).toEqual([true, true]);
      }),
      { numRuns: 2000, ...SEED },
    );
  });

  const book = epub({
    chapters: { 'a.xhtml': '<p>Ebb.', 'b.xhtml': '<h2>B</h2><p>Flood.' },
    nav: [['A', 'a.xhtml']],
    ncx: [['A', 'a.xhtml']],
  });

  it('EPUB with bytes changed ends in pages or problems', { timeout: NEVER_OVER }, async () => {
    const change = fc.tuple(fc.nat(book.length - 1), fc.nat(255));
    await fc.assert(
      fc.asyncProperty(
        fc.array(change, { minLength: 1, maxLength: 12 }),
        fc.nat(),
        async (changes, cut) => {
          const bytes = Buffer.from(book);
          for (const [at, byte] of changes) if (at > 3) bytes[at] = byte;
          const size = cut % 3 === 0 ? Math.max(4, cut % bytes.length) : bytes.length;
          const { pages, problems } = await readStdin(bytes.subarray(0, size));
          expect(pages.length + problems.length).toBeGreaterThan(0);
          expect(pages.every(({ body }) => ['Ebb.', 'Flood.'].includes(body))).toBe(true);
        },
      ),
      { numRuns: 2000, ...SEED },
    );
  });

  it(
    'EPUB with any package and contents ends in pages or problems',
    { timeout: NEVER_OVER },
    async () => {
      const parts = fc.constantFrom(
        ...[
          '<package>',
          '<manifest>',
          '</manifest>',
          '<spine toc="n">',
          '</spine>',
          '<dc:title>',
          'T',
        ],
        ...[
          '<item id="a" href="a.xhtml" media-type="text/html"/>',
          '<itemref idref="a"/>',
          '&lol;',
        ],
        ...['<item id="n" href="../../x" properties="nav"/>', '<itemref idref="__proto__"/>', '<'],
        ...[
          '<nav epub:type="toc">',
          '<a href="%zz#">',
          '</nav>',
          '<content src="a.xhtml"/>',
          '<text>',
        ],
        ...['<!DOCTYPE p [<!ENTITY lol "lol">]>', '<item id="n" href="nav.xhtml"/>', '\u0000', '"'],
      );
      const xml = fc.array(parts, { maxLength: 20 }).map((all) => all.join(''));
      await fc.assert(
        fc.asyncProperty(xml, xml, async (opf, nav) => {
          const bytes = epub({
            chapters: { 'a.xhtml': '<p>Ebb.' },
            extra: [
              { name: 'OEBPS/book.opf', content: opf },
              { name: 'OEBPS/nav.xhtml', content: nav },
            ],
          });
          const { pages, problems } = await readStdin(bytes);
          expect(pages.length + problems.length).toBeGreaterThan(0);
        }),
        { numRuns: 2000, ...SEED },
      );
    },
  );
});
