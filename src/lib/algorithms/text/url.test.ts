import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalisedUrl } from './url.js';

describe('normalisedUrl', () => {
  const PAGE = 'https://example.org/a/b?x=1&y=2';

  it.each([
    'https://example.org/a/b?x=1&y=2',
    'http://example.org/a/b?x=1&y=2',
    'HTTPS://Example.ORG:443/a/b?x=1&y=2',
    'http://example.org:80/a/b?x=1&y=2',
    'https://example.org./a/b?x=1&y=2',
    'https://ann:secret@example.org/a/b?x=1&y=2',
    'https://www.example.org/a/b/?y=2&x=1#top',
    'https://m.example.org/a/b///?x=1&y=2',
    'https://mobile.example.org/a/./c/../b?x=1&y=2',
    'https://www.m.example.org/%61/b?x=1&y=2',
    'https://example.org/a/b?utm_source=x&x=1&UTM_Medium=y&fbclid=z&y=2&gclid=1&msclkid=2&igsh=2&ref_src=3&mc_eid=4',
    ' https://example.org/a/b?x=1&y=2\n',
  ])('is one for %s', (spelling) => {
    expect(normalisedUrl(spelling)).toBe(PAGE);
  });

  it.each([
    ['https://old.reddit.com/r/tides/', 'https://reddit.com/r/tides'],
    ['https://en.m.wikipedia.org/wiki/Tide', 'https://en.wikipedia.org/wiki/Tide'],
    ['https://example.org', 'https://example.org/'],
    ['https://example.org/?', 'https://example.org/'],
    ['https://example.org/%7euser/%2fx', 'https://example.org/~user/%2Fx'],
    ['https://m.co/x', 'https://m.co/x'],
    ['https://bücher.example/x', 'https://xn--bcher-kva.example/x'],
    ['https://example.org/q?b=2&a=2&b=1', 'https://example.org/q?a=2&b=2&b=1'],
    ['http://[::1]:8080/x/', 'https://[::1]:8080/x'],
  ])('%s → %s', (from, to) => {
    expect(normalisedUrl(from)).toBe(to);
  });

  it.each([
    ['https://example.org/a', 'https://example.org/A'],
    ['https://example.org/a?id=1', 'https://example.org/a?id=2'],
    ['https://example.org/a?ref=main', 'https://example.org/a?ref=next'],
    ['https://example.org:8443/a', 'https://example.org/a'],
    ['https://old.example.org/a', 'https://example.org/a'],
    ['https://example.org/a%2fb', 'https://example.org/a/b'],
    ['https://news.ycombinator.com/item?id=1', 'https://news.ycombinator.com/item?id=2'],
  ])('keeps apart %s and %s', (one, other) => {
    expect(normalisedUrl(one)).not.toBe(normalisedUrl(other));
  });

  it.each([
    '',
    'tide',
    '/a/b',
    'ftp://example.org/a',
    'mailto:a@example.org',
    'javascript:alert(1)',
  ])('is none for %j', (text) => {
    expect(normalisedUrl(text)).toBeNull();
  });

  const part = fc.string({
    unit: fc.constantFrom('a', 'Z', '%', '2', 'F', '/', '.', 'é', '+', ' '),
  });
  const address = fc
    .tuple(
      fc.constantFrom('http', 'https', 'HTTPS'),
      fc.array(fc.constantFrom('m', 'www', 'old', 'reddit', 'en', 'mobile'), { maxLength: 4 }),
      part,
      fc.array(fc.tuple(fc.constantFrom('a', 'b', 'utm_x', 'fbclid', ''), part)),
      part,
    )
    .map(
      ([scheme, labels, path, query, hash]) =>
        `${scheme}://${[...labels, 'example', 'com'].join('.')}/${path}?` +
        `${query.map(([name, value]) => `${name}=${value}`).join('&')}#${hash}`,
    );

  it('is its own normal form, and a fragment or a tracking parameter changes nothing', () => {
    fc.assert(
      fc.property(fc.oneof(address, fc.webUrl({ withQueryParameters: true })), (text) => {
        const once = normalisedUrl(text);
        fc.pre(once !== null);
        expect(normalisedUrl(once)).toBe(once);
        const marked = new URL(text);
        marked.hash = 'x';
        marked.searchParams.append('utm_campaign', 'y');
        expect(normalisedUrl(marked.href)).toBe(once);
      }),
      { numRuns: 200 },
    );
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.webUrl()), (text) => {
        const found = normalisedUrl(text);
        expect(found === null || found.startsWith('https://')).toBe(true);
      }),
    );
  });
});
