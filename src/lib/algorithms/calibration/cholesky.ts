/**
 * Solves A x = b for a symmetric positive definite A (n × n, row-major; only its lower triangle is read). A and
 * b are overwritten: A by its Cholesky factor L, b by x. Null when A is not positive definite in float64.
 */
export function solvePositive(a: Float64Array, b: Float64Array): Float64Array | null {
  const n = b.length;
  if (!factorise(a, n)) return null;
  for (let i = 0; i < n; i++) b[i] = (b[i]! - rowDot(a, i, b, i, n)) / a[i * n + i]!;
  for (let i = n - 1; i >= 0; i--) {
    let sum = b[i]!;
    for (let j = i + 1; j < n; j++) sum -= a[j * n + i]! * b[j]!;
    b[i] = sum / a[i * n + i]!;
  }
  return b;
}

function factorise(a: Float64Array, n: number): boolean {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * n + j]!;
      for (let k = 0; k < j; k++) sum -= a[i * n + k]! * a[j * n + k]!;
      if (i !== j) a[i * n + j] = sum / a[j * n + j]!;
      else if (sum > 0) a[i * n + i] = Math.sqrt(sum);
      else return false;
    }
  }
  return true;
}

/** Σ over j < upTo of A[i][j] · b[j]. */
function rowDot(a: Float64Array, i: number, b: Float64Array, upTo: number, n: number): number {
  let sum = 0;
  for (let j = 0; j < upTo; j++) sum += a[i * n + j]! * b[j]!;
  return sum;
}
