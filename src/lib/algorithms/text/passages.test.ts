import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHUNKER, cutPassages } from './passages.js';
import { splitSentences } from './sentences.js';

/** One token a word or sign, two special ones. */
const countTokens = (text: string) => 2 + (text.match(/[A-Za-z]+|[^\sA-Za-z]/g)?.length ?? 0);
const cut = (body: string, window: number) =>
  cutPassages(body, { countTokens, window }).map(({ start, end }) => body.slice(start, end));

const sentence = (words: number) => `${'Word '.repeat(words - 1)}end.`;

describe('cutPassages', () => {
  it('is named, since the name is part of the embedding space', () => {
    expect(CHUNKER).toBe('sentences-1');
  });

  it('gives nothing for nothing', () => {
    expect(cut(' \n ', 256)).toEqual([]);
  });

  it('joins three sentences, and four when they are tiny', () => {
    const six = Array.from({ length: 6 }, () => sentence(20));
    expect(cut(six.join(' '), 256)).toEqual([six.slice(0, 3).join(' '), six.slice(3).join(' ')]);
    const tiny = Array.from({ length: 8 }, () => 'No.');
    expect(cut(tiny.join(' '), 256)).toEqual(['No. No. No. No.', 'No. No. No. No.']);
  });

  it('keeps within the window', () => {
    const body = [sentence(20), sentence(20), sentence(20)].join(' ');
    expect(cut(body, 46)).toEqual([`${sentence(20)} ${sentence(20)}`, sentence(20)]);
  });

  it('gives a single last sentence to its neighbour when it fits', () => {
    const body = Array.from({ length: 4 }, () => sentence(20)).join(' ');
    expect(cut(body, 256)).toEqual([body]);
    expect(cut(body, 70)).toHaveLength(2);
  });

  it('cuts a sentence beyond the window behind a clause, else between words', () => {
    const clauses = `${'word '.repeat(11)}word, ${'word '.repeat(13)}end.`;
    expect(cut(clauses, 22)).toEqual([`${'word '.repeat(11)}word,`, `${'word '.repeat(13)}end.`]);
    const [first, second] = cut(sentence(30), 22);
    expect(`${first} ${second}`).toBe(sentence(30));
  });

  it('never cuts a pair of surrogates', () => {
    const smileys = '😀'.repeat(40);
    const pieces = cutPassages(smileys, { countTokens: (text) => text.length, window: 7 });
    for (const { start, end } of pieces) expect((end - start) % 2).toBe(0);
    expect(pieces.at(-1)?.end).toBe(80);
  });

  it('ends when nothing fits', () => {
    expect(cutPassages('abcdef', { countTokens: () => 9, window: 3 }).at(-1)?.end).toBe(6);
  });

  it('covers all sentences in order, within the window, with few counts', () => {
    const word = fc.constantFrom('a', 'Bee', 'cee,', 'dee.', 'Eff?', '\n\n', 'g—h', '今。', '"I!"');
    fc.assert(
      fc.property(
        fc.array(word, { maxLength: 80 }),
        fc.integer({ min: 6, max: 40 }),
        (words, window) => {
          const body = words.join(' ');
          let calls = 0;
          const counting = (text: string) => (calls++, countTokens(text));
          const spans = cutPassages(body, { countTokens: counting, window });
          const gaps = spans.map(({ start }, i) => body.slice(spans[i - 1]?.end ?? 0, start));
          expect(gaps.join('').trim()).toBe('');
          expect(body.slice(spans.at(-1)?.end ?? 0).trim()).toBe('');
          for (const { start, end } of spans) {
            expect(body.slice(start, end).trim()).toHaveLength(end - start);
            expect(countTokens(body.slice(start, end))).toBeLessThanOrEqual(window);
          }
          expect(calls).toBeLessThanOrEqual(1 + splitSentences(body).length + 8 * spans.length);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('counts a text of megabytes in pieces, not whole', () => {
    let longest = 0;
    const counting = (text: string) => (
      (longest = Math.max(longest, text.length)),
      countTokens(text)
    );
    cutPassages('lorem ipsum '.repeat(50_000), { countTokens: counting, window: 256 });
    expect(longest).toBeLessThan(256 * 8);
  });
});
