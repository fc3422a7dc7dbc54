import type { Anew } from '../../algorithms/clustering/select.js';
import { DENSITY } from '../../domain/clustering.js';

/** `auto`: average linkage over smoothed vectors (docs/decisions/0025-query-clusters.md). */
export type QueryAlgorithm = 'auto' | 'dbscan' | 'hdbscan';

export interface QueryGrouping {
  algorithm: QueryAlgorithm;
  /** Of `dbscan`: greatest cosine distance of neighbours. */
  eps: number;
  /** Queries that make a cluster. */
  minSize: number;
}

/** Greatest mean cosine distance at which groups of smoothed queries are one. */
const LINKAGE_DISTANCE = 0.07;

export function queryGrouping({ algorithm, eps, minSize }: QueryGrouping): Anew {
  if (algorithm === 'dbscan') return { algorithm, eps, minSamples: DENSITY.minSamples };
  if (algorithm === 'hdbscan') return { algorithm, minClusterSize: minSize, minSamples: minSize };
  return { algorithm: 'linkage', distance: LINKAGE_DISTANCE, minClusterSize: minSize };
}
