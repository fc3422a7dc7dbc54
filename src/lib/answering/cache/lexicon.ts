import { compareBytewise } from '../../algorithms/text/hashing.js';
import { words } from '../../algorithms/text/tokens.js';

/** Ids of a question's distinct words and pairs of neighbouring words, ascending. */
export type TermIds = Int32Array;

/** A question's terms with weights of unit length. */
export interface WeightedTerms {
  ids: TermIds;
  weights: Float64Array;
}

/** How often each term occurs among the stored questions, kept as they come and go. */
export class Lexicon {
  readonly #ids = new Map<string, number>();
  readonly #frequencies: number[] = [];
  #documents = 0;

  add(text: string): TermIds {
    const ids = Int32Array.from(termsOf(text), (term) => this.#idOf(term)).sort();
    for (const id of ids) this.#frequencies[id]! += 1;
    this.#documents++;
    return ids;
  }

  remove(ids: TermIds): void {
    for (const id of ids) this.#frequencies[id]! -= 1;
    this.#documents--;
  }

  /** Terms of a question that is not stored; what no stored question holds gets ids below 0. */
  read(text: string): TermIds {
    let unknown = 0;
    return Int32Array.from(termsOf(text), (term) => this.#ids.get(term) ?? --unknown).sort();
  }

  /** Inverse document frequencies, smoothed, of unit length together. */
  weigh(ids: TermIds): WeightedTerms {
    const weights = Float64Array.from(ids, (id) => this.#idf(id));
    let squares = 0;
    for (const weight of weights) squares += weight * weight;
    const length = Math.sqrt(squares);
    return { ids, weights: length === 0 ? weights : weights.map((weight) => weight / length) };
  }

  #idf(id: number): number {
    const frequency = id < 0 ? 0 : this.#frequencies[id]!;
    return 1 + Math.log((1 + this.#documents) / (1 + frequency));
  }

  #idOf(term: string): number {
    const known = this.#ids.get(term);
    if (known !== undefined) return known;
    this.#ids.set(term, this.#frequencies.length);
    return this.#frequencies.push(0) - 1;
  }
}

/** Cosine of two questions' terms, 0…1. */
export function lexicalSimilarity(a: WeightedTerms, b: WeightedTerms): number {
  let sum = 0;
  let [i, j] = [0, 0];
  while (i < a.ids.length && j < b.ids.length) {
    const [x, y] = [a.ids[i]!, b.ids[j]!];
    if (x < y) i++;
    else if (x > y) j++;
    else {
      // Negative ids are each question's own.
      if (x >= 0) sum += a.weights[i]! * b.weights[j]!;
      i++;
      j++;
    }
  }
  return sum;
}

function termsOf(text: string): string[] {
  const singles = words(text);
  const pairs = singles.slice(1).map((word, i) => `${singles[i]} ${word}`);
  return [...new Set([...singles, ...pairs])].sort(compareBytewise);
}
