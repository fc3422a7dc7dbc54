import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inert, inertLine, safeLink } from './inert.js';

const TRAPS = [
  '@ada',
  '@everyone',
  '<!channel>',
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '&lt;b&gt;',
  '&#64;ada',
  '[click](https://evil.example)',
  '![x](http://evil.example/t.png)',
  'https://evil.example',
  'www.evil.example',
  'mailto:a@b.example',
  'javascript:alert(1)',
  '**bold** _it_ `code` ~~no~~',
  '```sh\nrm -rf /\n```',
  '# heading',
  '- list',
  '1. list',
  '    code',
  '| a | b |',
  'u/ada',
  '\u202egnitset',
  '$(reboot)',
  '{{7*7}}',
] as const;

/** What parsers of HTML, Markdown and chats act upon. */
const LIVE = /[<>&@#*_`~|\\[\]!${}\u202e]|[a-z]:\/\/|\b[ur]\/\w|^[ \t]*(?:[-+=]|\d+[.)])|^\s{4}/im;

/** Half of a character. */
const HALF = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

const text = fc
  .array(fc.oneof(fc.constantFrom(...TRAPS), fc.string(), fc.constantFrom(' ', '\n', '\r\n', '\t')))
  .map((parts) => parts.join(''));

describe('a text of a stranger', () => {
  it('reads as it did', () => {
    expect(inert('Node.js 20 fails, ask @ada!')).toBe('Node.\u2060js 20 fails, ask ＠adaǃ');
    expect(inert('plain words, and more: so.')).toBe('plain words, and more: so.');
  });

  it.each(TRAPS)('means nothing: %j', (trap) => {
    expect(inert(trap)).not.toMatch(LIVE);
    expect(inert(`before\n${trap}\nbehind`)).not.toMatch(LIVE);
    expect(inert(trap)).not.toMatch(/(?:https?|mailto|javascript):[^\u2060]|\bwww\.[^\u2060]/);
  });

  it('means nothing whatever it is, and twice is once', () => {
    fc.assert(
      fc.property(text, (each) => {
        const made = inert(each);
        expect(made).not.toMatch(/[<>&@#*_`~|\\[\]!${}]/);
        expect(made).not.toMatch(/[a-z0-9+.-]:[^\s\u2060]|[a-z0-9]\.[a-z]|\b[ur]\/\w/i);
        expect(made).not.toMatch(/^[ \t]*(?:[-+=:]|\d+[.)])/m);
        expect(inert(made)).toBe(made);
      }),
      { numRuns: 500 },
    );
  });

  it('is one line of bounded length where that is asked for', () => {
    fc.assert(
      fc.property(text, (each) => {
        const line = inertLine(each, 120);
        expect(line.length).toBeLessThanOrEqual(120);
        expect(line).not.toMatch(/[\n\r\t]/);
        expect(HALF.test(line) && !HALF.test(each)).toBe(false);
      }),
    );
  });

  it('has links that can be followed to the web alone', () => {
    expect(safeLink('https://user:secret@example.org/a?b')).toBe('https://example.org/a?b');
    for (const bad of [
      'javascript:alert(1)',
      'data:text/html,x',
      'file:///etc/passwd',
      'nothing',
    ]) {
      expect(safeLink(bad)).toBeNull();
    }
  });
});
