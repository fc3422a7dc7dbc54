import type { Hash, Scope } from './values.js';

/** Algorithms that group pages, by name. */
export const ALGORITHMS = ['kmeans', 'minibatch-kmeans', 'graph', 'dbscan', 'hdbscan'] as const;
export type PageAlgorithm = (typeof ALGORITHMS)[number];
/** `linkage` groups questions. */
export type Algorithm = PageAlgorithm | 'linkage';

/** An algorithm and the parameters that it takes. */
export type Grouping =
  | { algorithm: 'kmeans'; k: number | 'auto' }
  | { algorithm: 'minibatch-kmeans'; k: number | 'auto' }
  | { algorithm: 'graph'; k: number | 'auto' }
  | { algorithm: 'dbscan'; eps: number; minSamples: number }
  | { algorithm: 'hdbscan'; minClusterSize: number; minSamples: number }
  | { algorithm: 'linkage'; distance: number; minClusterSize: number };

/** Defaults of density clustering; HDBSCAN's `minSamples` is its `minClusterSize`. */
export const DENSITY = { eps: 0.3, minSamples: 5, minClusterSize: 5 };

/** What became of a cluster since the last published night. */
export type Lineage = 'continued' | 'new' | 'merged' | 'split';

export interface Cluster {
  /** Stable from night to night; never reused after it is retired. */
  clusterId: number;
  size: number;
  /** The medoid: the member nearest to the centre, ties by id. */
  centerPage: string;
  /** Mean cosine of the members to the centre, −1…1. */
  cohesion: number;
  lineage: Lineage;
  /** Ids of last night's clusters that a merged or split cluster came from. */
  from: number[];
  /** Mean of the members, not normalised, in the space's dimensions. */
  centre: Float32Array;
  /** The centre with which the id was founded: an id that drifts too far from it is retired. */
  founding: Float32Array;
}

export interface Membership {
  id: string;
  clusterId: number;
  /** Cosine distance to the cluster's centre, 0…2. */
  distance: number;
  /** Hash of the body that was clustered: matches a re-ingested page over nights. */
  contentHash: Hash;
}

export interface RetiredCluster {
  clusterId: number;
  /** The cluster that took more than half of its members, when there is one. */
  into: number | null;
}

/** The immutable result of one clustering. */
export interface Clustering {
  /** Hash of its input and of the generation it continues. */
  id: Hash;
  pipeline: Scope;
  space: string;
  algorithm: Algorithm;
  k: number;
  seed: number;
  /** Generation whose ids it continues; null on the first night. */
  basis: string | null;
  points: number;
  /** Points that are in no cluster: nobody's members. */
  noise: number;
  /** Sum of squared Euclidean distances of the unit vectors to their centres. */
  inertia: number;
  /** True when a cold start was so much better that it was adopted in place of last night's centres. */
  rebased: boolean;
  /** The smallest id that was never used. */
  nextId: number;
  clusters: Cluster[];
  retired: RetiredCluster[];
}
