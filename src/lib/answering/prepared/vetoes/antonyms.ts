import { Forms } from './forms.js';
import { linesOf } from './word-lists.js';

/**
 * English words that ask for the contrary where they stand in each other's place, and are too common to say so
 * anywhere else; a pair a line. An encoder takes many of them for one.
 */
const PAIRS = linesOf('antonyms.en');

const SIDES = new Forms<readonly number[]>();
const byForm = new Map<string, number[]>();
PAIRS.forEach((pair, number) => {
  const [one = '', other = ''] = pair.split(' ');
  for (const [form, side] of [
    [one, number + 1],
    [other, -number - 1],
  ] as const) {
    byForm.set(form, [...(byForm.get(form) ?? []), side]);
  }
});
for (const [form, sides] of byForm) SIDES.add(form, sides);

/** Whether a word of one asks for the contrary of a word of the other. */
export function areContrary(a: readonly string[], b: readonly string[]): boolean {
  const sides = new Set(b.flatMap((word) => SIDES.of(word) ?? []));
  return a.some((word) => (SIDES.of(word) ?? []).some((side) => sides.has(-side)));
}
