import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { squaredDistance } from './dot.js';
import { addByLabel, distancesByLabel } from './labelled.js';
import { gather, matrixOf, rowOf, type Matrix } from './matrix.js';

const table = (...rows: number[][]) => matrixOf(rows.map((row) => Float32Array.from(row)));

/** Rows over more than one block, of any dimension, and their labels in 0…k − 1. */
const inputs = fc
  .record({
    n: fc.integer({ min: 1, max: 300 }),
    d: fc.integer({ min: 1, max: 19 }),
    k: fc.integer({ min: 1, max: 5 }),
  })
  .chain(({ n, d, k }) => {
    const matrix = (rows: number) =>
      fc
        .float32Array({
          minLength: rows * d,
          maxLength: rows * d,
          noNaN: true,
          noDefaultInfinity: true,
        })
        .map((data): Matrix => ({ data, rows, cols: d }));
    const labels = fc.array(fc.nat(k - 1), { minLength: n, maxLength: n });
    return fc.record({
      data: matrix(n),
      centres: matrix(k),
      labels: labels.map((all) => Int32Array.from(all)),
    });
  });

describe('addByLabel', () => {
  test('by hand: onto what is there, a part of the rows, and back again', () => {
    const data = table([1, 2, 3, 4, 5], [10, 20, 30, 40, 50], [7, 7, 7, 7, 7]);
    const sums = Float64Array.of(0, 0, 0, 0, 0, 0.5, 0, 0, 0, 0);
    addByLabel(sums, data, Int32Array.of(1, 1, 0));
    expect([...sums]).toEqual([7, 7, 7, 7, 7, 11.5, 22, 33, 44, 55]);
    addByLabel(sums, data, Int32Array.of(1, 0), { rows: Int32Array.of(1, 2), sign: -1 });
    expect([...sums]).toEqual([0, 0, 0, 0, 0, 1.5, 2, 3, 4, 5]);
  });

  test('is the plain sum in the order of the rows, to the last bit', () => {
    fc.assert(
      fc.property(inputs, ({ data, centres, labels }) => {
        const { cols } = data;
        const expected = new Float64Array(centres.data.length);
        labels.forEach((label, i) => {
          rowOf(data, i).forEach((x, j) => (expected[label * cols + j]! += x));
        });
        const sums = new Float64Array(centres.data.length);
        addByLabel(sums, data, labels);
        expect(sums).toEqual(expected);
        const rows = labels.map((_, i) => i).reverse();
        const [all, turned] = [new Float64Array(sums.length), new Float64Array(sums.length)];
        addByLabel(all, gather(data, rows), labels);
        addByLabel(turned, data, labels, { rows });
        expect(turned).toEqual(all);
      }),
      { numRuns: 60 },
    );
  });
});

test('distancesByLabel is squaredDistance, to the last bit', () => {
  fc.assert(
    fc.property(inputs, ({ data, centres, labels }) => {
      const expected = Float64Array.from(labels, (label, i) =>
        squaredDistance(rowOf(data, i), rowOf(centres, label)),
      );
      expect(distancesByLabel(data, labels, centres)).toEqual(expected);
    }),
    { numRuns: 60 },
  );
  expect(distancesByLabel(table([1, 2]), Int32Array.of(1), table([9, 9], [4, 6]))[0]).toBe(25);
});
