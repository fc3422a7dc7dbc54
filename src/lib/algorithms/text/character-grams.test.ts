import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gramCosine, gramVectors } from './character-grams.js';

const texts = fc.array(fc.string({ maxLength: 30 }), { minLength: 1, maxLength: 8 });

describe('gramVectors', () => {
  it('weighs what is rare, by hand', () => {
    // " a " and " b ": of their grams " a", "a ", " a " each stands in one of two texts, idf = ln(3 / 2)
    const of = gramVectors(['a', 'b']);
    expect([...of('a').keys()].sort()).toEqual([' a', ' a ', 'a ']);
    for (const weight of of('a').values()) expect(weight).toBeCloseTo(1 / Math.sqrt(3));
    expect(gramCosine(of('a'), of('b'))).toBe(0);
  });

  it('sees case, runs of space and composed accents as the same', () => {
    const of = gramVectors(['perché no', 'altro']);
    expect(gramCosine(of('Perche\u0301  NO'), of('perché no'))).toBeCloseTo(1);
  });

  it('gives vectors of length 1, or none where every text is alike', () => {
    fc.assert(
      fc.property(texts, fc.string(), (all, text) => {
        const norm = Math.hypot(...gramVectors(all)(text).values());
        expect(norm === 0 || Math.abs(norm - 1) < 1e-9).toBe(true);
      }),
    );
  });

  it('has a cosine from 0 to 1 that is the same both ways', () => {
    fc.assert(
      fc.property(texts, fc.string(), fc.string(), (all, a, b) => {
        const of = gramVectors(all);
        const cosine = gramCosine(of(a), of(b));
        expect(cosine).toBeCloseTo(gramCosine(of(b), of(a)), 12);
        expect(cosine).toBeGreaterThanOrEqual(0);
        expect(cosine).toBeLessThanOrEqual(1 + 1e-9);
      }),
    );
  });
});
