import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DistinctNames, shortened, slug } from './slug.js';

describe('slug', () => {
  it.each([
    ['The Whale’s Tail—First View.', 'the-whales-tail-first-view'],
    ['  Ahab & Co. (1851) ', 'ahab-co-1851'],
    ['e\u0301bb', 'ébb'],
    ['第一章　海', '第一章-海'],
    ['¿…?', ''],
  ])('%s', (text, expected) => {
    expect(slug(text)).toBe(expected);
  });

  it('is short, well-formed and without white space, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 200 }),
        fc.integer({ min: 10, max: 60 }),
        (text, bytes) => {
          const made = slug(text, bytes);
          expect(Buffer.byteLength(made)).toBeLessThanOrEqual(bytes);

          expect(made).not.toMatch(/[\s\u0000-\u001f/]|[\ud800-\udfff]/u);
        },
      ),
    );
  });
});

describe('shortened', () => {
  it('keeps long names apart that begin alike', () => {
    const long = 'a'.repeat(100);
    expect(shortened(`${long}1`, 50)).toHaveLength(50);
    expect(shortened(`${long}1`, 50)).not.toBe(shortened(`${long}2`, 50));
    expect(shortened('short', 50)).toBe('short');
  });
});

describe('DistinctNames', () => {
  it('counts repetitions, and steps over names that look like them', () => {
    const names = new DistinctNames();
    expect(['a', 'a-2', 'a', 'a', 'b'].map((name) => names.of(name))).toEqual([
      'a',
      'a-2',
      'a-3',
      'a-4',
      'b',
    ]);
  });
});
