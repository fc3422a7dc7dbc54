import { denied, negation, poles } from './denials.js';
import { direction, equalButFor, filler, scope, wants } from './fillers.js';
import type { Conflict } from './kinds.js';
import type { Reading } from './reading.js';
import { focus, parts, persons, reversal } from './turns.js';
import { numbers, slot, valuesOf } from './values.js';

/** What to look at for one kind; what is found may be of another kind, too. */
const OF_KIND: Record<Conflict['kind'], (a: Reading, b: Reading) => (Conflict | null)[]> = {
  number: (a, b) => [numbers(a, b)],
  date: (a, b) => valuesOf('date', a.times, b.times),
  name: (a, b) => [...valuesOf('name', a.names, b.names), slot(a, b)],
  negation: (a, b) => [negation(a, b)],
  polarity: (a, b) => [...poles(a, b), denied(a, b), direction(a, b)],
  reversal: (a, b) => [
    ...poles(a, b),
    reversal(a, b),
    parts(a, b),
    focus(a, b),
    persons(a, b),
    equalButFor(a, b),
  ],
  word: (a, b) => [wants(a, b), scope(a, b), equalButFor(a, b), filler(a, b)],
};

/** Every way in which the two differ that no similarity may outweigh. */
export function conflictsOf(a: Reading, b: Reading): Conflict[] {
  const found = [
    numbers(a, b),
    ...OF_KIND.date(a, b),
    ...OF_KIND.name(a, b),
    negation(a, b),
    ...OF_KIND.polarity(a, b),
    reversal(a, b),
    parts(a, b),
    focus(a, b),
    persons(a, b),
    ...OF_KIND.word(a, b),
  ];
  return withoutDoubles(
    a,
    b,
    found.filter((each) => each !== null),
  );
}

/** Whether `conflictsOf` two other readings has one of the same kind, on the same thing; other kinds are not sought. */
export function differAlike({ kind, on }: Conflict, one: Reading, other: Reading): boolean {
  const found = areCompared(one, other) ? conflictsOf(one, other) : OF_KIND[kind](one, other);
  return found.some((each) => each?.kind === kind && each.on === on);
}

/** What is turned round twice is as it was: `A is older than B`, `B is younger than A`. */
function withoutDoubles(a: Reading, b: Reading, found: Conflict[]): Conflict[] {
  const turns = found.filter(({ kind }) => kind === 'polarity' || kind === 'reversal');
  const kinds = new Set(turns.map(({ kind }) => kind));
  return areCompared(a, b) && kinds.size === 2
    ? found.filter((each) => !turns.includes(each))
    : found;
}

const COMPARING = ['than', 'daripada', 'als'];

const areCompared = (one: Reading, other: Reading) =>
  COMPARING.some((word) => one.words.includes(word) && other.words.includes(word));
