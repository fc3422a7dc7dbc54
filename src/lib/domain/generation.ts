import type { Hash, Scope } from './values.js';

export interface GenerationEntry {
  clusterId: number;
  /** Key of the summary artefact: (summarize, input). */
  artefact: Hash;
  /** The summary of this night failed and an earlier one is carried forward. */
  stale: boolean;
}

/** A manifest of artefacts: what one night shows. Immutable; publishing moves a pointer to it. */
export interface Generation {
  id: string;
  pipeline: Scope;
  /** 1, 2, 3, … within the pipeline. */
  number: number;
  clustering: Hash;
  space: string;
  runId: string;
  createdAt: number;
  /** Accounts that must have asked in the same words before these are shown to others; absent: none is shown. */
  minUsers?: number;
  entries: GenerationEntry[];
}
