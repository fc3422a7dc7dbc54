import { solvePositive } from './cholesky.js';

/**
 * Kernel ridge regression of one-hot labels, at one point: label c is supported by Σ of α_i over the points
 * labelled c, with (K + ridge · I) α = k. Near-copies share one voice, which plain votes of neighbours lack.
 * Equal to the mean of a Gaussian process with noise `ridge` (Rasmussen & Williams 2006, §2.3).
 * @param gram K, n × n, row-major, lower triangle; overwritten
 * @param cross k: the kernel of the point asked for with each of the n; overwritten by α
 * @returns α, n
 */
export function kernelRidge(gram: Float64Array, cross: Float64Array, ridge: number): Float64Array {
  const n = cross.length;
  for (let i = 0; i < n; i++) gram[i * n + i]! += ridge;
  // A kernel's matrix with ridge > 0 is positive definite; a broken one supports nothing.
  return solvePositive(gram, cross) ?? cross.fill(0);
}
