import type { ClusterToJoin, JoinedDay, KnownIssue } from '../../domain/issues.js';
import { compareBytewise, hashParts } from '../text/hashing.js';
import { terms } from '../text/tokens.js';
import { dot } from '../vectors/dot.js';
import { normalise } from '../vectors/normalise.js';

/** Raise it when the same days come out as other issues. */
export const JOINING_VERSION = 2;
/** As measured (docs/decisions/0045-merging-and-joining.md); the fifteen synthetic days of the test hold with them. */
export const JOINING = {
  /** What all title words in common are worth beside a cosine. */
  titleWeight: 0.15,
  /** A cluster of this score carries an issue on. */
  joins: 0.88,
  /** From this score on two issues are told to be related; they are not merged. */
  relates: 0.62,
} as const;

/** Of its past, an issue keeps half after so many days without an item. */
const HALF_LIFE_DAYS = 14;
/** The past counts as so many clusters of today's size at most: issues move on. */
const PAST = 3;
const KEY_LENGTH = 16;
const MOST_ALIASES = 10;
const DAY_MS = 86_400_000;

/** What is compared: of a cluster of a day, or of a known issue. */
interface Subject {
  centre: Float32Array;
  titleWords: string[];
}

/** Stemmed content words of a title, each once, in bytewise order. */
export const titleWords = (title: string): string[] =>
  [...new Set(terms(title))].sort(compareBytewise);

/** How surely two subjects are one: cosine of the centres and Dice coefficient of the title words, at most 1.15. */
export const likeness = (a: Subject, b: Subject): number =>
  dot(a.centre, b.centre) + JOINING.titleWeight * dice(a.titleWords, b.titleWords);

/**
 * Joins the clusters of a day to the issues known before it. The likest pair is joined first, each issue takes one
 * cluster of a day at most, and what is like none enough is a new issue: two clusters under one title stay two. What
 * was last seen on that day or later is not known before it.
 */
export function joinDay(
  day: string,
  clusters: readonly ClusterToJoin[],
  before: readonly KnownIssue[],
  joins: number = JOINING.joins,
): JoinedDay {
  const issues = before.filter(({ lastDay }) => lastDay < day);
  const subjects = clusters.map((cluster) => ({
    cluster,
    centre: normalise(cluster.centre),
    titleWords: titleWords(cluster.canonicalTitle),
  }));
  const parents = new Map<ClusterToJoin, KnownIssue>();
  const taken = new Set<string>();
  for (const { cluster, issue } of pairsOf(subjects, issues, joins)) {
    if (parents.has(cluster) || taken.has(issue.issueKey)) continue;
    parents.set(cluster, issue);
    taken.add(issue.issueKey);
  }
  const known = subjects.map((subject) => {
    const parent = parents.get(subject.cluster);
    return parent ? continued(parent, subject, day) : begun(subject, day);
  });
  return {
    issueKeys: new Map(clusters.map(({ clusterId }, i) => [clusterId, known[i]!.issueKey])),
    known: known.sort((a, b) => compareBytewise(a.issueKey, b.issueKey)),
  };
}

/** Issues that are like this one and were not merged with it, likest first. */
export function relatedIssues(
  issue: KnownIssue,
  others: readonly KnownIssue[],
): { issueKey: string; likeness: number }[] {
  return others
    .filter(({ issueKey, space }) => issueKey !== issue.issueKey && space === issue.space)
    .map((other) => ({ issueKey: other.issueKey, likeness: likeness(issue, other) }))
    .filter((each) => each.likeness >= JOINING.relates)
    .sort((a, b) => b.likeness - a.likeness || compareBytewise(a.issueKey, b.issueKey));
}

interface Candidate extends Subject {
  cluster: ClusterToJoin;
}

/** Pairs that may be joined, likest first; equal ones by their keys. */
function pairsOf(subjects: readonly Candidate[], issues: readonly KnownIssue[], joins: number) {
  const pairs = subjects.flatMap((subject) =>
    issues
      .filter(({ space }) => space === subject.cluster.space)
      .map((issue) => ({ cluster: subject.cluster, issue, score: likeness(subject, issue) }))
      .filter(({ score }) => score >= joins),
  );
  return pairs.sort(
    (a, b) =>
      b.score - a.score ||
      compareBytewise(a.issue.issueKey, b.issue.issueKey) ||
      compareBytewise(a.cluster.leastItem, b.cluster.leastItem),
  );
}

function begun({ cluster, centre, titleWords }: Candidate, day: string): KnownIssue {
  const { space, canonicalTitle, clusterSize, leastItem } = cluster;
  const issueKey = hashParts(['issue', day, leastItem]).slice(0, KEY_LENGTH);
  return {
    ...{ issueKey, space, centre, titleWords, canonicalTitle, aliases: [] },
    ...{ firstDay: day, lastDay: day, items: clusterSize },
  };
}

function continued(issue: KnownIssue, { cluster, centre, titleWords }: Candidate, day: string) {
  const { canonicalTitle, clusterSize } = cluster;
  const kept = 0.5 ** (daysBetween(issue.lastDay, day) / HALF_LIFE_DAYS);
  const past = kept * Math.min(issue.items / clusterSize, PAST);
  return {
    ...issue,
    centre: normalise(centre.map((value, i) => value + past * issue.centre[i]!)),
    ...{ titleWords, canonicalTitle, aliases: aliasesOf(issue, canonicalTitle) },
    ...{ lastDay: day, items: issue.items + clusterSize },
  };
}

/** The titles that it had before this one, without repetition, the oldest first. */
function aliasesOf({ aliases, canonicalTitle }: KnownIssue, title: string): string[] {
  const all = new Set([...aliases, canonicalTitle]);
  all.delete(title);
  return [...all].slice(-MOST_ALIASES);
}

const daysBetween = (from: string, to: string): number =>
  (Date.parse(to) - Date.parse(from)) / DAY_MS;

function dice(a: readonly string[], b: readonly string[]): number {
  const both = a.filter((word) => b.includes(word)).length;
  return (2 * both) / (a.length + b.length || 1);
}
