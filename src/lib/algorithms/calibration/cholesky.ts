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

/**
 * Column by column, four rows at a time: their sums do not wait for each other, and each is summed in the order of the
 * textbook, so that it has the textbook's bits.
 */
function factorise(a: Float64Array, n: number): boolean {
  for (let j = 0; j < n; j++) {
    const at = j * n;
    const square = rest(a, at, at, j);
    if (!(square > 0)) return false;
    const root = Math.sqrt(square);
    a[at + j] = root;
    let i = j + 1;
    for (; i + 3 < n; i += 4) fourRows(a, n, i, j, root);
    for (; i < n; i++) a[i * n + j] = rest(a, i * n, at, j) / root;
  }
  return true;
}

/** A[i][j] less Σ over k < j of L[i][k] · L[j][k]; rows i and j begin at `row` and `at`. */
function rest(a: Float64Array, row: number, at: number, j: number): number {
  let sum = a[row + j]!;
  for (let k = 0; k < j; k++) sum -= a[row + k]! * a[at + k]!;
  return sum;
}

/** L[i][j] of the row i and the three below it. */
function fourRows(a: Float64Array, n: number, i: number, j: number, root: number): void {
  const at = j * n;
  const [r0, r1, r2, r3] = [i * n, (i + 1) * n, (i + 2) * n, (i + 3) * n];
  let s0 = a[r0 + j]!;
  let s1 = a[r1 + j]!;
  let s2 = a[r2 + j]!;
  let s3 = a[r3 + j]!;
  for (let k = 0; k < j; k++) {
    const l = a[at + k]!;
    s0 -= a[r0 + k]! * l;
    s1 -= a[r1 + k]! * l;
    s2 -= a[r2 + k]! * l;
    s3 -= a[r3 + k]! * l;
  }
  a[r0 + j] = s0 / root;
  a[r1 + j] = s1 / root;
  a[r2 + j] = s2 / root;
  a[r3 + j] = s3 / root;
}

/** Σ over j < upTo of A[i][j] · b[j]. */
function rowDot(a: Float64Array, i: number, b: Float64Array, upTo: number, n: number): number {
  let sum = 0;
  for (let j = 0; j < upTo; j++) sum += a[i * n + j]! * b[j]!;
  return sum;
}
