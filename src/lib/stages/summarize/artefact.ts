import { compareBytewise, hashParts } from '../../algorithms/text/hashing.js';
import type { Clustering, Membership } from '../../domain/clustering.js';
import type { Summary } from '../../domain/summary.js';
import type { Hash } from '../../domain/values.js';
import type { MemoEntry } from '../../ports/index.js';

/** `Summary.model` of a summary that is made of sentences of the pages. */
export const EXTRACTIVE = 'extractive';

/** A summary as the memo holds it. */
export interface SummaryArtefact extends Summary {
  /** Of the cluster's id, space and pages: equal as long as the cluster says the same. */
  members: Hash;
  /** Of `members` and every setting that binds each writer alike. */
  basis: Hash;
  /** Why the model's own text does not stand here, when it was asked and its text was refused. */
  rejected: string | null;
  /** The run that was told to write it anew (`--force`); null when it is the first text for its pages. */
  variation: string | null;
}

/** Everything that a summary is made from but its writer. */
export interface Subject {
  clustering: Pick<Clustering, 'space'>;
  clusterId: number;
  members: readonly Pick<Membership, 'id' | 'contentHash'>[];
}

/**
 * The cluster's id is a part of it: an artefact names its cluster, and the same pages may stand under another
 * id when theirs was retired.
 */
export function membersHash({ clustering, clusterId, members }: Subject): Hash {
  const sorted = [...members].sort((a, b) => compareBytewise(a.id, b.id));
  const parts = sorted.flatMap(({ id, contentHash }) => [id, contentHash]);
  return hashParts([clustering.space, clusterId, ...parts]);
}

export function basisHash(settings: { version: number; maxWords: number }, members: Hash): Hash {
  return hashParts([settings.version, settings.maxWords, members]);
}

/** Input of a unit for one writer: `extractive`, or what makes a model's text what it is, a variation included. */
export function inputHash(basis: Hash, writer: readonly (string | number)[]): Hash {
  return hashParts([basis, ...writer]);
}

export const unitKey = (clusterId: number): string => `${UNIT_PREFIX}${clusterId}`;
export const UNIT_PREFIX = 'pages/';

export interface Wanted {
  members: Hash;
  basis: Hash;
  /** For the writer of this run. */
  input: Hash;
}

export interface Decision {
  action: 'run' | 'skip';
  reason: string;
  /** A text by a model stands there for the same pages and settings: better than an extractive one. */
  written: boolean;
  /** Comes before the others: it makes good for a night without a model. */
  first: boolean;
}

/**
 * Whether a cluster needs a summary, and why. Without a model (null) whatever any model wrote of the same
 * pages stays: a night never trades it for an extractive one.
 */
export function decide(
  entry: MemoEntry | undefined,
  wanted: Wanted,
  { model, force }: { model: string | null; force: boolean },
): Decision {
  if (!entry) return run('new');
  const was = (entry.value ?? {}) as Partial<SummaryArtefact>;
  if (was.members !== wanted.members) return run('members changed');
  if (was.basis !== wanted.basis) return run('settings changed');
  const written = was.model !== EXTRACTIVE;
  if (model === null && written) return { ...skip(), written };
  const same = entry.input === wanted.input; // under force: written anew by this very run, which was resumed
  if (force && (model === null || !same)) return { ...run('forced'), written };
  if (model === null || same) return { ...skip(), written };
  if (written) return { ...run('model or prompt changed'), written };
  return { ...run(`was extractive, ${model} is back`), first: true };
}

/** Whether a language model has been asked about the same pages under the same settings, whatever came of it. */
export function wasAsked(entry: MemoEntry | undefined, basis: Hash): boolean {
  const was = (entry?.value ?? {}) as Partial<SummaryArtefact>;
  return was.basis === basis && (was.model !== EXTRACTIVE || Boolean(was.rejected));
}

/** The variation that stands there, of whatever pages: unless it is forced again, it is kept. */
export function variationOf(entry: MemoEntry | undefined): string | null {
  return ((entry?.value ?? {}) as Partial<SummaryArtefact>).variation ?? null;
}

/** Whether a language model wrote what stands there, of whatever pages. */
export function byModel(entry: MemoEntry | undefined): boolean {
  const was = (entry?.value ?? {}) as Partial<SummaryArtefact>;
  return was.model !== undefined && was.model !== EXTRACTIVE;
}

const run = (reason: string): Decision => ({ action: 'run', reason, written: false, first: false });
const skip = (): Decision => ({ ...run('unchanged'), action: 'skip' });
