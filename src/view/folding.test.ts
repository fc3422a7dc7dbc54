import { describe, expect, it } from 'vitest';
import { cellWidth, folded } from './folding.js';

describe('folding', () => {
  it('cuts between words', () => {
    expect(folded('one two three', 7)).toEqual(['one two', 'three']);
    expect(folded(' one\n two ', 7)).toEqual(['one two']);
    expect(folded('', 7)).toEqual(['']);
  });

  it('breaks a word that is longer than a line, where it can be at a sign', () => {
    expect(folded('a bcdefg h', 3)).toEqual(['a', 'bcd', 'efg', 'h']);
    expect(folded('to /srv/a/gibsey/st', 10)).toEqual(['to /srv/a/', 'gibsey/st']);
  });

  it('goes by what a terminal shows', () => {
    expect(['naïve', 'nai\u0308ve', '東京', '👍', '👩‍👩‍👧'].map(cellWidth)).toEqual([5, 5, 4, 2, 2]);
    expect(folded('東京都庁', 5)).toEqual(['東京', '都庁']);
  });
});
