import { describe, expect, it } from 'vitest';
import { countDistinct, distinctRows } from './distinct.js';
import { emptyMatrix, matrixOf } from './matrix.js';

describe('distinct rows', () => {
  it('are the first ones of their kind', () => {
    const [a, b] = [Float32Array.of(1, 0), Float32Array.of(0, 1)];
    const { rows, of } = distinctRows(matrixOf([b, a, b, b, a]));
    expect(rows).toEqual([0, 1]);
    expect([...of]).toEqual([0, 1, 0, 0, 1]);
  });

  it('are counted no further than asked', () => {
    const rows = matrixOf([1, 2, 2, 3].map((value) => Float32Array.of(value)));
    expect([1, 2, 9].map((limit) => countDistinct(rows, limit))).toEqual([1, 2, 3]);
  });

  it('are none where there are no rows', () => {
    expect(distinctRows(emptyMatrix(0, 0))).toEqual({ rows: [], of: new Int32Array(0) });
  });
});
