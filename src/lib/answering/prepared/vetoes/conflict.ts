import { denied, negation, poles } from './denials.js';
import { direction, equalButFor, filler, scope, wants } from './fillers.js';
import type { Conflict } from './kinds.js';
import type { Reading } from './reading.js';
import { focus, parts, persons, reversal } from './turns.js';
import { numbers, slot, valuesOf } from './values.js';

type Look = (a: Reading, b: Reading) => readonly (Conflict | null)[];

/** In the order in which conflicts are told. */
const LOOKS: readonly Look[] = [
  (a, b) => [numbers(a, b)],
  (a, b) => valuesOf('date', a.times, b.times),
  (a, b) => valuesOf('name', a.names, b.names),
  (a, b) => [slot(a, b)],
  (a, b) => [negation(a, b)],
  poles,
  (a, b) => [denied(a, b)],
  (a, b) => [direction(a, b)],
  (a, b) => [reversal(a, b)],
  (a, b) => [parts(a, b)],
  (a, b) => [focus(a, b)],
  (a, b) => [persons(a, b)],
  (a, b) => [wants(a, b)],
  (a, b) => [scope(a, b)],
  (a, b) => [equalButFor(a, b)],
  (a, b) => [filler(a, b)],
];

/** Every way in which the two differ that no similarity may outweigh. */
export function conflictsOf(a: Reading, b: Reading): Conflict[] {
  return withoutDoubles(a, b, found(LOOKS, a, b));
}

function found(looks: readonly Look[], a: Reading, b: Reading): Conflict[] {
  const all: Conflict[] = [];
  for (const look of looks) for (const each of look(a, b)) if (each !== null) all.push(each);
  return all;
}

const equal: Look = (a, b) => [equalButFor(a, b)];

/** What to look at for a conflict on one thing; the axis of opposites is a thing of its own. */
const LOOKS_FOR: Readonly<Record<string, readonly Look[]>> = {
  'number number': [(a, b) => [numbers(a, b)]],
  'number rank': [(a, b) => [numbers(a, b)]],
  'name proper': [(a, b) => valuesOf('name', a.names, b.names), (a, b) => [slot(a, b)]],
  'negation negation': [(a, b) => [negation(a, b)]],
  'polarity prefix': [(a, b) => [denied(a, b)]],
  'polarity direction': [(a, b) => [direction(a, b)]],
  'reversal roles': [(a, b) => [reversal(a, b)]],
  'reversal who': [(a, b) => [parts(a, b)]],
  'reversal focus': [(a, b) => [focus(a, b)]],
  'reversal persons': [(a, b) => [persons(a, b)]],
  'reversal places': [equal],
  'word size': [(a, b) => [wants(a, b)]],
  'word wants': [(a, b) => [wants(a, b)]],
  'word scope': [(a, b) => [scope(a, b)]],
  'word word': [equal, (a, b) => [filler(a, b)]],
};
const LOOKS_FOR_KIND: Partial<Record<Conflict['kind'], readonly Look[]>> = {
  date: [(a, b) => valuesOf('date', a.times, b.times)],
  name: [(a, b) => valuesOf('name', a.names, b.names)],
};

/** Whether `conflictsOf` two other readings has one of the same kind, on the same thing; others are not sought. */
export function differAlike({ kind, on }: Conflict, one: Reading, other: Reading): boolean {
  const looks = LOOKS_FOR[`${kind} ${on}`] ?? LOOKS_FOR_KIND[kind] ?? [poles];
  const all = areCompared(one, other) ? conflictsOf(one, other) : found(looks, one, other);
  return all.some((each) => each.kind === kind && each.on === on);
}

/** What is turned round twice is as it was: `A is older than B`, `B is younger than A`. */
function withoutDoubles(a: Reading, b: Reading, all: Conflict[]): Conflict[] {
  if (all.length < 2 || !areCompared(a, b)) return all;
  const turns = all.filter(({ kind }) => kind === 'polarity' || kind === 'reversal');
  const kinds = new Set(turns.map(({ kind }) => kind));
  return kinds.size === 2 ? all.filter((each) => !turns.includes(each)) : all;
}

const COMPARING = ['than', 'daripada', 'als'];

const areCompared = (one: Reading, other: Reading) =>
  COMPARING.some((word) => one.words.includes(word) && other.words.includes(word));
