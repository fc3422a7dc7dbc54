import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editDistance, nearest } from './spelling.js';

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

describe('nearest', () => {
  const known = ['dry-run', 'force', 'json', 'k', 'only', 'run-id', 'seed'];
  it.each([
    ['dry-rnu', 'dry-run'],
    ['dry', 'dry-run'],
    ['froce', 'force'],
    ['run_id', 'run-id'],
    ['jsn', 'json'],
    ['force', 'force'],
    ['K', 'k'],
    ['x', undefined],
    ['', undefined],
    ['everything', undefined],
  ])('%j: %s', (typed, meant) => expect(nearest(typed, known)).toBe(meant));

  it('guesses nothing when two words begin like that', () => {
    expect(nearest('max', ['max-tokens', 'max-cost'])).toBeUndefined();
  });
});
