import { words } from '../../../algorithms/text/tokens.js';

/**
 * Hashes of a question's distinct words and pairs of neighbouring words, ascending: 53 bits, so that no number
 * depends on the order in which questions came.
 */
export type TermIds = Float64Array;

/** A question's terms with weights of unit length. */
export interface WeightedTerms {
  ids: TermIds;
  weights: Float64Array;
}

/** How often each term occurs among the stored questions, kept as they come and go. */
export class Lexicon {
  readonly #frequencies = new Map<number, number>();
  #documents = 0;

  add(text: string): TermIds {
    const ids = termIds(text);
    for (const id of ids) this.#frequencies.set(id, (this.#frequencies.get(id) ?? 0) + 1);
    this.#documents++;
    return ids;
  }

  remove(ids: TermIds): void {
    for (const id of ids) {
      const left = this.#frequencies.get(id)! - 1;
      if (left === 0) this.#frequencies.delete(id);
      else this.#frequencies.set(id, left);
    }
    this.#documents--;
  }

  /** Inverse document frequencies, smoothed, of unit length together. */
  weigh(ids: TermIds): WeightedTerms {
    const weights = ids.map((id) => this.#idf(id));
    let squares = 0;
    for (const weight of weights) squares += weight * weight;
    const length = Math.sqrt(squares);
    return { ids, weights: length === 0 ? weights : weights.map((weight) => weight / length) };
  }

  #idf(id: number): number {
    return 1 + Math.log((1 + this.#documents) / (1 + (this.#frequencies.get(id) ?? 0)));
  }
}

/** Cosine of two questions' terms, 0…1. */
export function lexicalSimilarity(a: WeightedTerms, b: WeightedTerms): number {
  const [ours, theirs] = [a.ids, b.ids];
  const [most, others] = [ours.length, theirs.length];
  let sum = 0;
  let i = 0;
  let j = 0;
  while (i < most && j < others) {
    const x = ours[i]!;
    const y = theirs[j]!;
    if (x < y) i++;
    else if (y < x) j++;
    else sum += a.weights[i++]! * b.weights[j++]!;
  }
  return sum;
}

/** Terms of a question, stored or not. */
export function termIds(text: string): TermIds {
  const singles = words(text);
  const pairs = singles.slice(1).map((word, i) => `${singles[i]} ${word}`);
  return Float64Array.from(new Set([...singles, ...pairs].map(hash53))).sort();
}

/** Two multiplicative hashes of 32 bits side by side (after cyrb53): far from any collision among 10⁶ terms. */
function hash53(text: string): number {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    a = Math.imul(a ^ unit, 0x9e3779b1);
    b = Math.imul(b ^ unit, 0x5f356495);
  }
  a = Math.imul(a ^ (a >>> 16), 0x85ebca6b) ^ Math.imul(b ^ (b >>> 13), 0xc2b2ae35);
  b = Math.imul(b ^ (b >>> 16), 0x85ebca6b) ^ Math.imul(a ^ (a >>> 13), 0xc2b2ae35);
  return 0x100000000 * (b & 0x1fffff) + (a >>> 0);
}
