import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editDistance } from './unknown-command.js';

describe('editDistance', () => {
  it.each([
    ['', 'abc', 3],
    ['nightly', 'nightly', 0],
    ['nigthly', 'nightly', 2],
    ['clster', 'cluster', 1],
    ['kitten', 'sitting', 3],
  ])('%s → %s: %i', (a, b, distance) => expect(editDistance(a, b)).toBe(distance));

  it('is a metric', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (a, b, c) => {
        expect(editDistance(a, b)).toBe(editDistance(b, a));
        expect(editDistance(a, c)).toBeLessThanOrEqual(editDistance(a, b) + editDistance(b, c));
      }),
    );
  });
});
