import { expect, test } from 'vitest';
import { matrixOf } from '../vectors/matrix.js';
import { Partition } from './partition.js';
import { Settler, unbound } from './settle.js';

const points = matrixOf([0, 1, 10, 11].map((x) => Float32Array.of(x)));

// At 15 a look at every point takes more than half of the effort: no projection is kept.
test.each([1000, 15])('moves what lowers the inertia, with an effort of %d', (left) => {
  const partition = new Partition(points, Int32Array.of(0, 1, 1, 1), 2);
  new Settler(partition, unbound(4), { left }).moveFree();
  expect([...partition.labels]).toEqual([0, 0, 1, 1]);
});

test('stops where it is when the effort is spent', () => {
  const partition = new Partition(points, Int32Array.of(0, 1, 1, 1), 2);
  new Settler(partition, unbound(4), { left: 0 }).moveFree();
  expect([...partition.labels]).toEqual([0, 1, 1, 1]);
});
