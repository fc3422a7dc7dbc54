import { Forms } from './forms.js';
import { entriesOf } from './word-lists.js';

/** Weekdays, months and days seen from today, each under a name of its own; the part before `:` is its kind. */
export const TIMES = new Forms<string>();
for (const [time, forms] of entriesOf('times')) TIMES.add(forms, time);

/** The month whose name is also a verb counts where a number, or one of these, stands before it. */
export const BEFORE_MAY =
  /^(?:in|on|by|until|till|since|last|next|this|before|after|early|late|mid|of|[0-9]+(?:st|nd|rd|th)?)$/;

/** `next Friday`, `this semester`, `last June`. */
const TURNS = new Map([
  ...['this', 'current'].map((word) => [word, 'turn:0'] as const),
  ...['next', 'coming', 'following'].map((word) => [word, 'turn:1'] as const),
  ...['last', 'previous', 'past'].map((word) => [word, 'turn:-1'] as const),
]);
const TURNING =
  /^(?:day|week|month|year|night|weekend|semester|term|season|quarter|century|decade)s?$/;

/** Which one of several days, weeks or terms, seen from now. */
export function turnsOf(words: readonly string[]): string[] {
  return words.flatMap((word, at) => {
    const turn = TURNS.get(word);
    const of = words[at + 1] ?? '';
    return turn !== undefined && (TURNING.test(of) || TIMES.of(of) !== undefined) ? [turn] : [];
  });
}
