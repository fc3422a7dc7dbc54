import { DENSITY, type Grouping, type PageAlgorithm } from '../../domain/clustering.js';

export interface PageGrouping {
  algorithm: PageAlgorithm;
  k: number | 'auto';
  /** Of density clustering; default: `DENSITY`. */
  eps?: number;
  minSamples?: number | undefined;
  minClusterSize?: number;
}

/** The algorithm with those of the settings that it heeds. */
export function pageGrouping({ algorithm, k, ...density }: PageGrouping): Grouping {
  const { eps = DENSITY.eps, minSamples, minClusterSize = DENSITY.minClusterSize } = density;
  if (algorithm === 'dbscan') {
    return { algorithm, eps, minSamples: minSamples ?? DENSITY.minSamples };
  }
  if (algorithm !== 'hdbscan') return { algorithm, k };
  return { algorithm, minClusterSize, minSamples: minSamples ?? minClusterSize };
}
