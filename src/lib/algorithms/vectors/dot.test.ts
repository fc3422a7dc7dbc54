import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { GibseyError } from '../../domain/errors.js';
import { cosine, dot, meanRow, norm, squaredDistance, squaredNorms } from './dot.js';
import { gather, matrixOf, rowOf, rowsOf } from './matrix.js';
import { meanDirection, normalise } from './normalise.js';

const vec = (...values: number[]) => Float32Array.from(values);
const pair = fc.integer({ min: 0, max: 40 }).chain((d) => {
  const values = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: d, maxLength: d });
  return fc.tuple(values, values);
});

describe('products and distances', () => {
  test('by hand', () => {
    expect(dot(vec(1, 2, 3, 4, 5), vec(5, 4, 3, 2, 1))).toBe(35);
    expect(squaredDistance(vec(1, 2, 3, 4, 5), vec(0, 0, 0, 0, 0))).toBe(55);
    expect(norm(vec(3, 4))).toBe(5);
    expect(cosine(vec(1, 0), vec(1, 1))).toBeCloseTo(Math.SQRT1_2, 12);
    expect(cosine(vec(0, 0), vec(1, 1))).toBe(0);
  });

  test('integers of any dimension agree with the plain sum', () => {
    fc.assert(
      fc.property(pair, ([a, b]) => {
        const plain = a.reduce((sum, x, j) => sum + x * b[j]!, 0);
        const apart = a.reduce((sum, x, j) => sum + (x - b[j]!) ** 2, 0);
        expect(dot(vec(...a), vec(...b))).toBe(plain);
        expect(squaredDistance(vec(...a), vec(...b))).toBe(apart);
      }),
    );
  });

  test('a row that is not finite is named', () => {
    expect(squaredNorms(matrixOf([vec(3, 4), vec(0, 1)]))).toEqual(Float64Array.of(25, 1));
    for (const bad of [NaN, Infinity, -Infinity]) {
      const call = () => squaredNorms(matrixOf([vec(0, 0), vec(1, bad)]));
      expect(call).toThrow(GibseyError);
      expect(call).toThrow(/Vector 1 holds/);
    }
  });
});

describe('directions', () => {
  test('unit length; zero stays zero', () => {
    expect(normalise(vec(3, 4))).toEqual(vec(0.6, 0.8));
    expect(normalise(vec(0, 0))).toEqual(vec(0, 0));
  });

  test('means', () => {
    expect(meanRow(matrixOf([vec(1, 2), vec(3, 6)]))).toEqual(vec(2, 4));
    expect(meanDirection([vec(1, 0), vec(0, 1)])).toEqual(vec(Math.SQRT1_2, Math.SQRT1_2));
  });
});

describe('matrices', () => {
  const matrix = matrixOf([vec(1, 2), vec(3, 4), vec(5, 6)]);

  test('rows are views, gathered rows are copies', () => {
    expect(rowOf(matrix, 1)).toEqual(vec(3, 4));
    expect(rowsOf(matrix, 1, 3)).toEqual({ data: vec(3, 4, 5, 6), rows: 2, cols: 2 });
    const copy = gather(matrix, [2, 0]);
    copy.data[0] = 9;
    expect(copy.data).toEqual(vec(9, 6, 1, 2));
    expect(matrix.data[4]).toBe(5);
  });

  test('vectors of different lengths are refused', () => {
    expect(() => matrixOf([vec(1, 2), vec(1)])).toThrow(/Vector 1 has 1 dimensions/);
    expect(matrixOf([])).toEqual({ data: vec(), rows: 0, cols: 0 });
  });
});
