/** Expected figures: bench/python/calibration.py (scipy). */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  binomialCdf,
  clopperPearson,
  hoeffdingBentkus,
  logGamma,
  lowerBound,
  upperBound,
} from './binomial.js';

test.each([
  [0.5, 0.5723649429247],
  [1, 0],
  [10.5, 13.940625219403763],
  [1000, 5905.220423209181],
])('log Γ(%d) is scipy’s', (x, expected) => {
  expect(logGamma(x)).toBeCloseTo(expected, 9);
});

test.each([
  [0, 99, 0.01, 0.3697296376497268],
  [5, 770, 0.01, 0.21890185019563158],
  [30, 50, 0.5, 0.9405397737202819],
  [700, 1000, 0.69, 0.7629447683296926],
])('P(X ≤ %d of %d at %d) is scipy’s', (k, n, p, expected) => {
  expect(binomialCdf(k, n, p)).toBeCloseTo(expected, 10);
});

test('the ends of the distribution', () => {
  expect(binomialCdf(-1, 5, 0.5)).toBe(0);
  expect(binomialCdf(5, 5, 0.5)).toBe(1);
  expect(binomialCdf(2, 5, 0)).toBe(1);
  expect(binomialCdf(2, 5, 1)).toBe(0);
  expect(binomialCdf(1, 2, 0.5)).toBeCloseTo(0.75, 12);
});

test.each([
  [0, 10, 0.95, 0, 0.3084971078187607],
  [3, 20, 0.95, 0.032070937185463715, 0.37892682654531396],
  [6, 770, 0.9, 0.00339880199799807, 0.015321434219626118],
  [10, 10, 0.99, 0.5887040186524747, 1],
])('Clopper–Pearson of %d in %d at %d is scipy’s', (k, n, confidence, low, high) => {
  const [from, to] = clopperPearson(k, n, confidence);
  expect(from).toBeCloseTo(low, 10);
  expect(to).toBeCloseTo(high, 10);
});

test('nothing is known of nothing', () => {
  expect(clopperPearson(0, 0, 0.95)).toEqual([0, 1]);
});

test('bounds hold the share, and give back their level', () => {
  const share = fc
    .integer({ min: 1, max: 400 })
    .chain((n) => fc.tuple(fc.integer({ min: 0, max: n - 1 }), fc.constant(n)));
  fc.assert(
    fc.property(share, fc.constantFrom(0.01, 0.05, 0.2), ([k, n], delta) => {
      const high = upperBound(k, n, delta);
      expect(lowerBound(k, n, delta)).toBeLessThanOrEqual(k / n);
      expect(high).toBeGreaterThan(k / n);
      expect(binomialCdf(k, n, high)).toBeCloseTo(delta, 8);
    }),
  );
});

test('Hoeffding–Bentkus by hand: no loss among n is e · (1 − α)ⁿ or (1 − α)ⁿ, whichever is less', () => {
  expect(hoeffdingBentkus(0, 300, 0.01)).toBeCloseTo(0.99 ** 300, 10);
  expect(hoeffdingBentkus(0.02, 300, 0.01)).toBe(1);
  expect(hoeffdingBentkus(0, 0, 0.01)).toBe(1);
  expect(hoeffdingBentkus(0.005, 2000, 0.02)).toBeLessThan(1e-4);
});
