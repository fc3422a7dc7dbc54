import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seededRandom } from '../random.js';
import { solvePositive } from './cholesky.js';

/** As textbooks have it: row by row, one sum at a time (Golub & Van Loan 2013, §4.2). */
function textbook(a: Float64Array, b: Float64Array): Float64Array | null {
  const n = b.length;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * n + j]!;
      for (let k = 0; k < j; k++) sum -= a[i * n + k]! * a[j * n + k]!;
      if (i === j && !(sum > 0)) return null;
      a[i * n + j] = i === j ? Math.sqrt(sum) : sum / a[j * n + j]!;
    }
  }
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let j = 0; j < i; j++) sum += a[i * n + j]! * b[j]!;
    b[i] = (b[i]! - sum) / a[i * n + i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    let sum = b[i]!;
    for (let j = i + 1; j < n; j++) sum -= a[j * n + i]! * b[j]!;
    b[i] = sum / a[i * n + i]!;
  }
  return b;
}

/** Inner products of random vectors with each other, n × n; with fewer dimensions than vectors they are singular. */
function gram(n: number, dimensions: number, ridge: number, random: () => number): Float64Array {
  const rows = Array.from({ length: n }, () =>
    Array.from({ length: dimensions }, () => random() - 0.5),
  );
  return Float64Array.from(
    rows.flatMap((one, i) =>
      rows.map((other, j) => one.reduce((sum, x, k) => sum + x * other[k]!, i === j ? ridge : 0)),
    ),
  );
}

test('by hand: [[4, 2], [2, 5]] x = [8, 12] has the solution [1, 2]', () => {
  expect([...solvePositive(Float64Array.of(4, 0, 2, 5), Float64Array.of(8, 12))!]).toEqual([1, 2]);
});

test('to the last bit what the textbook gives, also that there is no solution', () => {
  const size = fc.integer({ min: 0, max: 21 });
  const property = fc.property(
    size,
    fc.integer({ min: 1, max: 30 }),
    fc.constantFrom(-0.5, 0, 0.3),
    fc.nat(),
    (n, dimensions, ridge, seed) => {
      const random = seededRandom(seed);
      const a = gram(n, dimensions, ridge, random);
      const b = Float64Array.from({ length: n }, random);
      expect(solvePositive(a.slice(), b.slice())).toEqual(textbook(a, b));
    },
  );
  fc.assert(property, { numRuns: 300 });
});
