/** Expected figures: bench/python/calibration.py (scikit-learn). */
import { expect, test } from 'vitest';
import { solvePositive } from './cholesky.js';
import { kernelRidge } from './kernel-ridge.js';

const at = (angle: number) => [Math.cos(angle), Math.sin(angle)] as const;
/** exp(−|a − b|²) of points on the unit circle. */
const kernel = (a: readonly [number, number], b: readonly [number, number]) =>
  Math.exp(2 * (a[0] * b[0] + a[1] * b[1] - 1));

test('support of each label is scikit-learn’s', () => {
  const points = Array.from({ length: 6 }, (_, i) => at(0.4 * i));
  const gram = Float64Array.from(points.flatMap((a) => points.map((b) => kernel(a, b))));
  const cross = Float64Array.from(points, (point) => kernel(point, at(0.5)));
  const voices = kernelRidge(gram, cross, 0.3);
  const supports = [0, 1, 2].map((label) => voices[2 * label]! + voices[2 * label + 1]!);
  const expected = [0.5879557393820344, 0.4081863501117994, -0.04298400635260429];
  supports.forEach((value, label) => expect(value).toBeCloseTo(expected[label]!, 10));
});

test('one point by hand: k / (1 + ridge)', () => {
  const [voice] = kernelRidge(Float64Array.of(1), Float64Array.of(0.6), 0.5);
  expect(voice).toBeCloseTo(0.4, 12);
});

test('copies share one voice', () => {
  const [alone] = kernelRidge(Float64Array.of(1), Float64Array.of(0.8), 1e-6);
  const copies = kernelRidge(Float64Array.of(1, 1, 1, 1), Float64Array.of(0.8, 0.8), 1e-6);
  expect(copies[0]! + copies[1]!).toBeCloseTo(alone!, 4);
});

test('a system by hand, and one that is not positive definite', () => {
  const a = Float64Array.of(4, 0, 2, 3);
  const x = solvePositive(a, Float64Array.of(8, 7));
  expect(x![0]).toBeCloseTo(1.25, 12);
  expect(x![1]).toBeCloseTo(1.5, 12);
  expect(solvePositive(Float64Array.of(1, 0, 2, 1), Float64Array.of(1, 1))).toBeNull();
});
