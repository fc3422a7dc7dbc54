import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimateTokens } from '../../algorithms/text/token-estimate.js';
import { packParts } from './parts.js';

const squeezed = (texts: readonly string[]) => texts.join('').replace(/\s/g, '');

describe('packParts', () => {
  it('keeps together what fits', () => {
    expect(packParts(['One.', 'Two.'], 100)).toEqual([['One.', 'Two.']]);
  });

  it('opens a new part when the next text does not fit', () => {
    const text = 'x'.repeat(144); // 40 tokens and 16 for its marks
    expect(packParts([text, text, text], 112)).toEqual([[text, text], [text]]);
  });

  it('splits a long text between sentences', () => {
    const sentence = `The ${'old '.repeat(20)}ship sails.`;
    const parts = packParts([`${sentence} ${sentence} ${sentence}`], 16 + 2 * 27);
    expect(parts).toEqual([[`${sentence} ${sentence}`], [sentence]]);
  });

  it('has no part for texts without text', () => {
    expect(packParts([], 100)).toEqual([]);
    expect(packParts([' \n'], 100)).toEqual([]);
  });

  it('loses no character, keeps the order, and keeps to the budget', () => {
    const text = fc.oneof(
      fc.lorem({ maxCount: 30, mode: 'sentences' }),
      fc.string({ unit: 'binary', maxLength: 400 }),
    );
    fc.assert(
      fc.property(
        fc.array(text, { maxLength: 12 }),
        fc.integer({ min: 60, max: 300 }),
        (texts, budget) => {
          const parts = packParts(texts, budget);
          expect(squeezed(parts.flat())).toBe(squeezed(texts));
          for (const part of parts) {
            expect(
              part.reduce((sum, piece) => sum + estimateTokens(piece) + 16, 0),
            ).toBeLessThanOrEqual(budget);
          }
        },
      ),
      { numRuns: 40 },
    );
  });
});
