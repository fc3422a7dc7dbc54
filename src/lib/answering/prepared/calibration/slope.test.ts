import fc from 'fast-check';
import { expect, test } from 'vitest';
import { along, packSlope, type Slope } from './slope.js';

test('by hand', () => {
  const packed = packSlope(Float64Array.of(1.27, -0.5, 0), Float64Array.of(1, 1, 5));
  expect(packed).toEqual({
    steps: 'f84A',
    scale: 0.01,
    centre: expect.closeTo(0.77, 12) as number,
  });
  expect(along(packed, Float32Array.of(1, 1, 5))).toBeCloseTo(0, 12);
  expect(along(packed, Float32Array.of(2, 0, 0))).toBeCloseTo(2.54 - 0.77, 12);
});

test('a slope of nothing adds nothing, and one of another space neither', () => {
  const flat = packSlope(new Float64Array(2), Float64Array.of(3, 4));
  expect(along(flat, Float32Array.of(7, 8))).toBe(0);
  expect(along(packSlope(Float64Array.of(1, 1), new Float64Array(2)), new Float32Array(3))).toBe(0);
});

test('survives JSON, and is off by half a step a dimension at most', () => {
  const value = fc.double({ min: -5, max: 5, noNaN: true });
  const values = fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(values, (pairs) => {
      const slope = Float64Array.from(pairs, ([a]) => a);
      const vector = Float32Array.from(pairs, ([, b]) => b);
      const packed = JSON.parse(
        JSON.stringify(packSlope(slope, new Float64Array(slope.length))),
      ) as Slope;
      const exact = slope.reduce((sum, a, i) => sum + a * vector[i]!, 0);
      const reach = vector.reduce((sum, b) => sum + Math.abs(b), 0);
      expect(Math.abs(along(packed, vector) - exact)).toBeLessThanOrEqual(
        (packed.scale / 2) * reach + 1e-9,
      );
    }),
  );
});
