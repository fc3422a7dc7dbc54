import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dot } from './dot.js';
import { RowStore } from './row-store.js';
import { topK } from './top-k.js';

const vec = (...values: number[]) => Float32Array.from(values);

describe('rows and their products', () => {
  test('by hand, over dimensions that fill no step', () => {
    const store = new RowStore(3);
    store.set(0, vec(1, 2, 3));
    store.set(1, vec(-1, 0, 4));
    expect([...store.scores(vec(1, 10, 100))]).toEqual([321, 399]);
    store.set(0, vec(0, 0, 1));
    expect([...store.scores(vec(1, 10, 100))]).toEqual([100, 399]);
    expect([...store.scores(vec(1, 10, 100), 1, 2)]).toEqual([399]);
    expect([...new RowStore(3).scores(vec(1, 1, 1))]).toEqual([]);
  });

  test('whole numbers agree with the plain sum, whatever the dimension, while the memory grows', () => {
    const whole = fc.integer({ min: -100, max: 100 });
    const table = fc.integer({ min: 1, max: 70 }).chain((d) => {
      const row = fc.array(whole, { minLength: d, maxLength: d });
      return fc.tuple(row, fc.array(row, { minLength: 1, maxLength: 300 }));
    });
    fc.assert(
      fc.property(table, ([query, rows]) => {
        const store = new RowStore(query.length);
        rows.forEach((row, i) => store.set(i, vec(...row)));
        const expected = rows.map((row) => dot(vec(...query), vec(...row)));
        expect([...store.scores(vec(...query))]).toEqual(expected);
      }),
      { numRuns: 50 },
    );
  });
});

test('the greatest, best first, ties to the lower index: as a sort of all of them says', () => {
  expect(topK([1, 3, 2, 3], 3)).toEqual([1, 3, 2]);
  expect(topK([], 3)).toEqual([]);
  expect(topK([1, 2], 0)).toEqual([]);
  const scores = fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 60 });
  fc.assert(
    fc.property(scores, fc.integer({ min: 0, max: 70 }), (all, k) => {
      const sorted = all.map((_, i) => i).sort((a, b) => all[b]! - all[a]! || a - b);
      expect(topK(all, k)).toEqual(sorted.slice(0, k));
    }),
  );
});
