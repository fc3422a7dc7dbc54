import { squaredDistance } from '../vectors/dot.js';
import type { Matrix } from '../vectors/matrix.js';
import { gather, rowOf } from '../vectors/matrix.js';
import { meanRow } from '../vectors/dot.js';
import type { Yesterday } from './yesterday.js';

type Centre = Float32Array | null;

/**
 * Last night's clusters with tonight's pages: a page that was there stays where it was, a new one joins the
 * nearest centre. The centre of a cluster is the mean of those of its pages that are still there, which holds
 * in another space too; of a cluster that has none left, last night's centre, in the same space.
 * @returns n: place in `ancestors`; null when nothing of last night is left to start from.
 */
export function warmStart(
  vectors: Matrix,
  { ancestors, origin }: Pick<Yesterday, 'ancestors' | 'origin'>,
): Int32Array | null {
  const remaining: number[][] = ancestors.map(() => []);
  origin.forEach((place, page) => remaining[place]?.push(page));
  const centres = ancestors.map(({ centres: past }, place): Centre => {
    const pages = remaining[place]!;
    return pages.length > 0 ? meanRow(gather(vectors, pages)) : (past?.last ?? null);
  });
  if (centres.every((centre) => centre === null)) return null;
  return origin.map((place, page) =>
    place === -1 ? nearest(rowOf(vectors, page), centres) : place,
  );
}

function nearest(row: Float32Array, centres: readonly Centre[]): number {
  let best = -1;
  let least = Infinity;
  centres.forEach((centre, place) => {
    const distance = centre === null ? Infinity : squaredDistance(row, centre);
    if (distance < least) [best, least] = [place, distance];
  });
  return best;
}
