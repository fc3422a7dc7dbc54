/** What public complaints are made into: clusters of a day, a label for each, and issues that last over days. */
import type { ItemSource, RawItem } from './item.js';
import type { Hash } from './values.js';

export const ISSUE_CATEGORIES = [
  'ai',
  'finance',
  'compliance',
  'logistics',
  'healthtech',
  'devtools',
  'ecommerce',
  'other',
] as const;
export type IssueCategory = (typeof ISSUE_CATEGORIES)[number];

export const IMPACT_LEVELS = ['low', 'medium', 'high'] as const;
export type ImpactLevel = (typeof IMPACT_LEVELS)[number];

/** An item of the store with its vector. */
export interface EmbeddedItem {
  urlHash: Hash;
  space: string;
  collectionDate: string;
  /** Of title and body, as they were embedded. */
  contentHash: Hash;
  /** Unit length: the mean direction of its passages. */
  vector: Float32Array;
  /** Epoch ms. */
  embeddedAt: number;
  /** The cluster that it is in; null until its day is clustered. */
  clusterDate: string | null;
  clusterId: number | null;
  /** The item that it says the same as: clustered in its place; null where there is none. */
  duplicateOf: Hash | null;
}

/** Where an item that says the same as another one is found: under the day of the other. */
export interface ItemDuplicate {
  /** Of the item that it says the same as. */
  day: string;
  space: string;
  urlHash: Hash;
  duplicateOf: Hash;
  /** Its own. */
  collectionDate: string;
}

/** Which cluster: that of a day, `YYYY-MM-DD` in UTC, and its number within it. */
export interface ClusterKey {
  clusterDate: string;
  clusterId: number;
}

/** What the items of a cluster have in common. */
export interface ItemCluster extends ClusterKey {
  size: number;
  /** Mean cosine of the members to the centre, 0…1. */
  confidence: number;
  /** Whole sentences of its items, at most three. */
  summary: string;
}

/** Longest canonical title, in characters. */
export const TITLE_LENGTH = 120;

/** What a cluster is about, and whether somebody might pay to have it solved. */
export interface IssueLabel {
  /** At most `TITLE_LENGTH` characters. */
  canonicalTitle: string;
  category: IssueCategory;
  /** One or two sentences. */
  description: string;
  wouldPaySignal: boolean;
  impactLevel: ImpactLevel;
  /** Who said so: a language model, or rules where there is none or its reply could not be used. */
  method: 'llm' | 'rules';
  /** The sentence of an item that shows willingness to pay, to the letter; null where none does. */
  payQuote: string | null;
}

/** A labelled cluster. */
export interface Issue extends ClusterKey, IssueLabel {
  clusterSize: number;
  /** Which issue it is over the days; null until its day was joined to the ones before. */
  issueKey: string | null;
}

/** An item of a cluster: there is one for every member. */
export interface IssueEvidence extends ClusterKey {
  urlHash: Hash;
  source: ItemSource;
  url: string;
  title: string;
  body: string;
  /** Epoch ms. */
  postedAt: number;
  /** Its sentence that shows willingness to pay; null where none does. */
  payQuote: string | null;
}

/** The record by which a cluster is shown elsewhere. */
export interface LiveIssue extends ClusterKey {
  /** Of the record there; null: it is about to be made, and may be there already. */
  issueId: string | null;
  /** Of what was written to it: the same is not written again. */
  contentHash: Hash;
  /** Epoch ms. */
  syncedAt: number;
}

/** An issue over the days, as it stood behind one of them. */
export interface KnownIssue {
  issueKey: string;
  space: string;
  /** Decayed mean of the centres of its clusters. */
  centre: Float32Array;
  titleWords: string[];
  canonicalTitle: string;
  /** Titles that it had before, the oldest first. */
  aliases: string[];
  firstDay: string;
  lastDay: string;
  /** Items of the days so far. */
  items: number;
}

export const TRIAGE_STATES = ['open', 'acknowledged', 'resolved'] as const;
export type TriageState = (typeof TRIAGE_STATES)[number];

/** What people decided about an issue; no night touches it. */
export interface IssueTriage {
  issueKey: string;
  state: TriageState;
  /** Epoch ms. */
  changedAt: number;
}

/** A cluster as it is labelled: its items with the nearest to the centre first. */
export interface ClusterToLabel extends ItemCluster {
  items: readonly RawItem[];
}

/** A labelled cluster as it is joined to issues of the days before. */
export interface ClusterToJoin extends Issue {
  space: string;
  /** Unit length. */
  centre: Float32Array;
  /**
   * The least `urlHash` of its items, which a new issue takes its key from: it stays as long as clusterings of the day
   * agree on that item, whatever number they give the cluster.
   */
  leastItem: Hash;
}

/** What one day makes of the known issues. */
export interface JoinedDay {
  /** The issue of each cluster, by `clusterId`. */
  issueKeys: ReadonlyMap<number, string>;
  /** Those that the day added or changed, as they stand behind it. */
  known: KnownIssue[];
}
