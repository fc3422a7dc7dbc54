/** Label of a point that belongs to no cluster. */
export const NOISE = -1;

/** Which cluster each of n points belongs to. */
export interface Labelling {
  /** 0…clusters − 1, or `NOISE`; n. */
  labels: Int32Array;
  clusters: number;
}

export interface DensityLabelling extends Labelling {
  /** 1 where the point is a core point, n. */
  core: Uint8Array;
}
