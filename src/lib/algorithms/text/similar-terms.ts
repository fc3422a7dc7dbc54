/** A term of the vocabulary, and how much of it another one has: 0…1, 1 for the term itself. */
export interface Variant {
  term: string;
  similarity: number;
}

/** Shorter terms, and those with digits, have no variants. */
const SHORTEST = 4;
const LEAST_SIMILARITY = 0.5;
const MOST_VARIANTS = 12;
const DIGIT = /[0-9]/;

/**
 * A vocabulary in which terms are found by their likeness: misspelt names, and words that stems keep apart
 * (`german`, `germani`). Likeness is the Dice coefficient of the sets of letter trigrams, squared.
 */
export class SimilarTerms {
  private readonly byGram = new Map<string, Set<string>>();

  add(term: string): void {
    if (!hasVariants(term)) return;
    for (const gram of grams(term)) {
      const terms = this.byGram.get(gram);
      if (terms) terms.add(term);
      else this.byGram.set(gram, new Set([term]));
    }
  }

  delete(term: string): void {
    if (!hasVariants(term)) return;
    for (const gram of grams(term)) {
      const terms = this.byGram.get(gram);
      terms?.delete(term);
      if (terms?.size === 0) this.byGram.delete(gram);
    }
  }

  /** The term first, then those like it that the vocabulary has, likest first, ties by term. */
  variants(term: string): Variant[] {
    const itself = { term, similarity: 1 };
    if (!hasVariants(term)) return [itself];
    const own = grams(term);
    const shared = new Map<string, number>();
    for (const gram of own) {
      for (const other of this.byGram.get(gram) ?? [])
        shared.set(other, (shared.get(other) ?? 0) + 1);
    }
    shared.delete(term);
    const found: Variant[] = [];
    for (const [other, count] of shared) {
      const dice = (2 * count) / (own.size + other.length);
      if (dice >= LEAST_SIMILARITY) found.push({ term: other, similarity: dice ** 2 });
    }
    found.sort((a, b) => b.similarity - a.similarity || (a.term < b.term ? -1 : 1));
    return [itself, ...found.slice(0, MOST_VARIANTS)];
  }
}

/** A text longer than any word is no word. */
const LONGEST = 40;

function hasVariants(term: string): boolean {
  return term.length >= SHORTEST && term.length <= LONGEST && !DIGIT.test(term);
}

/** Letter trigrams with a mark at either end: as many as the term has letters, unless some are equal. */
function grams(term: string): Set<string> {
  const marked = `^${term}$`;
  const found = new Set<string>();
  for (let at = 0; at + 3 <= marked.length; at++) found.add(marked.slice(at, at + 3));
  return found;
}
