import type { WeightedTerms } from './lexicon.js';

/**
 * Calls back for every term that texts i ≥ j share (i = j too) with its weight in each; the terms of one pair come in
 * ascending order. Only pairs that share a term cost anything: a hash table of the terms, each with the list of its
 * holders so far, in four arrays and without an object a term.
 */
export function eachSharedTerm(
  texts: readonly WeightedTerms[],
  told: (i: number, j: number, weightOfI: number, weightOfJ: number) => void,
): void {
  const count = texts.reduce((sum, { ids }) => sum + ids.length, 0);
  const table = new Holders(count);
  texts.forEach(({ ids, weights }, i) => {
    for (let t = 0; t < ids.length; t++) {
      const weight = weights[t]!;
      let holder = table.add(ids[t]!, i, weight);
      for (; holder !== NONE; holder = table.before[holder]!) {
        told(i, table.text[holder]!, weight, table.weight[holder]!);
      }
    }
  });
}

const NONE = 0;

/** Holders of a term are numbered from 1 in the order in which they came. */
class Holders {
  readonly text: Int32Array;
  readonly weight: Float64Array;
  /** The one that held the same term before. */
  readonly before: Int32Array;
  readonly #ids: Float64Array;
  /** The last holder of the term that lies at a place of the table. */
  readonly #last: Int32Array;
  readonly #mask: number;
  #count = 0;

  /** @param most Holders of all terms together. */
  constructor(most: number) {
    const places = 2 ** Math.ceil(Math.log2(2 * most + 1));
    this.text = new Int32Array(most + 1);
    this.weight = new Float64Array(most + 1);
    this.before = new Int32Array(most + 1);
    this.#ids = new Float64Array(most + 1);
    this.#last = new Int32Array(places);
    this.#mask = places - 1;
  }

  add(id: number, text: number, weight: number): number {
    const place = this.#placeOf(id);
    const holder = ++this.#count;
    this.before[holder] = this.#last[place]!;
    this.#last[place] = holder;
    this.#ids[holder] = id;
    this.text[holder] = text;
    this.weight[holder] = weight;
    return holder;
  }

  /** Linear probing; ids are hashes already, and at most half of the places are taken. */
  #placeOf(id: number): number {
    let place = id & this.#mask;
    for (;;) {
      const holder = this.#last[place]!;
      if (holder === NONE || this.#ids[holder] === id) return place;
      place = (place + 1) & this.#mask;
    }
  }
}
