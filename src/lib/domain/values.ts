/** Lower-case hex SHA-256. */
export type Hash = string;

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export type PipelineName = 'pages' | 'answers';

export type StageName =
  | 'ingest'
  | 'embed'
  | 'cluster'
  | 'summarize'
  | 'publish'
  | 'curated'
  | 'queries'
  | 'query-clusters'
  | 'answers'
  | 'publish-answers'
  | 'judge'
  | 'retention'
  | 'culture'
  | 'classify';

/**
 * Where vectors may be compared: one model, revision, chunker and purpose. Vectors of two spaces never meet
 * in one computation.
 */
export interface Space {
  /** The natural key of everything derived from it, e.g. `all-MiniLM-L6-v2@w8a8-1/sentences-1`. */
  id: string;
  dimensions: number;
}
