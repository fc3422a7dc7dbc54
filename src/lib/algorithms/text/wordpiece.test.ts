import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holds, PUNCTUATION } from './unicode-ranges.js';
import { WordPiece } from './wordpiece.js';

const SMALL = [
  '[PAD]',
  '[UNK]',
  '[CLS]',
  '[SEP]',
  'un',
  '##aff',
  '##able',
  '##a',
  'a',
  ',',
  '##',
  '𝑎',
  '##𝑎',
];
const CLS = 2;
const SEP = 3;
const UNK = 1;

describe('WordPiece with a small vocabulary', () => {
  const small = new WordPiece(SMALL);
  const ids = (text: string, limit = 999) => [...small.encode(text, limit)];

  it('takes the longest piece, and continues with continuing pieces only', () => {
    expect(ids('unaffable')).toEqual([CLS, 4, 5, 6, SEP]);
    expect(ids('unaaff')).toEqual([CLS, 4, 7, 5, SEP]);
    expect(ids('a, UN')).toEqual([CLS, 8, 9, 4, SEP]);
  });

  it('makes the whole word unknown when its end has no piece', () => {
    expect(ids('unaffx a')).toEqual([CLS, UNK, 8, SEP]);
  });

  it('keeps a word of 100 code points and gives up on one of 101', () => {
    expect(ids('a'.repeat(100))).toHaveLength(102);
    expect(ids('a'.repeat(101))).toEqual([CLS, UNK, SEP]);
    expect(ids(`${'a'.repeat(5000)} a`)).toEqual([CLS, UNK, 8, SEP]);
    expect(ids('𝑎'.repeat(100))).toHaveLength(102);
    expect(ids('𝑎'.repeat(101))).toEqual([CLS, UNK, SEP]);
  });

  it('cuts at the limit, in the middle of a word too, with [SEP] last', () => {
    expect(ids('unaffable a', 4)).toEqual([CLS, 4, 5, SEP]);
    expect(ids('a a a', 2)).toEqual([CLS, SEP]);
  });

  it('takes the names of special tokens for text', () => {
    expect(ids('[SEP]')).toEqual([CLS, UNK, UNK, UNK, SEP]);
  });

  it('drops halves of surrogate pairs', () => {
    expect(ids('a\ud800 \udc00a')).toEqual([CLS, 8, 8, SEP]);
  });

  it('stops reading at the limit', () => {
    const long = 'a, '.repeat(1_000_000);
    const start = performance.now();
    expect(small.encode(long, 256)).toHaveLength(256);
    const cut = performance.now();
    expect(small.count(long)).toBe(2_000_002);
    expect(cut - start).toBeLessThan((performance.now() - cut) / 10);
  });

  it('refuses a vocabulary without special tokens', () => {
    expect(() => new WordPiece(['a'])).toThrow('lacks [UNK]');
  });
});

/** Ids by Hugging Face `tokenizers` 0.23, [CLS] and [SEP] left out. */
const REFERENCE: [string, number[]][] = [
  ['', []],
  ['   \t\n ', []],
  ['Hello, world!', [7592, 1010, 2088, 999]],
  [
    "The lighthouse keeper's log: 3 ships, 12 gulls—and fog.",
    [
      1996, 10171, 10684, 1005, 1055, 8833, 1024, 1017, 3719, 1010, 2260, 19739, 12718, 1517, 1998,
      9666, 1012,
    ],
  ],
  ['unaffable embeddings', [14477, 20961, 3468, 7861, 8270, 4667, 2015]],
  ['Ünïcödé naïve CAFÉ façade', [27260, 15743, 7668, 8508]],
  ['ΟΔΥΣΣΕΥΣ Σ', [1169, 29722, 29735, 29733, 29733, 29723, 29735, 29733, 1173]],
  ['İstanbul ĞÜŞ', [9960, 12670]],
  ['東京タワー and 서울', [1879, 1755, 1709, 30262, 30265, 1998, 1461, 30008, 29999, 30014, 30022]],
  [
    'нечто Новое Ёлка',
    [1192, 15290, 29752, 22919, 14150, 1192, 19259, 14150, 15290, 1185, 29436, 28598],
  ],
  ['a\u0000b\ufffdc\u200bd e\u00adf', [5925, 2094, 1041, 2546]],
  ['x\u00a0y\u2003z\u3000w', [1060, 1061, 1062, 1059]],
  [
    "don't $5.00 #tag @me a_b ^~|",
    [
      2123, 1005, 1056, 1002, 1019, 1012, 4002, 1001, 6415, 1030, 2033, 1037, 1035, 1038, 1034,
      1066, 1064,
    ],
  ],
  ['“Quotes” … ¿qué? «non»', [1523, 16614, 1524, 1529, 1094, 10861, 1029, 1077, 2512, 1090]],
  ['🐋 whale 🐋', [100, 13156, 100]],
  ['नमस्ते दुनिया', [1327, 29867, 29874, 29859, 1325, 29863, 29877, 29868, 29876]],
  ['שָׁלוֹם', [1266, 29799, 29792, 29800]],
  ['e\u0301\u0323 a\u0323\u0301', [1041, 1037]],
  ['ﬁne Ⅳ ½ ²', [1984, 2638, 100, 1092, 1082]],
  ['\u212b \u1fef \u037e \uf900', [1037, 1036, 1025, 100]],
  ['THE\r\nEND\u2028x\u2029y\u0085z', [1996, 2203, 1060, 1061, 2480]],
];

describe('WordPiece with the vocabulary of the shipped model', () => {
  const vocabulary = join(import.meta.dirname, '../../../../models/all-MiniLM-L6-v2/vocab.txt');
  const bert = new WordPiece(readFileSync(vocabulary, 'utf8').trimEnd().split('\n'));

  it.each(REFERENCE)('gives the ids of the reference for %j', (text, expected) => {
    expect([...bert.encode(text, 512)]).toEqual([101, ...expected, 102]);
    expect(bert.count(text)).toBe(expected.length + 2);
  });

  it('is a prefix of itself under a limit, for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 2, max: 20 }), (text, limit) => {
        const whole = [...bert.encode(text, 10_000)];
        const cut = [...bert.encode(text, limit)];
        expect(bert.count(text)).toBe(whole.length);
        expect(cut).toHaveLength(Math.min(limit, whole.length));
        expect(cut.slice(0, -1)).toEqual(whole.slice(0, cut.length - 1));
        expect(cut.at(-1)).toBe(102);
      }),
    );
  });
});

describe('holds', () => {
  it('includes both ends of a range and nothing outside', () => {
    const inside = [0x21, 0x2f, 0x3a, 0x40, 0xa1, 0x2010, 0x2027];
    const outside = [0, 0x20, 0x30, 0x41, 0xa2, 0x200f, 0x2028, 0x10ffff];
    expect(inside.filter((code) => !holds(PUNCTUATION, code))).toEqual([]);
    expect(outside.filter((code) => holds(PUNCTUATION, code))).toEqual([]);
  });
});
