/**
 * The word lists of the vetoes, which lie beside this file in `words/`: `NAME.LANGUAGE.txt`, or `NAME.txt` where a line
 * holds the forms of all languages. Forms as in `Forms`. Lines that begin with `#` say what a list is for.
 */
import { readFileSync } from 'node:fs';
import type { WordLanguage } from '../../../algorithms/text/stop-words.js';

export const VETO_LANGUAGES: readonly WordLanguage[] = ['en', 'it', 'id', 'de', 'fr', 'es'];

/** The lines of a list. */
export function linesOf(list: string): string[] {
  const text = readFileSync(new URL(`words/${list}.txt`, import.meta.url), 'utf8');
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

/** The lines `VALUE = FORMS` of a list, in their order: each value with its forms. */
export const entriesOf = (list: string): [value: string, forms: string][] =>
  linesOf(list).map((line) => {
    const [value = '', forms = ''] = line.split(' = ');
    return [value, forms];
  });

/** The words of a list, whatever line they stand in. */
export const wordsOf = (list: string): string[] => linesOf(list).flatMap((line) => line.split(' '));

/** Of lists in every language, one behind the other. */
export const inEveryLanguage = (list: string, read: (list: string) => string[]): string[] =>
  VETO_LANGUAGES.flatMap((language) => read(`${list}.${language}`));
