import { engine, reserve } from '../vectors/wasm.js';
import { choleskyModule, ROWS } from './cholesky-module.js';

type Factorise = (matrix: number, bytes: number, end: number) => void;

/** Scratch of every call: nothing in it outlives one. */
const memory = new engine.Memory({ initial: 1 });
let factorise: Factorise | null = null;

function load(): Factorise {
  const module = new engine.Module(choleskyModule());
  const { exports } = new engine.Instance(module, { env: { memory } });
  return (exports as { factorise: Factorise }).factorise;
}

/**
 * Solves A x = b for a symmetric positive definite A (n × n, row-major; only its lower triangle is read). b is
 * overwritten by x. Null when A is not positive definite in float64.
 */
export function solvePositive(a: Float64Array, b: Float64Array): Float64Array | null {
  const n = b.length;
  const stride = Math.ceil(n / ROWS) * ROWS;
  const factor = factorOf(a, n, stride);
  for (let i = 0; i < n; i++) if (!(factor[i * stride + i]! > 0)) return null;
  forwards(factor, stride, b);
  backwards(factor, stride, b);
  return b;
}

/** Cholesky's factor of A, column by column; what stands above its diagonal is anything. */
function factorOf(a: Float64Array, n: number, stride: number): Float64Array {
  factorise ??= load();
  reserve(memory, 8 * stride * n);
  const factor = new Float64Array(memory.buffer, 0, stride * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) factor[j * stride + i] = a[i * n + j]!;
  }
  factorise(0, 8 * stride, 8 * stride * n);
  return factor;
}

/** L y = b; y in place of b. */
function forwards(factor: Float64Array, stride: number, b: Float64Array): void {
  const n = b.length;
  const sums = new Float64Array(n);
  for (let j = 0; j < n; j++) {
    const at = j * stride;
    const solved = (b[j]! - sums[j]!) / factor[at + j]!;
    b[j] = solved;
    for (let i = j + 1; i < n; i++) sums[i]! += factor[at + i]! * solved;
  }
}

/** Lᵀ x = y; x in place of y. */
function backwards(factor: Float64Array, stride: number, y: Float64Array): void {
  const n = y.length;
  for (let i = n - 1; i >= 0; i--) {
    const at = i * stride;
    let sum = y[i]!;
    for (let j = i + 1; j < n; j++) sum -= factor[at + j]! * y[j]!;
    y[i] = sum / factor[at + i]!;
  }
}
