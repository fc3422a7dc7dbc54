/** Expected figures: bench/python/calibration.py (scikit-learn). */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fitLogistic, sigmoid } from './logistic.js';

test('the coefficients are scikit-learn’s', () => {
  const all = Array.from({ length: 40 }, (_, i) => i);
  const rows = all.map((i) => [(i % 7) / 7, ((i * i) % 11) / 11, 1]);
  const labels = all.map((i) => ((3 * i) % 5) + (i % 7) > 4);
  const fitted = fitLogistic(rows, labels, { ridge: [0.5, 0.5, 0] });
  const expected = [3.45267075890739, -0.3118967399462588, -1.0542172321095538];
  fitted.forEach((value, j) => expect(value).toBeCloseTo(expected[j]!, 5));
});

test('an intercept alone is the log odds of the labels', () => {
  const fitted = fitLogistic([[1], [1], [1], [1]], [true, true, true, false], { ridge: [0] });
  expect(fitted[0]).toBeCloseTo(Math.log(3), 8);
});

test('a weight of two is a row given twice', () => {
  const twice = fitLogistic([[1], [1], [1]], [true, true, false], { ridge: [0.1] });
  const weighted = fitLogistic([[1], [1]], [true, false], { ridge: [0.1], weights: [2, 1] });
  expect(weighted[0]).toBeCloseTo(twice[0]!, 8);
});

test('without rows the prior stands; with labels that part perfectly the fit stays finite', () => {
  expect(fitLogistic([], [], { ridge: [1, 1], prior: [2, -3] })).toEqual([2, -3]);
  const rows = Array.from({ length: 50 }, (_, i) => [i - 24.5]);
  const [steep] = fitLogistic(
    rows,
    rows.map(([x]) => x! > 0),
    { ridge: [0.01] },
  );
  expect(steep).toBeGreaterThan(0.5);
  expect(Number.isFinite(steep)).toBe(true);
});

test('a stronger ridge is never farther from the prior', () => {
  const row = fc.tuple(fc.double({ min: -3, max: 3, noNaN: true }), fc.boolean());
  fc.assert(
    fc.property(fc.array(row, { minLength: 3, maxLength: 30 }), (data) => {
      const rows = data.map(([x]) => [x]);
      const labels = data.map(([, label]) => label);
      const away = (ridge: number) =>
        Math.abs(fitLogistic(rows, labels, { ridge: [ridge], prior: [1] })[0]! - 1);
      expect(away(10)).toBeLessThanOrEqual(away(1) + 1e-6);
    }),
  );
});

test('the logistic function far out', () => {
  expect(sigmoid(0)).toBe(0.5);
  expect(sigmoid(-800)).toBe(0);
  expect(sigmoid(800)).toBe(1);
  expect(sigmoid(2) + sigmoid(-2)).toBeCloseTo(1, 14);
});
