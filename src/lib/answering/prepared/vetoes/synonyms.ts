import { term } from '../../../algorithms/text/tokens.js';
import { Forms } from './forms.js';
import { inEveryLanguage, linesOf } from './word-lists.js';

/**
 * Words that people exchange in questions without asking for another thing; a group a line, a word may be in several.
 */
const GROUPS = inEveryLanguage('synonyms', linesOf);

/** Groups by word, stem or phrase; each form stands for all groups that hold it. */
const SYNONYMS = new Forms<readonly number[]>();
const byForm = new Map<string, number[]>();
GROUPS.forEach((row, group) => {
  for (const form of row.split(' ')) byForm.set(form, [...(byForm.get(form) ?? []), group]);
});
for (const [form, groups] of byForm) SYNONYMS.add(form, [...groups, ...stemGroups(form)]);

/** Of a word (`ship`, a boat), those of the stem that it is a form of as well (`ship*`, to send). */
function stemGroups(form: string): number[] {
  const isForm = (stem: string) => form.startsWith(stem) && term(form) === term(stem);
  return [...byForm].flatMap(([other, groups]) =>
    other.endsWith('*') && other !== form && isForm(other.slice(0, -1)) ? groups : [],
  );
}

/** Numbers of the groups of a word in lower case, of its longest form; none for most words. */
export function synonymsOf(word: string): readonly number[] {
  return SYNONYMS.of(word) ?? [];
}

/** Phrases of two and three words that stand for one: place, words, groups. */
export function phrasesIn(
  words: readonly string[],
): { at: number; length: number; groups: readonly number[] }[] {
  return SYNONYMS.phrases(words).map(({ at, length, value }) => ({ at, length, groups: value }));
}
