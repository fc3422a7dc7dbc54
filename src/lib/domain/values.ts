/** Lower-case hex SHA-256. */
export type Hash = string;

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Whose clusterings, generations and memo: a pipeline, or a part of one, e.g. `issues/2026-10-01`. */
export type Scope = string;

/** As it stands in run records, metrics and `--only`. */
export type StageName = string;

/**
 * Where vectors may be compared: one model, revision, chunker and purpose. Vectors of two spaces never meet
 * in one computation.
 */
export interface Space {
  /** The natural key of everything derived from it, e.g. `all-MiniLM-L6-v2@w8a8-1/sentences-1`. */
  id: string;
  dimensions: number;
}
