import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matrixOf } from '../vectors/matrix.js';
import { adjustedRandIndex, normalisedMutualInformation, silhouette } from './quality.js';

describe('agreement of labellings', () => {
  it('has the values that scikit-learn documents or gives', () => {
    expect(adjustedRandIndex([0, 0, 1, 2], [0, 0, 1, 1])).toBeCloseTo(0.5714285714, 9);
    expect(adjustedRandIndex([0, 0, 0, 0], [0, 1, 2, 3])).toBeCloseTo(0, 12);
    expect(adjustedRandIndex([0, 0, 1, 1], [0, 1, 0, 1])).toBeCloseTo(-0.5, 12);
    expect(normalisedMutualInformation([0, 0, 1, 1], [0, 0, 1, 2])).toBeCloseTo(0.8, 9);
    expect(normalisedMutualInformation([0, 0, 0, 0], [0, 1, 2, 3])).toBeCloseTo(0, 12);
  });

  it('is 1 for the same classes under other names, and looks from either side alike', () => {
    const labels = fc.array(fc.nat(3), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(labels, (a) => {
        const renamed = a.map((label) => `class ${label}`);
        expect(adjustedRandIndex(a, renamed)).toBeCloseTo(1, 12);
        expect(normalisedMutualInformation(a, renamed)).toBeCloseTo(1, 12);
        const b = a.map((label, i) => (label + i) % 3);
        expect(adjustedRandIndex(a, b)).toBeCloseTo(adjustedRandIndex(b, a), 12);
        expect(normalisedMutualInformation(a, b)).toBeCloseTo(
          normalisedMutualInformation(b, a),
          12,
        );
      }),
    );
  });
});

describe('silhouette', () => {
  const line = (...xs: number[]) => matrixOf(xs.map((x) => Float32Array.of(x)));

  it('of two pairs and a loner on a line', () => {
    // a = 1; b = 9.5, 8.5 to the second pair; for 9 and 10: b = 8.5, 9.5 and 11, 10 to the loner.
    const widths = [8.5 / 9.5, 7.5 / 8.5, 7.5 / 8.5, 8.5 / 9.5, 0];
    const mean = widths.reduce((sum, width) => sum + width, 0) / 5;
    expect(silhouette(line(0, 1, 9, 10, 20), [0, 0, 1, 1, 2])).toBeCloseTo(mean, 12);
  });

  it('is negative for points on the wrong side, 0 for one cluster and for points that are all the same', () => {
    expect(silhouette(line(0, 10, 1, 9), [0, 0, 1, 1])).toBeLessThan(0);
    expect(silhouette(line(0, 1), [4, 4])).toBe(0);
    expect(silhouette(line(3, 3, 3, 3), [0, 0, 1, 1])).toBe(0);
  });

  it('is estimated from a sample that the seed decides', () => {
    const xs = Array.from({ length: 200 }, (_, i) => (i % 2) * 10 + i / 100);
    const labels = xs.map((_, i) => i % 2);
    const exact = silhouette(line(...xs), labels);
    const sampled = silhouette(line(...xs), labels, { sample: 50, seed: 1 });
    expect(sampled).toBeCloseTo(exact, 1);
    expect(silhouette(line(...xs), labels, { sample: 50, seed: 1 })).toBe(sampled);
    expect(silhouette(line(...xs), labels, { sample: 50, seed: 2 })).not.toBe(sampled);
  });
});
