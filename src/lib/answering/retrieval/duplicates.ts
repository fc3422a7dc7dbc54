import type { ReadText } from '../../algorithms/text/evidence.js';

/** Share of the pairs of neighbouring terms that two near-duplicates have in common, at least. */
const SAME = 0.8;

/** Tells of each page in turn whether it nearly repeats one that was kept before it. */
export function duplicateFilter(): (text: ReadText) => boolean {
  const kept: Set<string>[] = [];
  return ({ terms }) => {
    const pairs = new Set<string>();
    const all = terms.flat();
    all.forEach((term, i) => pairs.add(`${term} ${all[i + 1] ?? ''}`));
    if (kept.some((other) => likeness(pairs, other) >= SAME)) return true;
    kept.push(pairs);
    return false;
  };
}

/** Jaccard index: what both have of what either has; 1 for two empty sets. */
function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (Math.min(a.size, b.size) < SAME * Math.max(a.size, b.size)) return 0;
  let shared = 0;
  for (const pair of a) if (b.has(pair)) shared++;
  const either = a.size + b.size - shared;
  return either === 0 ? 1 : shared / either;
}
