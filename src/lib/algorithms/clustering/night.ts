import type { Grouping } from '../../domain/clustering.js';
import { chooseK } from './auto-k.js';
import { coldStart, type Continued } from './cold.js';
import type { NightClusters } from './naming.js';
import { nameClusters } from './naming.js';
import { countDistinct } from '../vectors/distinct.js';
import type { Matrix } from '../vectors/matrix.js';
import { improve } from './improve.js';
import { Partition } from './partition.js';
import { labelAnew, type Anew } from './select.js';
import { unbound } from './settle.js';
import { warmStart } from './warm-start.js';
import { lookBack } from './yesterday.js';
import type { NightPage, PreviousNight, Yesterday } from './yesterday.js';

export type { NightPage, PreviousNight } from './yesterday.js';

/** Pages that may change their cluster for each page that came, changed or went. */
const UNREST = 0.2;

export interface NightInput {
  /** In bytewise order of their ids, each id once. */
  pages: readonly NightPage[];
  /** n × d, unit length, rows as `pages`. */
  vectors: Matrix;
  /** Id of the space of `vectors`: the centres of another space are never compared with these. */
  space: string;
  grouping: Grouping;
  seed: number;
  previous: PreviousNight | null;
  signal?: AbortSignal;
}

export interface NightResult extends NightClusters {
  /** True when a cold start was so much better that it was adopted in place of last night's clusters. */
  rebased: boolean;
  /** Clusters there are: fewer than asked for when there are fewer distinct vectors; what density finds. */
  k: number;
}

/**
 * Clusters one collection, continuing the ids of the published night.
 * @throws VECTOR_INVALID on NaN or infinity; AbortError when `signal` aborts.
 */
export async function clusterNight(input: NightInput): Promise<NightResult> {
  const { grouping } = input;
  const yesterday = input.previous && lookBack(input.pages, input.previous, input.space);
  return 'k' in grouping
    ? continuedNight(input, grouping, yesterday)
    : anewNight(input, grouping, yesterday);
}

async function anewNight(
  input: NightInput,
  grouping: Anew,
  yesterday: Yesterday | null,
): Promise<NightResult> {
  const { vectors, signal } = input;
  const { labels } = await labelAnew(vectors, grouping, signal);
  return named(input, labels, yesterday, false);
}

/**
 * Groupings by centres, whose search starts from last night's clusters and may take few pages out of them, in
 * proportion to the news: without news nothing moves, and the same input gives the same result bit for bit.
 * Decision 0007 has the measurements.
 */
async function continuedNight(
  input: NightInput,
  grouping: Continued,
  yesterday: Yesterday | null,
): Promise<NightResult> {
  const { seed, signal } = input;
  const k = await clustersWanted(input, grouping);
  const how = { k, seed, signal };
  const { space, labels, refine, margin } = await coldStart(input.vectors, grouping.algorithm, how);
  const cold = new Partition(space, labels, k);
  const warm = yesterday && warmNight(input, space, k, yesterday);
  const rebased = warm !== null && cold.inertia() * (1 + margin) < warm.inertia();
  if (warm !== null && !rebased) return named(input, warm.labels, yesterday, false);
  if (refine) improve(cold, { k, loyalty: unbound(input.pages.length), signal });
  return named(input, cold.labels, yesterday, rebased);
}

function warmNight(
  { vectors, signal }: NightInput,
  space: Matrix,
  k: number,
  yesterday: Yesterday,
): Partition | null {
  // Centres that were published are means of the vectors as they are.
  const ancestors = yesterday.ancestors.map((ancestor) =>
    space === vectors ? ancestor : { ...ancestor, centres: null },
  );
  const start = warmStart(space, { ...yesterday, ancestors });
  if (start === null) return null;
  const warm = new Partition(space, start, Math.max(ancestors.length, k));
  const loyalty = { home: yesterday.home, allowance: Math.floor(UNREST * yesterday.news) };
  improve(warm, { k, loyalty, signal });
  return warm;
}

async function clustersWanted(
  { vectors, previous, seed, signal }: NightInput,
  grouping: Continued,
): Promise<number> {
  const last = previous && previous.clustering.k > 0 ? previous.clustering.k : null;
  const asked = grouping.k;
  const k =
    asked === 'auto' ? await chooseK(vectors, { seed, last, ...(signal && { signal }) }) : asked;
  return Math.min(k, countDistinct(vectors, k));
}

function named(
  { pages, vectors, previous }: NightInput,
  labels: Int32Array,
  yesterday: Yesterday | null,
  rebased: boolean,
): NightResult {
  const nextId = previous?.clustering.nextId ?? 1;
  const night = nameClusters({ pages, vectors, labels, yesterday, nextId });
  return { ...night, rebased, k: night.clusters.length };
}
