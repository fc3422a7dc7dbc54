import { describe, expect, it } from 'vitest';
import { columns, count, duration, plural, shorten, folded } from './format.js';

describe('format', () => {
  it('separates thousands', () => {
    expect([0, 999, 1000, 1234567].map(count)).toEqual(['0', '999', '1,000', '1,234,567']);
  });

  it('says durations as people do', () => {
    expect([50, 59_900, 59_960, 125_000, 3_725_000].map(duration)).toEqual([
      '0.1 s',
      '59.9 s',
      '1 min 00 s',
      '2 min 05 s',
      '1 h 02 min',
    ]);
  });

  it('counts nouns', () => {
    expect([plural(1, 'page'), plural(2000, 'page')]).toEqual(['1 page', '2,000 pages']);
  });

  it('cuts at a word', () => {
    expect(shorten('Call me\n Ishmael.  Some years ago', 18)).toBe('Call me Ishmael.…');
    expect(shorten('short', 18)).toBe('short');
  });

  it('aligns columns without trailing space', () => {
    const text = columns(
      [
        ['embed', '4,655'],
        ['cluster', '1'],
      ],
      { head: ['stage', 'run'], right: [1] },
    );
    expect(text.split('\n')).toEqual(['  stage      run', '  embed    4,655', '  cluster      1']);
  });

  it('folds long lines between words', () => {
    expect(folded('one two three', 7)).toEqual(['one two', 'three']);
    expect(folded('one', 2)).toEqual(['one']);
    expect(folded('a bcdefg h', 3)).toEqual(['a', 'bcdefg', 'h']);
  });
});
