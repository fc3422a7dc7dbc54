import type { Matrix } from '../vectors/matrix.js';
import type { ScoreKernel } from '../vectors/scores.js';
import { nearestNeighbours } from './graph-neighbours.js';
import { Merging, wardCost } from './merging.js';

/**
 * Ward's method (1963) among neighbours: again and again the two adjacent clusters become one whose union
 * raises the inertia least, until k are left. Where the graph falls apart into more, their centres are
 * linked to the nearest ones anew. Float64, without chance.
 * @param neighbours n × count: what is adjacent at the start
 * @returns k × d: the centres
 */
export async function wardCentres(
  data: Matrix,
  neighbours: Int32Array,
  { k, kernel, signal }: { k: number; kernel: ScoreKernel; signal?: AbortSignal | undefined },
): Promise<Matrix> {
  const merging = new Merging(data, wardCost);
  merging.linkAll(neighbours);
  merging.mergeTo(k, signal);
  while (merging.alive > k) {
    const { centres, slots } = merging.centres();
    const near = await nearestNeighbours(centres, 1, { kernel, signal });
    near.forEach((to, from) => merging.link(slots[from]!, slots[to]!));
    merging.mergeTo(k, signal);
  }
  return merging.centres().centres;
}
