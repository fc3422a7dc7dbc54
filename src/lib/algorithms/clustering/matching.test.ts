import fc from 'fast-check';
import { expect, test } from 'vitest';
import { optimalAssignment } from './matching.js';

test('takes the best sum, not the best single pair', () => {
  const weights = [
    [10, 9],
    [9, 1],
  ];
  expect([...optimalAssignment(weights)]).toEqual([1, 0]);
});

test('a pair of weight 0 is no pair', () => {
  expect([...optimalAssignment([[0, 2], [0, 3]])]).toEqual([-1, 1]); // prettier-ignore
  expect([...optimalAssignment([[0], [0]])]).toEqual([-1, -1]);
});

test('more rows than columns, more columns than rows, none at all', () => {
  expect([...optimalAssignment([[1], [3], [2]])]).toEqual([-1, 0, -1]);
  expect([...optimalAssignment([[1, 3, 2]])]).toEqual([1]);
  expect([...optimalAssignment([])]).toEqual([]);
  expect([...optimalAssignment([[], []])]).toEqual([-1, -1]);
});

const matrices = fc
  .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }))
  .chain(([rows, columns]) =>
    fc.array(
      fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 9 })), {
        minLength: columns,
        maxLength: columns,
      }),
      { minLength: rows, maxLength: rows },
    ),
  );

test('agrees with trying every pairing, and uses no column twice', () => {
  fc.assert(
    fc.property(matrices, (weights) => {
      const columns = [...optimalAssignment(weights)];
      const used = columns.filter((column) => column !== -1);
      expect(new Set(used).size).toBe(used.length);
      const sum = columns.reduce((total, column, row) => total + (weights[row]?.[column] ?? 0), 0);
      expect(sum).toBe(bestSum(weights, 0, new Set()));
      columns.forEach((column, row) => {
        if (column !== -1) expect(weights[row]?.[column]).toBeGreaterThan(0);
      });
    }),
  );
});

function bestSum(weights: number[][], row: number, taken: Set<number>): number {
  const here = weights[row];
  if (here === undefined) return 0;
  let best = bestSum(weights, row + 1, taken);
  here.forEach((weight, column) => {
    if (taken.has(column)) return;
    best = Math.max(best, weight + bestSum(weights, row + 1, new Set([...taken, column])));
  });
  return best;
}
