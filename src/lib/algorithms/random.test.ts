import { expect, test } from 'vitest';
import { seededRandom } from './random.js';

test('the same seed gives the same stream, another seed another', () => {
  const [a, b, c] = [seededRandom(42), seededRandom(42), seededRandom(43)];
  const take = (random: () => number) => Array.from({ length: 5 }, random);
  const stream = take(a);
  expect(take(b)).toEqual(stream);
  expect(take(c)).not.toEqual(stream);
});

test('the stream is pinned: stored clusterings depend on it', () => {
  const random = seededRandom(42);
  expect([random(), random()]).toEqual([0.09419436751386345, 0.3548542392062164]);
});

test('numbers are uniform in [0, 1)', () => {
  const random = seededRandom(0);
  const bins = new Array<number>(10).fill(0);
  for (let i = 0; i < 100_000; i++) {
    bins[Math.floor(random() * 10)]! += 1;
  }
  expect(bins).toHaveLength(10);
  // Nine degrees of freedom: 27.9 is passed once in a thousand seeds.
  const chiSquared = bins.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
  expect(chiSquared).toBeLessThan(27.9);
});
