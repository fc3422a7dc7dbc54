import fc from 'fast-check';
import { expect, test } from 'vitest';
import { matrixOf } from '../vectors/matrix.js';
import { plainKernel } from '../vectors/scores.js';
import { coreDistances } from './core-distances.js';
import { NearestSoFar } from './nearest-so-far.js';
import { nthLeast, smallest } from './smallest.js';
import { spaceOf } from './space.js';

const values = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 60 });

test('nthLeast is what sorting brings there', () => {
  fc.assert(
    fc.property(values, fc.nat(), (list, at) => {
      const n = at % list.length;
      expect(nthLeast(Float64Array.from(list), n)).toBe([...list].sort((a, b) => a - b)[n]);
    }),
  );
});

test('smallest keeps the order, and the first of equal ones', () => {
  const worth = Float64Array.of(5, 1, 3, 1, 3, 3);
  const items = Int32Array.of(0, 2, 3, 4, 5);
  expect([...smallest(items, worth, 3)]).toEqual([2, 3, 4]);
  expect([...smallest(items, worth, 0)]).toEqual([]);
  expect([...smallest(items, worth, 9)]).toEqual([...items]);
});

test('all that may be among the k nearest are kept, whatever the order', () => {
  fc.assert(
    fc.property(values, fc.integer({ min: 1, max: 6 }), fc.nat(2), (list, k, error) => {
      const nearest = new NearestSoFar(1, k, error);
      list.forEach((value, other) => {
        if (!(value > nearest.limits[0]!)) nearest.offer(0, other, value);
      });
      nearest.finish();
      const limit = ([...list].sort((a, b) => a - b)[k - 1] ?? Infinity) + 2 * error;
      const expected = [...list.keys()].filter((other) => list[other]! <= limit);
      const given = nearest.limits[0] === -Infinity ? [] : expected;
      expect([...nearest.candidates(0)]).toEqual(given);
      if (expected.length < NearestSoFar.room(k) / 2) expect(given).toEqual(expected);
    }),
  );
});

test('a point that too many are equally near to gets its distance all the same', async () => {
  // A hundred points around the first one, each 1 away; 2 or √2 from each other.
  const axes = Array.from({ length: 50 }, (_, j) => j);
  const around = axes.flatMap((j) => [1, -1].map((sign) => axes.map((i) => (i === j ? sign : 0))));
  const data = matrixOf([axes.map(() => 0), ...around].map((row) => Float32Array.from(row)));
  const { squared, near } = await coreDistances(spaceOf(data, plainKernel), 3);
  expect([...squared]).toEqual([1, ...around.map(() => 2)]);
  expect(near(0)).toHaveLength(0);
});
