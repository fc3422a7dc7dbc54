import type { WeightedTerms } from './lexicon.js';

/**
 * Adds to every cell (i, j ≤ i) of an n × n kernel (row-major) `scale` times the cosine of the terms of texts i and j.
 * Only pairs that share a term cost anything; the terms of one pair are added in ascending order.
 */
export function addSharedTerms(
  kernel: Float64Array,
  texts: readonly WeightedTerms[],
  scale: number,
): void {
  const { terms, starts } = numbered(texts);
  const ends = starts.slice();
  const holders = new Int32Array(terms.length);
  const held = new Float64Array(terms.length);
  let at = 0;
  texts.forEach(({ weights }, i) => {
    const row = i * texts.length;
    for (let t = 0; t < weights.length; t++) {
      const term = terms[at++]!;
      const weight = weights[t]!;
      const end = ends[term]!++;
      holders[end] = i;
      held[end] = weight;
      const own = scale * weight;
      for (let h = starts[term]!; h <= end; h++) kernel[row + holders[h]!]! += own * held[h]!;
    }
  });
}

interface Numbered {
  /** For each occurrence, text by text, its term's number. */
  terms: Int32Array;
  /** Where a term's holders begin in a list of all occurrences by term. */
  starts: Int32Array;
}

/** Numbers terms from 1 as they come, by a hash table with linear probing; ids are hashes already. */
function numbered(texts: readonly WeightedTerms[]): Numbered {
  const count = texts.reduce((sum, { ids }) => sum + ids.length, 0);
  const table = new Int32Array(2 ** Math.ceil(Math.log2(2 * count + 1)));
  const known = new Float64Array(count + 1);
  const sizes = new Int32Array(count + 1);
  const terms = new Int32Array(count);
  let at = 0;
  let last = 0;
  for (const { ids } of texts) {
    for (let t = 0; t < ids.length; t++) {
      const place = placeOf(ids[t]!, table, known);
      if (table[place] === FREE) {
        table[place] = ++last;
        known[last] = ids[t]!;
      }
      const term = table[place]!;
      sizes[term]!++;
      terms[at++] = term;
    }
  }
  return { terms, starts: sums(sizes.subarray(0, last + 1)) };
}

const FREE = 0;

/** The place that holds the term of that id, or where it belongs. */
function placeOf(id: number, table: Int32Array, known: Float64Array): number {
  const mask = table.length - 1;
  let place = id & mask;
  while (table[place] !== FREE && known[table[place]!] !== id) place = (place + 1) & mask;
  return place;
}

/** Σ over all before. */
function sums(sizes: Int32Array): Int32Array {
  let sum = 0;
  return sizes.map((size) => (sum += size) - size);
}
