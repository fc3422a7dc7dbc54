import { IRREGULAR } from './irregular.js';
import { remembered } from './remembered.js';
import { stem } from './stem.js';
import { normalise } from './tokens.js';

/** Latin letters lose their accents, so that `café` is found as `cafe`. */
const MARKS = /[\u0300-\u036f]/g;
const PLAIN = /^[\0-\x7f]*$/;

/**
 * A function from a word as written to the term it is sought by: folded, without the possessive, stemmed;
 * irregular English forms as their base. Stop words have terms, too. It remembers its answers up to a bound.
 */
export const searchTermFinder = (): ((raw: string) => string) => remembered(searchTerm, MOST_KNOWN);

const MOST_KNOWN = 200_000;

function searchTerm(raw: string): string {
  const word = fold(raw);
  const base = word.endsWith("'s") ? word.slice(0, -2) : word;
  return stem(IRREGULAR.get(base) ?? base);
}

/** Lower case, straight apostrophes, Latin letters without accents. */
export function fold(raw: string): string {
  const word = normalise(raw);
  return PLAIN.test(word) ? word : word.normalize('NFD').replace(MARKS, '').normalize('NFC');
}
