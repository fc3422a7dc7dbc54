import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { best, nearestScores, softmax } from './nearest-labels.js';

const scores = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), {
  minLength: 1,
  maxLength: 9,
});

describe('nearestScores', () => {
  it('is the mean of the most similar ones of each label', () => {
    const found = nearestScores([0.9, 0.1, 0.5, 0.7, 0.2], [0, 0, 1, 0, 1], { count: 3, k: 2 });
    expect(found[0]).toBeCloseTo(0.8);
    expect(found[1]).toBeCloseTo(0.35);
    expect(found[2]).toBe(-Infinity);
  });

  it('does not depend on the order of prototypes, and lies between their extremes', () => {
    fc.assert(
      fc.property(scores, fc.integer({ min: 1, max: 5 }), (all, k) => {
        const one = nearestScores(
          all,
          all.map(() => 0),
          { count: 1, k },
        )[0]!;
        const turned = nearestScores(
          [...all].reverse(),
          all.map(() => 0),
          { count: 1, k },
        )[0]!;
        expect(turned).toBe(one);
        expect(one).toBeLessThanOrEqual(Math.max(...all) + 1e-12);
        expect(one).toBeGreaterThanOrEqual(Math.min(...all) - 1e-12);
      }),
    );
  });
});

describe('softmax', () => {
  it('is exp(score / temperature) as a share, by hand', () => {
    const [a, b, c] = softmax([0, Math.log(3) / 10, -Infinity], 0.1);
    expect([a, b, c]).toEqual([expect.closeTo(0.25), expect.closeTo(0.75), 0]);
  });

  it('sums to 1, keeps the order, and knows only differences', () => {
    fc.assert(
      fc.property(scores, fc.double({ min: 0.01, max: 2, noNaN: true }), (all, temperature) => {
        const shares = softmax(all, temperature);
        expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
        expect(shares[best(all)]).toBe(Math.max(...shares));
        const moved = softmax(
          all.map((score) => score + 1),
          temperature,
        );
        moved.forEach((share, i) => expect(share).toBeCloseTo(shares[i]!, 6));
      }),
    );
  });
});
