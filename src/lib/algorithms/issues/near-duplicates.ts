import { compareBytewise } from '../text/hashing.js';
import { candidatePairs, resemblance, shingles, signature } from '../text/minhash.js';
import { termFinder } from '../text/tokens.js';
import { dot } from '../vectors/dot.js';
import { readingOf, sayTheSame, type Reading } from './sameness.js';

/** What somebody wrote, wherever and whenever. */
export interface Post {
  id: string;
  /** Title and body. */
  text: string;
  /** Unit length. */
  vector: Float32Array;
}

/** Two posts that are alike; `a` stands before `b` bytewise. */
export interface Likeness {
  a: string;
  b: string;
  /** Share of their shingles that both have, 0…1. */
  resemblance: number;
  /** Of their vectors, −1…1. */
  cosine: number;
}

export interface Duplicates {
  /** Posts that are one, two or more in each, ids in bytewise order. */
  merged: string[][];
  /** Pairs that are alike and were not merged, likest first. */
  related: Likeness[];
}

/**
 * As measured (docs/decisions/0045-merging-and-joining.md): of the bounds that merge no minimal pair, those that find the
 * most reposts.
 */
export const SAME = { resemblance: 0.7, cosine: 0.8 } as const;
/** Below either nothing is merged. */
export type Bounds = Pick<Likeness, 'resemblance' | 'cosine'>;
/** From this cosine on two candidates are told to be related. */
const RELATED = 0.6;

/**
 * Which posts are copies of one, across sources and days. Candidates come from MinHash; a pair is the same above both
 * bounds and where the two say the same. Groups hold only posts that are pairwise the same, the likest joined first:
 * no chain leads from one text to another. The result does not depend on the order of the posts.
 */
export function nearDuplicates(posts: readonly Post[], bounds: Bounds = SAME): Duplicates {
  const sorted = [...posts].sort((a, b) => compareBytewise(a.id, b.id));
  const read = sorted.map(reader());
  const candidates = candidatePairs(read.map((each) => each.signature));
  const alike = candidates.map(([i, j]) => ({ i, j, ...likeness(read[i]!, read[j]!, bounds) }));
  const same = alike.filter((pair) => pair.same).sort(byLikeness);
  const groupOf = completeLinkage(sorted.length, same);
  return {
    merged: groupsOf(groupOf).map((group) => group.map((place) => sorted[place]!.id)),
    related: alike
      .filter(({ i, j, cosine }) => groupOf[i] !== groupOf[j] && cosine >= RELATED)
      .sort(byLikeness)
      .map(({ i, j, resemblance, cosine }) => {
        return { a: sorted[i]!.id, b: sorted[j]!.id, resemblance, cosine };
      }),
  };
}

interface Read {
  vector: Float32Array;
  shingles: ReadonlySet<number>;
  signature: Uint32Array;
  reading: Reading;
}

function reader(): (post: Post) => Read {
  const find = termFinder();
  return ({ text, vector }) => {
    const own = shingles(text);
    return { vector, shingles: own, signature: signature(own), reading: readingOf(text, find) };
  };
}

function likeness(a: Read, b: Read, bounds: Bounds) {
  const shared = resemblance(a.shingles, b.shingles);
  const cosine = dot(a.vector, b.vector);
  const near = shared >= bounds.resemblance && cosine >= bounds.cosine;
  return { resemblance: shared, cosine, same: near && sayTheSame(a.reading, b.reading) };
}

interface Pair {
  i: number;
  j: number;
  resemblance: number;
  cosine: number;
}

const byLikeness = (a: Pair, b: Pair): number =>
  b.resemblance - a.resemblance || b.cosine - a.cosine || a.i - b.i || a.j - b.j;

/** Joins two groups when every post of the one is the same as every post of the other. */
function completeLinkage(n: number, same: readonly Pair[]): number[] {
  const isSame = new Set(same.map(({ i, j }) => i * n + j));
  const members = Array.from({ length: n }, (_, place) => [place]);
  const groupOf = members.map(([place]) => place!);
  for (const { i, j } of same) {
    const [left, right] = [groupOf[i]!, groupOf[j]!];
    if (left === right) continue;
    const pairs = members[left]!.flatMap((a) => members[right]!.map((b) => [a, b] as const));
    if (!pairs.every(([a, b]) => isSame.has(Math.min(a, b) * n + Math.max(a, b)))) continue;
    for (const each of members[right]!) groupOf[each] = left;
    members[left]!.push(...members[right]!.splice(0));
  }
  return groupOf;
}

/** Groups of two or more, by their first place. */
function groupsOf(groupOf: readonly number[]): number[][] {
  const groups = new Map<number, number[]>();
  groupOf.forEach((group, place) => {
    const found = groups.get(group);
    if (found) found.push(place);
    else groups.set(group, [place]);
  });
  return [...groups.values()].filter((group) => group.length > 1);
}
