import { onnxKernel } from './onnx-kernel.js';
import { plainKernel, type ScoreKernel } from './scores.js';

/** Products below which loading onnxruntime takes longer than plain JavaScript takes in all. */
const WORTH_LOADING = 1e7;

/**
 * The kernel for about so many scalar products of one dimension a pass (n × d × k). Where onnxruntime cannot
 * be loaded it is the plain one: the same results, about thirty times slower.
 */
export async function kernelFor(products: number, threads?: number): Promise<ScoreKernel> {
  if (products < WORTH_LOADING) return plainKernel;
  try {
    return await onnxKernel(threads);
  } catch {
    return plainKernel;
  }
}
