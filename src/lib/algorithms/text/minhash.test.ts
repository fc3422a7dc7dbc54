import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { candidatePairs, resemblance, shingles, signature } from './minhash.js';

const SENTENCE = 'the export of invoices fails since the last update of the bank';
const text = fc.array(fc.constantFrom(...SENTENCE.split(' ')), { minLength: 3, maxLength: 60 });

describe('MinHash', () => {
  it('takes runs of three words, case and signs apart', () => {
    expect(shingles('The export, of invoices!')).toEqual(shingles('the EXPORT of invoices'));
    expect(shingles('the export of invoices').size).toBe(2);
    expect(shingles('export fails').size).toBe(1);
    expect(shingles('').size).toBe(1);
  });

  it('counts what two texts share of what they have together', () => {
    const a = shingles('one two three four five'); // 123 234 345
    const b = shingles('two three four five six'); // 234 345 456
    expect(resemblance(a, b)).toBeCloseTo(2 / 4);
    expect(resemblance(a, a)).toBe(1);
  });

  it('estimates the resemblance by the numbers that two signatures share', () => {
    fc.assert(
      fc.property(text, text, (left, right) => {
        const [a, b] = [shingles(left.join(' ')), shingles(right.join(' '))];
        const [x, y] = [signature(a), signature(b)];
        const shared = x.filter((each, i) => each === y[i]).length / x.length;
        expect(Math.abs(shared - resemblance(a, b))).toBeLessThan(0.25);
      }),
      { numRuns: 200, seed: 1 },
    );
  });

  it('finds copies, leaves strangers, and names the same pairs in any order', () => {
    const texts = [
      `${SENTENCE} and nobody at the desk answers`,
      'a bicycle was stolen behind the town hall last night',
      `${SENTENCE} and nobody at the desk replies`,
    ];
    const pairs = (those: string[]) =>
      candidatePairs(those.map((each) => signature(shingles(each)))).map(([i, j]) =>
        [those[i]!, those[j]!].sort(),
      );
    expect(pairs(texts)).toEqual([[texts[0], texts[2]].sort()]);
    expect(pairs([...texts].reverse())).toEqual(pairs(texts));
  });
});
