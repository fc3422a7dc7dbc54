import type { Grouping } from '../../domain/clustering.js';
import type { Matrix } from '../vectors/matrix.js';
import { dbscan } from './dbscan.js';
import { hdbscan } from './hdbscan.js';
import type { Labelling } from './labelling.js';
import { linkage } from './linkage.js';

/** Groupings that know no yesterday: the pages are labelled anew each night, and ids follow by members alone. */
export type Anew = Extract<Grouping, { algorithm: 'dbscan' | 'hdbscan' | 'linkage' }>;

/**
 * Labels n unit vectors by the algorithm that was asked for.
 * @throws VECTOR_INVALID on NaN or infinity; what `signal` was aborted with.
 */
export function labelAnew(
  vectors: Matrix,
  grouping: Anew,
  signal?: AbortSignal,
): Promise<Labelling> {
  if (grouping.algorithm === 'hdbscan') return hdbscan(vectors, { ...grouping, signal });
  if (grouping.algorithm === 'linkage') return linkage(vectors, { ...grouping, signal });
  return dbscan(vectors, { ...grouping, signal });
}
