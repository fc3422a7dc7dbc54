import { standardise } from '../../algorithms/standardise.js';
import type { Sought } from '../../algorithms/text/evidence.js';
import type { Library } from './library.js';

/** What speaks for the chapter that a page stands in, by place in `slots`; 0 for a page without a chapter. */
export interface ChapterScores {
  /** Standard score, over chapters, of BM25 over the chapter's pages as one text. */
  words: Float64Array;
  /** Mean of the scores of the chapter's pages. */
  mean: Float64Array;
}

/**
 * A page that answers rarely says all that a question does: who is spoken of, and where, is said elsewhere in its
 * chapter. Chapters count by those of their pages that are in `slots`.
 * @param scores of each page, by place in `slots`
 */
export function chapterScores(
  library: Library,
  sought: Sought,
  slots: readonly number[],
  scores: Float64Array,
): ChapterScores {
  const numbers = new Map<string, number>();
  const groupOf = new Int32Array(library.slots).fill(-1);
  for (const slot of slots) {
    const chapter = library.page(slot)?.chapter ?? null;
    if (chapter === null) continue;
    const number = numbers.get(chapter) ?? numbers.size;
    numbers.set(chapter, number);
    groupOf[slot] = number;
  }
  const chapters = [...numbers.values()];
  const bm25 = library.lexical.groupScores(sought.terms, groupOf, chapters.length);
  const words = standardise(bm25, chapters);
  const means = meanByGroup(
    slots.map((slot) => groupOf[slot]!),
    scores,
    chapters.length,
  );
  const ofPages = (values: Float64Array) =>
    Float64Array.from(slots, (slot) => values[groupOf[slot]!] ?? 0);
  return { words: ofPages(words), mean: ofPages(means) };
}

function meanByGroup(groups: readonly number[], scores: Float64Array, count: number): Float64Array {
  const sums = new Float64Array(count);
  const sizes = new Float64Array(count);
  groups.forEach((group, i) => {
    if (group < 0) return;
    sums[group]! += scores[i]!;
    sizes[group]!++;
  });
  return sums.map((sum, group) => sum / Math.max(1, sizes[group]!));
}
