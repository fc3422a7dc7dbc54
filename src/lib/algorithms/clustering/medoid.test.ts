import { expect, test } from 'vitest';
import { matrixOf } from '../vectors/matrix.js';
import { describeCluster } from './medoid.js';

const unit = (degrees: number) =>
  Float32Array.of(Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180));
const POINTS = matrixOf([unit(90), unit(0), unit(20), unit(-20), unit(20), unit(60)]);

test('the medoid of three directions is the middle one', () => {
  const { medoid, distances, cohesion, centre, inertia } = describeCluster(POINTS, [1, 2, 3]);
  const aside = 1 - Math.cos((20 * Math.PI) / 180);
  expect(medoid).toBe(1);
  expect(distances).toEqual([0, aside, aside].map((d) => expect.closeTo(d, 6) as number));
  expect(cohesion).toBeCloseTo(1 - (2 * aside) / 3, 6);
  expect(centre[0]).toBeCloseTo((1 + 2 * (1 - aside)) / 3, 6);
  expect(centre[1]).toBeCloseTo(0, 6);
  expect(inertia).toBeCloseTo(3 - 3 * centre[0]! ** 2, 6);
});

test('of members that are equally near the first is the medoid', () => {
  expect(describeCluster(POINTS, [2, 4]).medoid).toBe(2);
  expect(describeCluster(POINTS, [4, 2]).medoid).toBe(4);
});

test('one member is its own centre', () => {
  const { medoid, cohesion, inertia } = describeCluster(POINTS, [5]);
  expect([medoid, inertia]).toEqual([5, 0]);
  expect(cohesion).toBeCloseTo(1, 12);
});
