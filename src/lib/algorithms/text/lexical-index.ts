import { SimilarTerms } from './similar-terms.js';

/** A word that a query asks for: the term, or one like it, each with a weight, 0…1. */
export interface SoughtTerm {
  term: string;
  /** The rarer, the more: that of the best variant, weighted. 0 when the index has none of them. */
  idf: number;
  /** Weight by term, those that the index has. */
  variants: ReadonlyMap<string, number>;
}

/** Saturation of term frequency and correction for length (docs/decisions/0015-retrieval.md). */
const K1 = 1.2;
const B = 0.75;

/** Texts of a term: slot · 2⁸ + times it occurs there, at most 255. */
interface Postings {
  term: string;
  packed: Uint32Array;
  used: number;
}

const COUNT_BITS = 8;
const MOST_COUNTED = 2 ** COUNT_BITS - 1;

/**
 * An inverted index in memory, ranked by BM25 (Robertson & Zaragoza 2009, §3.4) with the idf of Lucene,
 * ln(1 + (N − n + ½) / (n + ½)), which is never negative. Texts are known by small whole numbers, their slots
 * (below 2²⁴), and come and go one by one.
 */
export class LexicalIndex {
  private readonly postings = new Map<string, Postings>();
  private readonly vocabulary = new SimilarTerms();
  private readonly lengths: number[] = [];
  private readonly texts: (readonly Postings[] | undefined)[] = [];
  private total = 0;
  private size = 0;

  /** Adds a text by its terms, in order, under a slot that is free. */
  add(slot: number, terms: readonly string[]): void {
    const counts = new Map<string, number>();
    for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
    this.texts[slot] = [...counts].map(([term, count]) => this.post(term, slot, count));
    this.lengths[slot] = terms.length;
    this.total += terms.length;
    this.size++;
  }

  private post(term: string, slot: number, count: number): Postings {
    let entry = this.postings.get(term);
    if (!entry) {
      this.postings.set(term, (entry = { term, packed: new Uint32Array(1), used: 0 }));
      this.vocabulary.add(term);
    }
    if (entry.used === entry.packed.length) {
      const larger = new Uint32Array(Math.ceil(entry.used * 1.5) + 1);
      larger.set(entry.packed);
      entry.packed = larger;
    }
    entry.packed[entry.used++] = slot * 2 ** COUNT_BITS + Math.min(count, MOST_COUNTED);
    return entry;
  }

  /** A slot that is free stays as it is. */
  remove(slot: number): void {
    const entries = this.texts[slot];
    if (!entries) return;
    for (const entry of entries) this.unpost(entry, slot);
    this.texts[slot] = undefined;
    this.total -= this.lengths[slot] ?? 0;
    this.size--;
  }

  private unpost(entry: Postings, slot: number): void {
    const { packed, term } = entry;
    for (let at = 0; at < entry.used; at++) {
      if (packed[at]! >>> COUNT_BITS !== slot) continue;
      packed[at] = packed[--entry.used]!;
      break;
    }
    if (entry.used > 0) return;
    this.postings.delete(term);
    this.vocabulary.delete(term);
  }

  /** What to seek for the terms of a query. */
  seek(terms: readonly string[]): SoughtTerm[] {
    return terms.map((term) => {
      const variants = this.vocabulary.variants(term);
      const known = variants.filter((variant) => this.postings.has(variant.term));
      const weights = known.map((variant) => variant.similarity * this.idf(variant.term));
      return {
        term,
        idf: Math.max(0, ...weights),
        variants: new Map(known.map((variant) => [variant.term, variant.similarity])),
      };
    });
  }

  /** How rare a term is among the texts: 0 when nearly all have it. */
  idf(term: string): number {
    return inverse(this.postings.get(term)?.used ?? 0, this.size);
  }

  /**
   * The BM25 of every slot below `slots`, 0 where nothing of the query stands: of each sought term its variant
   * that scores best.
   */
  scores(sought: readonly SoughtTerm[], slots: number): Float64Array {
    const scores = new Float64Array(slots);
    const best = new Float64Array(slots);
    for (const { variants } of sought) {
      if (variants.size === 1) {
        for (const [term, weight] of variants) this.addTerm(term, weight, scores, false);
        continue;
      }
      best.fill(0);
      for (const [term, weight] of variants) this.addTerm(term, weight, best, true);
      for (let slot = 0; slot < slots; slot++) scores[slot]! += best[slot]!;
    }
    return scores;
  }

  private addTerm(term: string, weight: number, into: Float64Array, greatest: boolean): void {
    const entry = this.postings.get(term);
    if (!entry) return;
    const factor = weight * this.idf(term) * (K1 + 1);
    const mean = this.total / this.size;
    for (let at = 0; at < entry.used; at++) {
      const packed = entry.packed[at]!;
      const slot = packed >>> COUNT_BITS;
      const score = saturated(factor, packed & MOST_COUNTED, this.lengths[slot]! / mean);
      into[slot] = greatest ? Math.max(into[slot]!, score) : into[slot]! + score;
    }
  }

  /**
   * The BM25 of groups of texts, each read as one long text.
   * @param groupOf the group of each slot, 0 … groups − 1; −1 for a text of none
   */
  groupScores(sought: readonly SoughtTerm[], groupOf: Int32Array, groups: number): Float64Array {
    const lengths = new Float64Array(groups);
    groupOf.forEach((group, slot) => {
      if (group >= 0) lengths[group]! += this.lengths[slot] ?? 0;
    });
    const mean = lengths.reduce((sum, length) => sum + length, 0) / groups;
    const scores = new Float64Array(groups);
    for (const { variants } of sought) {
      const best = new Float64Array(groups);
      for (const [term, weight] of variants) {
        const counts = this.groupCounts(term, groupOf, groups);
        const holding = counts.reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0);
        const factor = weight * inverse(holding, groups) * (K1 + 1);
        counts.forEach((count, group) => {
          const score = saturated(factor, count, lengths[group]! / mean);
          best[group] = Math.max(best[group]!, score);
        });
      }
      best.forEach((score, group) => (scores[group]! += score));
    }
    return scores;
  }

  private groupCounts(term: string, groupOf: Int32Array, groups: number): Float64Array {
    const counts = new Float64Array(groups);
    const entry = this.postings.get(term);
    for (let at = 0; entry && at < entry.used; at++) {
      const packed = entry.packed[at]!;
      const group = groupOf[packed >>> COUNT_BITS] ?? -1;
      if (group >= 0) counts[group]! += packed & MOST_COUNTED;
    }
    return counts;
  }
}

/** The idf of a term that `n` of `size` texts have. */
function inverse(n: number, size: number): number {
  return Math.log(1 + (size - n + 0.5) / (n + 0.5));
}

/** Less than `factor`, by how often a term stands in a text and how long the text is, the mean being 1. */
function saturated(factor: number, count: number, length: number): number {
  return count === 0 ? 0 : (factor * count) / (count + K1 * (1 - B + B * length));
}
