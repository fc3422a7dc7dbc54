import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lexrank } from './lexrank.js';
import { similarities, termVectors } from './term-vectors.js';

const sentence = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'), { maxLength: 6 });
const sentences = fc.array(sentence, { minLength: 1, maxLength: 12 });

/** The paper's algorithm on the full matrix. */
function slowLexrank(texts: readonly (readonly string[])[], damping: number): number[] {
  const n = texts.length;
  const df = (term: string) => texts.filter((text) => text.includes(term)).length;
  const weight = (text: readonly string[], term: string) =>
    text.filter((each) => each === term).length * Math.log(1 + n / df(term));
  const terms = [...new Set(texts.flat())];
  const rows = texts.map((text) => terms.map((term) => weight(text, term)));
  const dot = (x: number[], y: number[]) => x.reduce((sum, each, i) => sum + each * (y[i] ?? 0), 0);
  const cosine = (x: number[], y: number[]) => dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y)) || 0;
  const matrix = rows.map((x) => rows.map((y) => cosine(x, y)));
  const walk = matrix.map((row) => {
    const degree = row.reduce((sum, each) => sum + each, 0);
    return row.map((each) => (degree > 0 ? each / degree : 1 / n));
  });
  let scores: number[] = texts.map(() => 1 / n);
  for (let step = 0; step < 300; step++) {
    scores = scores.map((_, j) => {
      const arrived = scores.reduce((sum, score, i) => sum + score * (walk[i]?.[j] ?? 0), 0);
      return (1 - damping) / n + damping * arrived;
    });
  }
  return scores;
}

describe('lexrank', () => {
  it('gives nothing for nothing', () => {
    expect(lexrank([])).toHaveLength(0);
  });

  it('ranks the sentence in the middle first', () => {
    const scores = lexrank([['a', 'b'], ['b', 'c'], ['c', 'd'], ['x']]);
    expect(scores[0]).toBeCloseTo(scores[2] ?? 0, 12);
    expect(scores[1]).toBeGreaterThan(scores[0] ?? 1);
  });

  it('leaves a sentence without terms only what jumps bring', () => {
    const scores = lexrank([['a'], ['a'], []], { damping: 0.9, tolerance: 1e-12 });
    expect(scores[2]).toBeCloseTo(0.1 / 3 + (0.9 / 3) * (scores[2] ?? 0), 9);
    expect(scores[2]).toBeLessThan(scores[0] ?? 0);
  });

  it('agrees with the full matrix, for any damping', () => {
    fc.assert(
      fc.property(sentences, fc.double({ min: 0, max: 0.95, noNaN: true }), (texts, damping) => {
        const fast = lexrank(texts, { damping, tolerance: 1e-12 });
        slowLexrank(texts, damping).forEach((score, i) => expect(fast[i]).toBeCloseTo(score, 8));
      }),
      { numRuns: 300 },
    );
  });

  it('sums to 1 and follows the sentences when they change places', () => {
    fc.assert(
      fc.property(sentences, (texts) => {
        const scores = lexrank(texts);
        expect(scores.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 9);
        const turned = lexrank([...texts].reverse()).reverse();
        scores.forEach((score, i) => expect(turned[i]).toBeCloseTo(score, 9));
      }),
    );
  });
});

describe('termVectors', () => {
  it('have unit length, and cosines as computed by hand', () => {
    const vectors = termVectors([['a', 'a', 'b'], ['a'], []]);
    const a = 2 * Math.log(2.5);
    const b = Math.log(4);
    const expected = [1, a / Math.hypot(a, b), 0];
    similarities(vectors, 0).forEach((cosine, i) =>
      expect(cosine).toBeCloseTo(expected[i] ?? 0, 12),
    );
    expect(vectors.terms).toBe(2);
    expect([...vectors.from]).toEqual([0, 2, 3, 3]);
  });
});
