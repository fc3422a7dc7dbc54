/**
 * Solves A x = b for a symmetric positive definite A (n × n, row-major; only its lower triangle is read). b is
 * overwritten by x. Null when A is not positive definite in float64.
 */
export function solvePositive(a: Float64Array, b: Float64Array): Float64Array | null {
  const factor = factorOf(a, b.length);
  if (!factor) return null;
  forwards(factor, b);
  backwards(factor, b);
  return b;
}

/**
 * Cholesky's factor of A, row by row (Golub & Van Loan, Matrix Computations, §4.2): each element is summed in the order
 * of the textbook. Null when A is not positive definite.
 */
function factorOf(a: Float64Array, n: number): Float64Array | null {
  const factor = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * n + j]!;
      for (let k = 0; k < j; k++) sum -= factor[i * n + k]! * factor[j * n + k]!;
      if (i === j && !(sum > 0)) return null;
      factor[i * n + j] = i === j ? Math.sqrt(sum) : sum / factor[j * n + j]!;
    }
  }
  return factor;
}

/** L y = b; y in place of b. */
function forwards(factor: Float64Array, b: Float64Array): void {
  const n = b.length;
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let j = 0; j < i; j++) sum += factor[i * n + j]! * b[j]!;
    b[i] = (b[i]! - sum) / factor[i * n + i]!;
  }
}

/** Lᵀ x = y; x in place of y. */
function backwards(factor: Float64Array, y: Float64Array): void {
  const n = y.length;
  for (let i = n - 1; i >= 0; i--) {
    let sum = y[i]!;
    for (let j = i + 1; j < n; j++) sum -= factor[j * n + i]! * y[j]!;
    y[i] = sum / factor[i * n + i]!;
  }
}
