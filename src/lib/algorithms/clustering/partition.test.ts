import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seededRandom } from '../random.js';
import { squaredDistance } from '../vectors/dot.js';
import { matrixOf, rowOf, type Matrix } from '../vectors/matrix.js';
import { bisect } from './bisect.js';
import { improve } from './improve.js';
import { Partition } from './partition.js';
import { unbound } from './settle.js';

const effort = () => ({ left: Infinity });

/** 0, 2 | 10, 14 on a line. */
const LINE = matrixOf([0, 2, 10, 14].map((x) => Float32Array.of(x)));

test('the inertia of two pairs on a line', () => {
  const partition = new Partition(LINE, Int32Array.of(0, 0, 1, 1), 3);
  expect(partition.inertia()).toBeCloseTo(2 + 8);
  expect(partition.distance(0, 1)).toBeCloseTo(144);
  expect(partition.distance(0, 2)).toBe(Infinity);
  expect(partition.merging(0, 1)).toBeCloseTo(121);
  expect([...partition.sizes]).toEqual([2, 2, 0]);
});

const points = fc.tuple(fc.integer({ min: 2, max: 12 }), fc.integer()).map(([n, seed]) => {
  const random = seededRandom(seed);
  return matrixOf(Array.from({ length: n }, () => Float32Array.from({ length: 5 }, random)));
});

test('what a move or a merge is said to do to the inertia is what it does', () => {
  fc.assert(
    fc.property(points, fc.nat(), (matrix, pick) => {
      const labels = Int32Array.from({ length: matrix.rows }, (_, i) => i % 3);
      const partition = new Partition(matrix, labels, 3);
      const point = pick % matrix.rows;
      const to = (labels[point]! + 1) % 3;
      const foreseen = partition.leaving(point) - partition.joining(point, to);
      const before = partition.inertia();
      partition.move(point, to);
      expect(before - partition.inertia()).toBeCloseTo(foreseen, 9);
      expect(partition.inertia()).toBeCloseTo(inertiaBySum(matrix, partition.labels), 9);
      const loss = partition.merging(0, 1);
      const apart = partition.inertia();
      for (const member of partition.members(0)) partition.move(member, 1);
      expect(partition.inertia() - apart).toBeCloseTo(loss, 9);
    }),
  );
});

/** The definition: means first, then distances. */
function inertiaBySum(matrix: Matrix, labels: Int32Array): number {
  let total = 0;
  for (const label of new Set(labels)) {
    const rows = [...labels.keys()].filter((i) => labels[i] === label);
    const mean = Float64Array.from({ length: matrix.cols }, (_, j) =>
      rows.reduce((sum, i) => sum + rowOf(matrix, i)[j]! / rows.length, 0),
    );
    for (const i of rows) rowOf(matrix, i).forEach((x, j) => (total += (x - mean[j]!) ** 2));
  }
  return total;
}

test('bisect cuts a line at its gap, and not what is all the same', () => {
  expect([...bisect(LINE, effort())!.labels]).toEqual([1, 1, 0, 0]);
  expect(bisect(LINE, effort())!.gain).toBeCloseTo(121);
  expect(bisect(matrixOf([Float32Array.of(0.1), Float32Array.of(0.1)]), effort())).toBeNull();
});

test('improve never raises the inertia, and leaves k clusters where each point is nearest to its own', () => {
  fc.assert(
    fc.property(points, fc.integer({ min: 1, max: 4 }), (matrix, k) => {
      const labels = Int32Array.from({ length: matrix.rows }, (_, i) => i % 3);
      const partition = new Partition(matrix, labels, Math.max(3, k));
      const before = partition.inertia();
      improve(partition, { k, loyalty: unbound(matrix.rows) });
      const used = new Set(partition.labels);
      expect(used.size).toBe(Math.min(k, matrix.rows));
      if (used.size >= 3) expect(partition.inertia()).toBeLessThanOrEqual(before + 1e-9);
      partition.labels.forEach((label, i) => {
        const own = partition.distance(i, label);
        for (const other of used) expect(own).toBeLessThan(partition.distance(i, other) + 1e-6);
      });
    }),
  );
});

test('improve carries a centre out of a crowd to where two groups share one', () => {
  const groups = [0, 100, 200].flatMap((x) => [x, x + 1, x + 2, x + 3]);
  const matrix = matrixOf(groups.map((x) => Float32Array.of(x)));
  const partition = new Partition(matrix, Int32Array.of(0, 0, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2), 3);
  improve(partition, { k: 3, loyalty: unbound(12) });
  expect(partition.inertia()).toBeCloseTo(15);
});

test('no more points leave home than the allowance says, and those that gain most leave first', () => {
  const matrix = matrixOf([0, 1, 40, 42, 41, 43].map((x) => Float32Array.of(x)));
  const home = Int32Array.of(0, 0, 0, 0, 1, 1);
  for (const allowance of [0, 1, 2]) {
    const partition = new Partition(matrix, home, 2);
    improve(partition, { k: 2, loyalty: { home, allowance } });
    const moved = [...home.keys()].filter((i) => partition.labels[i] !== home[i]);
    expect(moved).toEqual([[], [3], [2, 3]][allowance]);
  }
});

test('distances by sums are distances', () => {
  const partition = new Partition(LINE, Int32Array.of(0, 1, 1, 0), 2);
  const centre = Float32Array.of(7);
  expect(partition.distance(1, 0)).toBeCloseTo(squaredDistance(rowOf(LINE, 1), centre));
});
