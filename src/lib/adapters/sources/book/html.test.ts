import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPages, readStdin, writeFiles } from '../../../../../test/contract/source/reading.js';
import { htmlOutline } from '../html-outline.js';

const textOf = (html: string): string => htmlOutline(html).text;
const readFile = (name: string, content: string | Uint8Array) =>
  readPages({ path: join(writeFiles({ [name]: content }), name) });

describe('text of HTML', () => {
  it.each([
    ['blocks', '<p>One.</p><div>Two.<p>Three.</div>Four.', 'One.\n\nTwo.\n\nThree.\n\nFour.'],
    ['lists', '<ul><li>One<li>Two</ul><p>Three', 'One\n\nTwo\n\nThree'],
    ['quotes', 'He said<blockquote>Ebb.</blockquote>twice', 'He said\n\nEbb.\n\ntwice'],
    ['inline marks', 'The <b>ti</b>de <i> went</i>\n  out', 'The tide went out'],
    ['line breaks', 'One<br>two<br/><br>three', 'One\ntwo\n\nthree'],
    ['entities', 'Fl&uuml;t &amp; Ebbe&nbsp;&#8212; &#x1F40B;&hellip;', 'Flüt & Ebbe — 🐋…'],
    ['soft hyphens', 'high&shy;wa\u00adter', 'highwater'],
    ['pre', '<p>a</p><pre>x\n  y\n\n  z</pre><p>b', 'a\n\nx\n  y\n\n  z\n\nb'],
    [
      'tables',
      '<table><tr><th>Port<th>Tide<tr><td>Brest</td><td>6 m</table>x',
      'Port | Tide\nBrest | 6 m\n\nx',
    ],
    ['CDATA of XHTML', '<p><![CDATA[1 < 2]]></p>', '1 < 2'],
    ['empty elements of XHTML', '<title/><script src="x"/><p/><a id="i"/>Text', 'Text'],
    ['NUL', 'a\0b', 'a\ufffdb'],
  ])('keeps %s', (_name, html, text) => expect(textOf(html)).toBe(text));

  it.each([
    ['scripts', '<script>if (a < b) "</p>"</script>'],
    ['styles', '<style>p > a {}</style>'],
    ['navigation', '<nav><ul><li>Home<li>Up</ul></nav>'],
    ['templates', '<template><p>x</template>'],
    ['hidden parts', '<div hidden><p>x</div><p aria-hidden="true">x</p>'],
    ['parts hidden by their own style', '<p style="color:red; DISPLAY : none">x</p>'],
    ['drawings and their titles', '<svg><title>x</title><text>x</text></svg>'],
    ['comments', '<!-- <p>x -->'],
  ])('drops %s', (_name, html) =>
    expect(textOf(`<p>Ebb.</p>${html}<p>Flood.`)).toBe('Ebb.\n\nFlood.'),
  );

  it.each([
    ['<p>One<p>Two</b></i></p></div>Three', 'One\n\nTwo\n\nThree'],
    ['<b><i>One</b> two</i> <unknown x="1>', 'One two'],
    ['a < b & c &copy d &unknown; e', 'a < b & c © d &unknown; e'],
    ['<table><td>a<table><td>b</table>c', 'a\n\nb\n\nc'],
    ['</p></br></table>x', 'x'],
    ['x<p class="y', 'x'],
  ])('survives %s', (html, text) => expect(textOf(html)).toBe(text));

  it('takes h1 to h3 as headings, but not what was never closed', () => {
    const { headings, text, title } = htmlOutline(
      '<title> Old\nTide </title><h1>The <br>Tide</h1><p>a<h2><span> Ebb </span></h2>b<h4>c</h4>' +
        `<h3>Flood<p>d<h2>${'long '.repeat(100)}`,
    );
    expect(title).toBe('Old Tide');
    expect(headings.map((h) => [h.level, h.text, text.slice(h.start, h.bodyStart)])).toEqual([
      [1, 'The Tide', 'The\nTide'],
      [2, 'Ebb', 'Ebb'],
      [3, 'Flood', 'Flood'],
    ]);
    expect(text).toContain('\n\nb\n\nc\n\nFlood\n\nd\n\nlong long');
  });

  it('knows tables and code as stretches that stay whole', () => {
    const { text, whole } = htmlOutline('a<table><tr><td>b<tr><td>c</table>d<pre>e\n f</pre>');
    expect(whole.map(({ start, end }) => text.slice(start, end))).toEqual(['b\nc', 'e\n f']);
  });

  it('says where in the document a block of the text stands', () => {
    const html = '<p>One <b>two</b></p>\n<p>Three</p>';
    const { text, sourceOf } = htmlOutline(html);
    expect(sourceOf(text.indexOf('two'))).toBe(html.indexOf('One'));
    expect(sourceOf(text.indexOf('Three'))).toBe(html.indexOf('Three'));
  });

  it('takes a document of one line and of great depth in time', { timeout: 20_000 }, () => {
    expect(textOf('<p>x</p>'.repeat(100_000))).toHaveLength(300_000 - 2);
    expect(() => textOf('<div>'.repeat(100_000))).toThrow(/deeper than 2000/);
  });
});

describe('pages of HTML', () => {
  it('are cut within chapters, named by their headings and placed by the lines of the file', async () => {
    const { pages, places } = await readFile(
      'tide.html',
      '<!doctype html>\n<title>Of Tides</title>\n<p>Front.</p>\n<h2>Chapter 1. Ebb</h2>\n<p>Out.</p>\n' +
        '<h2>Chapter 2. Flood</h2>\n<p>In.</p>\n<h3>At night</h3>\n<p>Dark.</p>',
    );
    expect(pages.map(({ id, chapter, title, body }) => [id, chapter, title, body])).toEqual([
      ['tide/front/001', null, 'Of Tides', 'Front.'],
      ['tide/chapter-001/001', '1', 'Ebb', 'Out.'],
      ['tide/chapter-002/001', '2', 'Flood', 'In.'],
      ['tide/chapter-002/at-night/001', '2', 'At night', 'Dark.'],
    ]);
    expect(places.map((place) => place.replace(/^.*:/, ''))).toEqual(['3', '5', '7', '9']);
  });

  it('do not all bear the name of the book', async () => {
    const { pages } = await readFile(
      'b.htm',
      '<h1>Old Tide</h1><h2>Ebb</h2><p>Out.<h2>Flood</h2><p>In.<h3>Late</h3>x',
    );
    expect(pages.map(({ chapter, title }) => [chapter, title])).toEqual([
      ['Ebb', 'Ebb'],
      ['Flood', 'Flood'],
      ['Flood', 'Late'],
    ]);
  });

  it.each([
    ['meta charset', '<meta charset=ISO-8859-1><p>Fl\u00fct \u0093a\u0094', 'latin1', 'Flüt “a”'],
    [
      'http-equiv',
      '<meta http-equiv="Content-Type" content="text/html; charset=windows-1252"><p>\u0085\u00e9',
      'latin1',
      '…é',
    ],
    ['XML declaration', '<?xml version="1.0" encoding="iso-8859-15"?><p>\u00a4', 'latin1', '€'],
    ['UTF-8 without a word', '<p>Flüt', 'utf8', 'Flüt'],
    ['byte order mark before meta', '\ufeff<meta charset=iso-8859-1><p>Flüt', 'utf8', 'Flüt'],
    ['UTF-16 by its mark', '\ufeff<meta charset="utf-16"><p>Flüt', 'utf16le', 'Flüt'],
    ['UTF-16 that cannot be', '<meta charset="utf-16"><p>Flüt', 'utf8', 'Flüt'],
  ] as const)('honour the encoding: %s', async (_name, html, encoding, body) => {
    const { pages } = await readFile('e.html', Buffer.from(html, encoding));
    expect(pages.map((page) => page.body)).toEqual([body]);
  });

  it.each([
    ['an unknown encoding', '<meta charset="klingon">x', /encoding klingon is not known/],
    ['bytes of no declared encoding', '<p>Fl\u00fct', /not UTF-8/],
    ['a wrong declaration', '<meta charset="shift_jis"><p>\u0081', /not well-formed SHIFT_JIS/],
    ['nothing to read', '<p>&nbsp;<script>x</script>', /holds no text/],
  ])('refuse %s', async (_name, html, reason) => {
    const { pages, problems } = await readFile('e.html', Buffer.from(html, 'latin1'));
    expect(pages).toEqual([]);
    expect(problems[0]?.reason).toMatch(reason);
  });

  it('come from standard input, too', async () => {
    const { pages } = await readStdin('<!DOCTYPE html><title>T</title><p>Ebb.');
    expect(pages).toMatchObject([{ id: 'stdin/001', title: 'T', body: 'Ebb.' }]);
  });
});
