import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kernelLogistic } from './kernel-logistic.js';
import { fitLogistic } from './logistic.js';
import { fitShift, type Outcome } from './shift.js';

const outcome = fc.record({
  logit: fc.double({ min: -8, max: 8, noNaN: true }),
  right: fc.boolean(),
  weight: fc.constantFrom(0.05, 1, 3),
});
const coordinate = fc.double({ min: -1, max: 1, noNaN: true });
const field = (kernel: Float64Array, alpha: Float64Array) =>
  alpha.map((_, i) => alpha.reduce((sum, a, j) => sum + kernel[i * alpha.length + j]! * a, 0));

describe('kernelLogistic', () => {
  it('is nothing where nothing is known', () => {
    expect([...kernelLogistic([], new Float64Array(0))]).toEqual([]);
  });

  it('finds what was computed by hand', () => {
    // One wrong of even odds with variance 2: f = 2α, σ(f) + α = 0, so f = −0.67483…
    const [alpha] = kernelLogistic([{ logit: 0, right: false }], Float64Array.of(2));
    expect(2 * alpha!).toBeCloseTo(-0.6748316, 6);
    // Two that know nothing of each other: each is as if alone, σ(α) + α = 0 and σ(−α) = α.
    const both: Outcome[] = [
      { logit: 0, right: false },
      { logit: 0, right: true },
    ];
    const apart = kernelLogistic(both, Float64Array.of(1, 0, 0, 1));
    expect(apart[0]).toBeCloseTo(-0.4010581, 6);
    expect(apart[1]).toBeCloseTo(0.4010581, 6);
    // At the same place they cancel out, though the kernel is of rank 1 there.
    const f = field(Float64Array.of(1, 1, 1, 1), kernelLogistic(both, Float64Array.of(1, 1, 1, 1)));
    expect(f[0]).toBeCloseTo(0, 6);
  });

  it('is one shift for all where all lie at one place', () => {
    const some = fc.array(outcome, { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(some, fc.constantFrom(0.1, 1, 20), (outcomes, variance) => {
        const kernel = new Float64Array(outcomes.length ** 2).fill(variance);
        const [shift] = field(kernel, kernelLogistic(outcomes, kernel));
        expect(shift).toBeCloseTo(fitShift(outcomes, 1 / variance), 4);
      }),
    );
  });

  it('is logistic regression on the coordinates where the kernel is their inner product', () => {
    const placed = fc.tuple(outcome, coordinate, coordinate);
    fc.assert(
      fc.property(fc.array(placed, { minLength: 1, maxLength: 20 }), (all) => {
        const outcomes = all.map(([each]) => ({ ...each, logit: 0 }));
        const rows = all.map(([, x, y]) => [1, x, y]);
        const variances = [1, 8, 8];
        const kernel = Float64Array.from(
          rows.flatMap((a) =>
            rows.map((b) => a.reduce((sum, x, k) => sum + variances[k]! * x * b[k]!, 0)),
          ),
        );
        const coefficients = fitLogistic(
          rows,
          outcomes.map(({ right }) => right),
          {
            weights: outcomes.map(({ weight }) => weight),
            ridge: variances.map((variance) => 1 / variance),
          },
        );
        const found = field(kernel, kernelLogistic(outcomes, kernel));
        rows.forEach((row, i) => {
          const wanted = row.reduce((sum, x, k) => sum + x * coefficients[k]!, 0);
          expect(found[i]).toBeCloseTo(wanted, 3);
        });
      }),
    );
  });
});
