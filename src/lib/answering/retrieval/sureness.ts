import type { Sought } from '../../algorithms/text/evidence.js';
import type { SoughtTerm } from '../../algorithms/text/lexical-index.js';
import type { Library } from './library.js';
import type { FoundPage } from './quotes.js';

/**
 * Log odds that a page answers, above the bar (docs/decisions/0042-answers-on-the-point.md): fitted on every second
 * article of SQuAD, with questions on articles that were not there.
 */
const BY_WORDS = { bias: -5, coverage: 5.5, missing: -3.8, fit: 3, phrases: 2.4 };
const BY_MEANING = { bias: -7.8, coverage: 4.35, missing: -4.6, fit: 2.9, phrases: 1.4 };
const COSINE = 12.3;
/** The more passages there are, the nearer one of them comes by chance. */
const PASSAGES = -0.3;
/** Cosines of other models mean other things. */
const MEASURED = /^all-MiniLM-L6-v2@/;

/**
 * How sure it is that a page answers a question: below 0 it rather does not. Its words and its title hold what is
 * asked, the names in one place; a sentence is of the kind that is asked for; a passage is near.
 * @param space of the vectors that `found.passages` were compared in
 */
export function sureness(
  library: Library,
  sought: Sought,
  { candidate, passages }: FoundPage,
  space: string | null,
): number {
  const near = space !== null && MEASURED.test(space) && passages.length > 0;
  const weights = near ? BY_MEANING : BY_WORDS;
  const { slot, evidence } = candidate;
  const { terms } = library.text(slot);
  const everything = new Set([...terms.flat(), ...library.title(slot).terms]);
  const words =
    weights.bias +
    weights.coverage * coverage(everything, sought.terms, library) +
    weights.missing * rarestMissing(terms, sought, library) +
    weights.fit * evidence.fit +
    weights.phrases * evidence.phrases;
  if (!near) return words;
  const cosine = Math.max(...passages.map(({ score }) => score));
  return words + COSINE * cosine + PASSAGES * Math.log(library.dense.passages);
}

/** How much of a sought term a set of terms has, 0…1. */
function held(terms: ReadonlySet<string>, { variants }: SoughtTerm): number {
  let most = 0;
  for (const [variant, weight] of variants) if (terms.has(variant)) most = Math.max(most, weight);
  return most;
}

/** Share of what is asked, by rarity; unlike in the ranking, words count that no page has. */
function coverage(
  terms: ReadonlySet<string>,
  sought: readonly SoughtTerm[],
  { lexical }: Library,
): number {
  const total = sought.reduce((sum, { term }) => sum + lexical.idf(term), 0);
  const has = sought.reduce((sum, each) => sum + lexical.idf(each.term) * held(terms, each), 0);
  return has / (total || 1);
}

/** Of the names in the question that two neighbouring sentences lack, how rare the rarest is, 0…1: for the best two. */
function rarestMissing(
  sentences: readonly (readonly string[])[],
  { terms, names }: Sought,
  { lexical }: Library,
): number {
  const named = terms.filter(({ term }) => names.has(term));
  if (named.length === 0) return 0;
  const rarest = lexical.idf(''); // that of a word which no page has
  const missing = sentences.map((sentence, i) => {
    const window = new Set([...sentence, ...(sentences[i + 1] ?? [])]);
    return Math.max(...named.map((each) => lexical.idf(each.term) * (1 - held(window, each))));
  });
  return Math.min(rarest, ...missing) / (rarest || 1);
}
