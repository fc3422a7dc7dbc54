import type { WeightedTerms } from './lexicon.js';

/**
 * Adds to every cell (i, j ≤ i) of an n × n kernel (row-major) `scale` times the cosine of the terms of texts i and j.
 * The terms of one pair are added in ascending order. A term is looked for in the texts that have it, not in all.
 */
export function addSharedTerms(
  kernel: Float64Array,
  texts: readonly WeightedTerms[],
  scale: number,
): void {
  const n = texts.length;
  const { terms, most } = numbered(texts);
  // For each term, the texts up to now that have it, and its weights in them.
  const holders = Array.from({ length: most }, (): { at: number[]; weights: number[] } => ({
    at: [],
    weights: [],
  }));
  let next = 0;
  for (let i = 0; i < n; i++) {
    for (const weight of texts[i]!.weights) {
      const { at, weights } = holders[terms[next++]!]!;
      at.push(i);
      weights.push(weight);
      const own = scale * weight;
      for (let each = 0; each < at.length; each++)
        kernel[i * n + at[each]!]! += own * weights[each]!;
    }
  }
}

/** For each occurrence, text by text, the number of its term, counted from 0 as they come. */
function numbered(texts: readonly WeightedTerms[]): { terms: Int32Array; most: number } {
  const numbers = new Map<number, number>();
  const terms = new Int32Array(texts.reduce((sum, { ids }) => sum + ids.length, 0));
  let at = 0;
  for (const { ids } of texts) {
    for (const id of ids) {
      const known = numbers.get(id) ?? numbers.size;
      numbers.set(id, known);
      terms[at++] = known;
    }
  }
  return { terms, most: numbers.size };
}
