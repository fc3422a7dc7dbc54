import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../random.js';
import { corrected, couldShow, estimateShare, type Drawn } from './audit-estimate.js';
import { clopperPearson } from './binomial.js';

const rows = (n: number, wrong: number, propensity: number): Drawn[] =>
  Array.from({ length: n }, (_, i) => ({ wrong: i < wrong, propensity }));

describe('estimateShare', () => {
  it('is the plain share with exact limits where all were drawn alike', () => {
    const { n, share, lower, upper } = estimateShare(rows(40, 3, 0.02), 0.025);
    expect([n, share]).toEqual([40, 3 / 40]);
    const [low, high] = clopperPearson(3, 40, 0.95);
    expect(lower).toBeCloseTo(low, 9);
    expect(upper).toBeCloseTo(high, 9);
  });

  it('counts each for those that it stands for', () => {
    // 1 of 2 at ½ stands for 2 of 4; 0 of 1 at ⅕ for 0 of 5: 2 of 9. n_eff = 9² ÷ (2² + 2² + 5²) = 81/33.
    const { share, upper } = estimateShare([...rows(2, 1, 0.5), ...rows(1, 0, 0.2)], 0.05);
    expect(share).toBeCloseTo(2 / 9, 12);
    expect(upper).toBeCloseTo(Math.sqrt(0.95), 9); // 1 of 2: 1 − p² = 0.05 … of ⌈0.545⌉ and ⌊2.45⌋
  });

  it('knows the rule of three, and nothing of an empty sample', () => {
    expect(estimateShare(rows(299, 0, 0.01), 0.05).upper).toBeLessThan(0.01);
    expect(estimateShare(rows(298, 0, 0.01), 0.05).upper).toBeGreaterThan(0.01);
    expect(estimateShare([], 0.05)).toEqual({ n: 0, share: null, lower: 0, upper: 1 });
    expect([couldShow(299, 0.01, 0.05), couldShow(298, 0.01, 0.05), couldShow(0, 1, 0.05)]).toEqual(
      [true, false, false],
    );
  });

  it('keeps share and limits in order, whatever was drawn', () => {
    const drawn = fc.record({
      wrong: fc.boolean(),
      propensity: fc.double({ min: 1e-3, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(drawn.filter(({ propensity }) => propensity > 0)), (sample) => {
        const { share, lower, upper } = estimateShare(sample, 0.05);
        const at = share ?? 0;
        return lower <= at + 1e-9 && at <= upper + 1e-9 && lower >= 0 && upper <= 1;
      }),
    );
  });

  // Traffic whose error rate and audit rate change on the way, as after a change of the settings.
  it.each([
    { rates: [0.02, 0.02], errors: [0.01, 0.01] },
    { rates: [0.05, 0.01], errors: [0.02, 0.02] },
    { rates: [0.02, 0.2], errors: [0.03, 0.005] },
    { rates: [0.2, 0.02], errors: [0.002, 0.05] },
    { rates: [0.5, 0.1], errors: [0, 0.01] },
  ])(
    'covers the true share in 95 % of draws: rates $rates, errors $errors',
    ({ rates, errors }) => {
      const random = seededRandom(7);
      const draws = 400;
      let covered = 0;
      for (let draw = 0; draw < draws; draw++) {
        const hits = Array.from({ length: 6_000 }, (_, i) => {
          const era = i % 2;
          return { wrong: random() < errors[era]!, propensity: rates[era]! };
        });
        const truth = hits.filter(({ wrong }) => wrong).length / hits.length;
        const sample = hits.filter(({ propensity }) => random() < propensity);
        if (estimateShare(sample, 0.05).upper >= truth) covered++;
      }
      expect(covered / draws).toBeGreaterThanOrEqual(0.95);
    },
  );
});

describe('corrected', () => {
  it('gives back what a judge let pass', () => {
    expect(corrected(0.009, 0.1)).toBeCloseTo(0.01, 12); // of 1 % wrong, nine in ten were called so
    expect([corrected(0, 0.3), corrected(0.9, 0.5)]).toEqual([0, 1]);
  });

  it('covers the true share in 95 % of draws with a judge that errs', () => {
    const random = seededRandom(11);
    const [truth, falseAccepts, draws] = [0.02, 0.2, 4_000];
    let covered = 0;
    for (let draw = 0; draw < draws; draw++) {
      const sample = Array.from({ length: 200 }, () => ({
        wrong: random() < truth && random() >= falseAccepts,
        propensity: 0.02,
      }));
      if (corrected(estimateShare(sample, 0.05).upper, falseAccepts) >= truth) covered++;
    }
    expect(covered / draws).toBeGreaterThanOrEqual(0.95);
  });
});
