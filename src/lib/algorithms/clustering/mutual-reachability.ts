import type { CoreDistances } from './core-distances.js';
import { Frontier } from './frontier.js';
import type { Space } from './space.js';

/**
 * The minimum spanning tree of mutual reachability in the order in which Prim's algorithm walks it. Clusters of
 * every level lie together in that order, parted where `gaps` are wider than the level.
 */
export interface Walk {
  /** All points, n. */
  order: Int32Array;
  /** Weight of the edge by which each point after the first joined, n − 1; gaps[at] parts order[at] from the next. */
  gaps: Float64Array;
}

/**
 * Prim's algorithm (1957) from point 0 over max(core distance of both, distance), of points that are equally
 * near the lowest first. A distance is measured in float64 where its score leaves open whether
 * it matters.
 */
export async function walkTree(space: Space, core: CoreDistances): Promise<Walk> {
  const n = space.data.rows;
  const order = new Int32Array(n);
  const gaps = new Float64Array(Math.max(0, n - 1));
  const frontier = new Frontier(space, core);
  for (let at = 0, current = 0; ; at++) {
    order[at] = current;
    if (at === n - 1) return { order, gaps };
    current = await frontier.join(current);
    gaps[at] = Math.sqrt(frontier.reach[current]!);
  }
}
