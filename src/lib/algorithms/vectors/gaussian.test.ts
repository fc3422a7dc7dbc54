import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gaussian } from './gaussian.js';

test('by hand: equal, at right angles, opposite', () => {
  expect([1, 0, -1].map(gaussian)).toEqual([1, Math.exp(-2), Math.exp(-4)]);
});

test('e^(2 (cosine − 1)) to the last two units, also of cosines that no unit vectors have', () => {
  const cosine = fc.oneof(
    fc.double({ min: -1.1, max: 1.1, noNaN: true }),
    fc.float({ min: -1, max: 1, noNaN: true }),
  );
  const property = fc.property(cosine, (each) => {
    const expected = Math.exp(2 * (each - 1));
    expect(Math.abs(gaussian(each) - expected)).toBeLessThanOrEqual(2 ** -51 * expected);
  });
  fc.assert(property, { numRuns: 2000 });
  expect(gaussian(NaN)).toBeNaN();
});
