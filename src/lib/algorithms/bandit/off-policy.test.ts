import { describe, expect, it } from 'vitest';
import { seededRandom } from '../random.js';
import { doublyRobust, ips, snips, weightsOf, type Logged } from './off-policy.js';

/** Chance of a reward by feature and option; the model of the doubly robust estimate is a little wrong on purpose. */
const chance = (x: number, option: number) => [0.1 + 0.5 * x, 0.4, 0.6 - 0.5 * x][option]!;
const believed = (x: number, option: number) => chance(x, option) + 0.05;
/** What logged prefers the second option; what is evaluated goes by the feature. */
const logging = [0.2, 0.6, 0.2];
const target = (x: number) => (x > 0.5 ? [0.8, 0.1, 0.1] : [0.1, 0.1, 0.8]);

function simulated(rows: number, seed: number): { log: Logged[]; truth: number } {
  const random = seededRandom(seed);
  const mixed = (x: number, of: (x: number, option: number) => number) =>
    target(x).reduce((sum, share, option) => sum + share * of(x, option), 0);
  // ∫ of the value over x in [0, 1), by a fine grid.
  const truth = Array.from({ length: 10_000 }, (_, i) => mixed((i + 0.5) / 10_000, chance));
  const log = Array.from({ length: rows }, (): Logged => {
    const x = random();
    const u = random();
    const option = u < logging[0]! ? 0 : u < logging[0]! + logging[1]! ? 1 : 2;
    const reward = random() < chance(x, option) ? 1 : 0;
    const expected = { chosen: believed(x, option), target: mixed(x, believed) };
    return { reward, propensity: logging[option]!, target: target(x)[option]!, expected };
  });
  return { log, truth: truth.reduce((a, b) => a + b, 0) / truth.length };
}

describe('off-policy evaluation on a simulator whose truth is known', () => {
  const runs = Array.from({ length: 200 }, (_, seed) => simulated(800, seed));

  it.each([
    ['IPS', ips],
    ['SNIPS', snips],
    ['doubly robust', doublyRobust],
  ])('%s: the interval of 95 %% holds the truth, and the mean is near it', (_, estimator) => {
    const found = runs.map(({ log }) => estimator(log));
    const { truth } = runs[0]!;
    const held = found.filter(({ low, high }) => low <= truth && truth <= high).length;
    expect(held).toBeGreaterThanOrEqual(182);
    expect(held).toBeLessThan(200);
    const mean = found.reduce((sum, { value }) => sum + value, 0) / found.length;
    expect(Math.abs(mean - truth)).toBeLessThan(0.01);
  });

  it('a model that is nearly right makes the interval narrower', () => {
    for (const { log } of runs) expect(doublyRobust(log).margin).toBeLessThan(ips(log).margin);
  });

  it('the policy that logged has its own mean, and all of its rows', () => {
    const { log } = runs[0]!;
    const own = log.map((row) => ({ ...row, target: row.propensity }));
    const mean = log.reduce((sum, { reward }) => sum + reward, 0) / log.length;
    expect(ips(own).value).toBeCloseTo(mean, 12);
    expect(snips(own).value).toBeCloseTo(mean, 12);
    expect(weightsOf(own)).toMatchObject({ effective: log.length, mean: 1, largest: 1 });
  });
});

describe('a log that says little', () => {
  it('says so', () => {
    const row = { reward: 1, propensity: 0.001, target: 1 };
    const others = Array.from({ length: 99 }, () => ({ reward: 0, propensity: 1, target: 0.1 }));
    const weights = weightsOf([row, ...others]);
    expect(weights.largest).toBe(1000);
    expect(weights.effective).toBeLessThan(1.1);
    expect(weights.mean).toBeGreaterThan(5);
  });

  it('has no interval where it has no rows, and is refused without propensities', () => {
    expect(ips([]).margin).toBe(Infinity);
    expect(snips([]).value).toBeNaN();
    expect(() => ips([{ reward: 1, propensity: 0, target: 1 }])).toThrow(RangeError);
    expect(() => doublyRobust([{ reward: 1, propensity: 1, target: 1 }])).toThrow(RangeError);
  });
});
