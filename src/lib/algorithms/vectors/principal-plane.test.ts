import { expect, it } from 'vitest';
import { principalPlane, projected } from './principal-plane.js';

const points = (...rows: number[][]) => rows.map((row) => Float32Array.from(row));

it('lays the two directions of the most difference, the greater one first', () => {
  const cross = points([3, 0, 1], [-3, 0, 1], [0, 1, 1], [0, -1, 1]);
  const plane = principalPlane(cross, [1, 1, 1, 1]);
  const places = cross.map((point) => projected(plane, point).map((at) => Math.abs(at)));
  const expected = [3, 0, 3, 0, 0, 1, 0, 1];
  places.flat().forEach((at, i) => expect(at).toBeCloseTo(expected[i]!, 5));
});

it('counts a point as often as it weighs', () => {
  const ends = points([0, 0], [1, 0]);
  expect([...principalPlane(ends, [3, 1]).mean]).toEqual([0.25, 0]);
});

it('leaves out directions in which nothing differs', () => {
  const line = points([1, 1], [2, 2], [4, 4]);
  const plane = principalPlane(line, [1, 1, 1]);
  for (const point of line) expect(projected(plane, point)[1]).toBe(0);
  expect(principalPlane([], []).axes[0]).toHaveLength(0);
  const [only] = points([1, 2]);
  expect(projected(principalPlane([only!], [5]), only!)).toEqual([0, 0]);
});
