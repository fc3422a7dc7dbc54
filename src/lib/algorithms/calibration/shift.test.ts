import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitLogistic } from './logistic.js';
import { fitShift, type Outcome } from './shift.js';

const outcome = fc.record({
  logit: fc.double({ min: -8, max: 8, noNaN: true }),
  right: fc.boolean(),
  weight: fc.constantFrom(0.05, 1, 3),
});

describe('fitShift', () => {
  it('is 0 where nothing is known, and where what is known is as was foretold', () => {
    expect(fitShift([], 1)).toBe(0);
    const even: Outcome[] = [
      { logit: 0, right: true },
      { logit: 0, right: false },
    ];
    expect(fitShift(even, 1)).toBeCloseTo(0, 12);
  });

  it('finds what was computed by hand', () => {
    // One wrong of even odds, ridge ½: σ(u) + u / 2 = 0, so u = −0.67483…
    expect(fitShift([{ logit: 0, right: false }], 0.5)).toBeCloseTo(-0.6748316, 7);
  });

  it('does not go to and fro where a step of Newton from each side leads to the other', () => {
    // σ(3.37 + u) · 3 + u / 100 = 0, solved by bisection.
    const sure: Outcome[] = [{ logit: 3.3688413600506153, right: false, weight: 3 }];
    expect(fitShift(sure, 0.01)).toBeCloseTo(-7.0900187, 6);
  });

  it('is the intercept of a logistic regression where all logits are 0', () => {
    fc.assert(
      fc.property(fc.array(outcome, { minLength: 1, maxLength: 30 }), (outcomes) => {
        const level = outcomes.map((each) => ({ ...each, logit: 0 }));
        const [intercept] = fitLogistic(
          level.map(() => [1]),
          level.map(({ right }) => right),
          { ridge: [0.7], weights: level.map(({ weight }) => weight) },
        );
        expect(fitShift(level, 0.7)).toBeCloseTo(intercept!, 4);
      }),
    );
  });

  it('is at a minimum, for any outcomes', () => {
    const lossAt = (outcomes: readonly Outcome[], ridge: number, u: number) =>
      outcomes.reduce(
        (sum, { logit, right, weight = 1 }) =>
          sum + weight * Math.log1p(Math.exp((right ? -1 : 1) * (logit + u))),
        (ridge * u * u) / 2,
      );
    fc.assert(
      fc.property(
        fc.array(outcome, { maxLength: 30 }),
        fc.constantFrom(0.01, 1, 20),
        (all, ridge) => {
          const u = fitShift(all, ridge);
          const least = lossAt(all, ridge, u);
          for (const away of [-1e-2, 1e-2]) {
            expect(lossAt(all, ridge, u + away)).toBeGreaterThan(least);
          }
        },
      ),
    );
  });

  it('goes down with a wrong one and up with a right one', () => {
    fc.assert(
      fc.property(fc.array(outcome, { maxLength: 10 }), (outcomes) => {
        const after = (right: boolean) => fitShift([...outcomes, { logit: 0, right }], 1);
        expect(after(false)).toBeLessThan(fitShift(outcomes, 1));
        expect(after(true)).toBeGreaterThan(fitShift(outcomes, 1));
      }),
    );
  });
});
