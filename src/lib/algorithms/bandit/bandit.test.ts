/** Expected figures: test/fixtures/bandit/linear.py (MABWiser). */
import * as fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { coefficients, estimate, learn, newArm, type Arm } from './arm.js';
import { upperBounds } from './linucb.js';
import { normalCdf } from './normal.js';
import { drawn, POLICIES, policyOf } from './policy.js';
import { thompson } from './thompson.js';

interface Oracle {
  contexts: number[][];
  decisions: string[];
  rewards: number[];
  asked: number[][];
  linucb: number[][];
  coefficients: number[][];
  thompson: number[][];
  draws: number;
}
const file = new URL('../../../../test/fixtures/bandit/linear.json', import.meta.url);
const oracle = JSON.parse(readFileSync(file, 'utf8')) as Oracle;
const ARMS = ['now', 'plan', 'split'];

function learnt(): Arm[] {
  const arms = ARMS.map(() => newArm(4, 0.8));
  oracle.decisions.forEach((decision, row) => {
    const at = ARMS.indexOf(decision);
    arms[at] = learn(arms[at]!, oracle.contexts[row]!, oracle.rewards[row]!);
  });
  return arms;
}

describe('linear bandits', () => {
  const arms = learnt();
  const asked = oracle.asked.map((features) => arms.map((arm) => estimate(arm, features)));

  it('LinUCB is MABWiser’s', () => {
    arms.forEach((arm, at) =>
      coefficients(arm).forEach((value, j) =>
        expect(value).toBeCloseTo(oracle.coefficients[at]![j]!, 10),
      ),
    );
    asked.forEach((estimates, row) =>
      upperBounds(estimates, 1.25).forEach((bound, at) =>
        expect(bound).toBeCloseTo(oracle.linucb[row]![at]!, 10),
      ),
    );
  });

  it('Thompson sampling chooses as often as MABWiser draws, within five deviations', () => {
    asked.forEach((estimates, row) =>
      thompson(estimates, 0.6).forEach((share, at) => {
        const deviation = Math.sqrt((share * (1 - share)) / oracle.draws) + 1e-5;
        expect(Math.abs(share - oracle.thompson[row]![at]!)).toBeLessThan(5 * deviation);
      }),
    );
  });

  it('an arm forgets nothing and is not changed by what another learns', () => {
    const arm = newArm(2);
    learn(arm, [1, 2], 1);
    expect(arm).toEqual(newArm(2));
    const twice = learn(learn(arm, [1, 2], 1), [0, 1], 0);
    expect([...twice.design]).toEqual([2, 2, 2, 6]);
    expect([...twice.response]).toEqual([1, 2]);
  });
});

const estimates = fc.array(
  fc.record({
    mean: fc.double({ min: -5, max: 5, noNaN: true }),
    deviation: fc.double({ min: 0, max: 3, noNaN: true }),
  }),
  { minLength: 1, maxLength: 8 },
);

describe('propensities', () => {
  it.each(POLICIES)('of %s are above 0 and sum to 1', (name) => {
    const policy = policyOf(name, { alpha: 1, explore: 0.05 });
    fc.assert(
      fc.property(estimates, (given) => {
        const shares = policy.propensities(given);
        for (const share of shares) expect(share).toBeGreaterThanOrEqual(0.049 / given.length);
        expect(shares.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
      }),
    );
    expect(() => policy.propensities([])).toThrow(RangeError);
  });

  it('are those that options are drawn by', () => {
    expect([0, 0.09, 0.1, 0.69, 0.7, 0.999].map((u) => drawn([0.1, 0.6, 0.3], u))).toEqual([
      0, 0, 1, 1, 2, 2,
    ]);
  });

  it('are equal where nothing tells the options apart', () => {
    const same = [1, 2, 3].map(() => ({ mean: 0.2, deviation: 0.4 }));
    for (const name of POLICIES) {
      const shares = policyOf(name, { alpha: 1, explore: 0.1 }).propensities(same);
      shares.forEach((share) => expect(share).toBeCloseTo(1 / 3, 9));
    }
  });
});

it('the normal distribution is as tables have it', () => {
  const table = [
    [0, 0.5],
    [1, 0.841344746068543],
    [-1.96, 0.0249978951482204],
    [3.5, 0.999767370920964],
    [-8, 6.22096057427178e-16],
  ] as const;
  for (const [z, chance] of table) expect(normalCdf(z) / chance).toBeCloseTo(1, 12);
});
