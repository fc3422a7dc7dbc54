import { describe, expect, it } from 'vitest';
import { countWords, rawWords, termFinder, terms, words, wordSpans } from './tokens.js';

describe('words', () => {
  it.each([
    ['', ''],
    ['The Whale’s tail—it’s 3.5 m long!', "the whale's tail it's 3 5 m long"],
    ["'Twas the mast-head's end.", "twas the mast head's end"],
    ['Élan, naïve; Straße “ΑΒΓ” Привет', 'élan naïve straße αβγ привет'],
    ['안녕하세요 세계 שלום नमस्ते', '안녕하세요 세계 שלום नमस्ते'],
    ['今日は晴れ。A', '今日 日は は晴 晴れ a'],
    ['猫 ไทย', '猫 ไท ทย'],
  ])('%s', (text, expected) => {
    expect(words(text).join(' ')).toBe(expected);
  });

  it('says where they stand', () => {
    const text = 'Two “big” ships, 今日は';
    const found = wordSpans(text).map(({ start, end }) => text.slice(start, end));
    expect(found).toEqual(rawWords(text));
    expect(found).toEqual(['Two', 'big', 'ships', '今日', '日は']);
  });
});

describe('terms', () => {
  it('are stems of content words', () => {
    expect(terms('The Captain’s ships were sailing, b and the ship sailed.')).toEqual([
      'captain',
      'ship',
      'sail',
      'ship',
      'sail',
    ]);
  });

  it('are found with stop words of one’s own', () => {
    expect(terms('der Wal und the ship', termFinder(new Set(['der', 'und'])))).toEqual([
      'wal',
      'the',
      'ship',
    ]);
  });
});

describe('countWords', () => {
  it.each([
    ['', 0],
    ['  \n ', 0],
    ['One well-known captain’s ship.', 4],
    ['night—was', 2],
    ['a — b ...', 4],
    ['“No!”', 1],
    ['今日は晴れ', 3],
    ['1,851.5 men', 4],
  ])('%j: %i', (text, expected) => {
    expect(countWords(text)).toBe(expected);
  });

  it('is never below the number of runs between white space', () => {
    const text = 'A b-c (d) — e/f, g’h ... 1.2 ; “i” 今 😀';
    expect(countWords(text)).toBeGreaterThanOrEqual(text.split(/\s+/).length);
  });
});
