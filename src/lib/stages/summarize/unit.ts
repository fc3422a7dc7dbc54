import type { Cluster } from '../../domain/clustering.js';
import type { Hash } from '../../domain/values.js';
import type { Unit } from '../stage.js';
import type { SummaryArtefact } from './artefact.js';

/** One page of a cluster as a text to summarise. */
export interface Document {
  id: string;
  text: string;
  /** Its own, or that of its chapter. */
  title: string | null;
  position: number | null;
}

/** The summary of one cluster. `input` is that of this run's writer. */
export interface SummaryUnit extends Unit {
  cluster: Pick<Cluster, 'clusterId' | 'centerPage' | 'size' | 'cohesion'>;
  members: Hash;
  basis: Hash;
  /** `input` of the same summary when it is written extractively. */
  extractive: Hash;
  /** A model's text stands there for the same pages: an extractive one must not take its place. */
  written: boolean;
  /** Tells a text that was asked for anew from the first one; a part of `input`. Null: the first one. */
  variation: string | null;
  /** A model's text stands there, if only for the pages of an earlier night. */
  carried: boolean;
  /** The members, nearest to the centre first, as they are now; empty in a unit that is skipped. */
  documents: Document[];
  /** Most telling first; empty in a unit that is skipped. */
  keywords: string[];
  /** From its pages and keywords, unlike that of any other cluster; empty in a unit that is skipped. */
  title: string;
}

export interface SummaryOutcome {
  summary: SummaryArtefact;
  /** Of the way it was really written: an extractive text in place of an absent model is planned again. */
  input: Hash;
}
