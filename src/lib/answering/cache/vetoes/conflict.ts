import type { Reading } from './reading.js';
import { quantitiesOf } from './numbers.js';
import { joinsOnly, permuted } from './order.js';
import { isTurned, isWithout } from './prefixes.js';
import { swapped } from './roles.js';
import { differences, isSpelling } from './differences.js';

export const VETOES = [
  'number',
  'date',
  'name',
  'negation',
  'polarity',
  'reversal',
  'word',
] as const;

/** One way in which two questions ask for different things. */
export interface Conflict {
  kind: (typeof VETOES)[number];
  /** What the question has, and what the stored one has in its place. */
  asked: string;
  stored: string;
  /** What they differ in, e.g. `weekday`, `buy/sell`. */
  on: string;
}

/** Every way in which the two differ that no similarity may outweigh. */
export function conflictsOf(asked: Reading, stored: Reading): Conflict[] {
  return withoutDoubles(asked, stored, [
    numbers(asked, stored),
    ...kinds('date', asked.times, stored.times),
    ...kinds('name', asked.names, stored.names),
    slot(asked, stored),
    negation(asked, stored),
    ...poles(asked, stored),
    denied(asked, stored),
    reversal(asked, stored),
    parts(asked, stored),
    wants(asked, stored),
    ...equalButFor(asked, stored),
  ]);
}

/** What to look at for one kind alone. */
const OF_KIND: Record<Conflict['kind'], (a: Reading, b: Reading) => (Conflict | null)[]> = {
  number: (a, b) => [numbers(a, b)],
  date: (a, b) => kinds('date', a.times, b.times),
  name: (a, b) => [...kinds('name', a.names, b.names), slot(a, b)],
  negation: (a, b) => [negation(a, b)],
  polarity: (a, b) => [...poles(a, b), denied(a, b)],
  reversal: (a, b) => [...poles(a, b), reversal(a, b), parts(a, b), ...equalButFor(a, b)],
  word: (a, b) => [wants(a, b), ...equalButFor(a, b)],
};

/** Whether `conflictsOf` two other readings has one of the same kind, on the same thing; other kinds are not sought. */
export function differAlike({ kind, on }: Conflict, one: Reading, other: Reading): boolean {
  const found = areCompared(one, other) ? conflictsOf(one, other) : OF_KIND[kind](one, other);
  return found.some((each) => each?.kind === kind && each.on === on);
}

/** What is turned round twice is as it was: `A is older than B`, `B is younger than A`. */
function withoutDoubles(
  asked: Reading,
  stored: Reading,
  found: readonly (Conflict | null)[],
): Conflict[] {
  const real = found.filter((each) => each !== null);
  const turns = real.filter(({ kind }) => kind === 'polarity' || kind === 'reversal');
  const kinds = new Set(turns.map(({ kind }) => kind));
  return areCompared(asked, stored) && kinds.size === 2
    ? real.filter((each) => !turns.includes(each))
    : real;
}

const COMPARING = ['than', 'daripada', 'als'];

const areCompared = (one: Reading, other: Reading) =>
  COMPARING.some((word) => one.words.includes(word) && other.words.includes(word));

function numbers(asked: Reading, stored: Reading): Conflict | null {
  const ones = new Set(['1']);
  const a = asked.quantities.size === 0 && asked.countsOne ? ones : asked.quantities;
  const b = stored.quantities.size === 0 && stored.countsOne ? ones : stored.quantities;
  if (a === ones && b === ones) return null;
  return apart('number', 'number', a, b);
}

/** Both hold something that the other lacks. */
function apart(
  kind: Conflict['kind'],
  on: string,
  a: ReadonlySet<string>,
  b: ReadonlySet<string>,
): Conflict | null {
  const [mine] = [...a].filter((value) => !b.has(value));
  const [theirs] = [...b].filter((value) => !a.has(value));
  if (mine === undefined || theirs === undefined) return null;
  return { kind, asked: mine, stored: theirs, on };
}

function kinds(kind: Conflict['kind'], a: ReadonlySet<string>, b: ReadonlySet<string>): Conflict[] {
  const kindOf = (value: string) => value.slice(0, value.indexOf(':'));
  const of = (values: ReadonlySet<string>, name: string) =>
    new Set([...values].filter((value) => kindOf(value) === name));
  return [...new Set([...a].map(kindOf))]
    .map((name) => apart(kind, name, of(a, name), of(b, name)))
    .filter((found) => found !== null);
}

/** A name with a capital letter that stands where the other has another word, between the same neighbours. */
function slot(asked: Reading, stored: Reading): Conflict | null {
  const one = slotOf(asked, stored);
  if (one) return { kind: 'name', asked: one[0], stored: one[1], on: 'proper' };
  const other = slotOf(stored, asked);
  return other && { kind: 'name', asked: other[1], stored: other[0], on: 'proper' };
}

function slotOf(a: Reading, b: Reading): [string, string] | null {
  for (const [at, word] of a.words.entries()) {
    if (!a.names.has(`proper:${word}`) || b.words.includes(word)) continue;
    const [before, after] = [a.words[at - 1], a.words[at + 1]];
    const place = b.words.findIndex(
      (_, i) => i > 0 && b.words[i - 1] === before && b.words[i + 1] === after,
    );
    if (place > 0 && b.content.size > 0 && !a.words.includes(b.words[place]!)) {
      return [word, b.words[place]!];
    }
  }
  return null;
}

/** Share of the longer question's words that the other has, too, where a negation or who does it is the difference. */
const SAME_WORDS = 0.65;

function negation(asked: Reading, stored: Reading): Conflict | null {
  if ((asked.negator === null) === (stored.negator === null)) return null;
  if (!isShared(asked, stored)) return null;
  return {
    kind: 'negation',
    asked: asked.negator ?? '',
    stored: stored.negator ?? '',
    on: 'negation',
  };
}

function isShared(asked: Reading, stored: Reading): boolean {
  const common = [...asked.content].filter((word) => stored.content.has(word)).length;
  const most = Math.max(asked.content.size, stored.content.size);
  return most > 0 && common >= SAME_WORDS * most;
}

function poles(asked: Reading, stored: Reading): Conflict[] {
  const found: Conflict[] = [];
  for (const mine of asked.poles) {
    const theirs = stored.poles.find(({ axis, end }) => axis === mine.axis && end !== mine.end);
    if (theirs === undefined) continue;
    const bothEnds = (reading: Reading) =>
      new Set(reading.poles.filter(({ axis }) => axis === mine.axis).map(({ end }) => end)).size ===
      2;
    if (bothEnds(asked) || bothEnds(stored)) continue;
    found.push({ kind: mine.kind, asked: mine.word, stored: theirs.word, on: mine.axis });
  }
  return found;
}

function denied(asked: Reading, stored: Reading): Conflict | null {
  for (const mine of asked.words) {
    if (stored.words.includes(mine)) continue;
    const theirs = stored.words.find((word) => isTurned(mine, word) || isWithout(mine, word));
    if (theirs === undefined || asked.words.includes(theirs)) continue;
    return { kind: 'polarity', asked: mine, stored: theirs, on: 'prefix' };
  }
  return null;
}

function reversal(asked: Reading, stored: Reading): Conflict | null {
  const pair =
    swapped(asked.players, stored.players) ?? permuted(asked.stems, stored.stems, asked.says);
  if (pair === null) return null;
  return {
    kind: 'reversal',
    asked: pair.join(' … '),
    stored: [...pair].reverse().join(' … '),
    on: 'roles',
  };
}

/** Who did it, or whom it was done to, with the same words otherwise. */
function parts(asked: Reading, stored: Reading): Conflict | null {
  const [a, b] = [asked.asked, stored.asked];
  if (a === null || b === null || a === b || !isShared(asked, stored)) return null;
  return { kind: 'reversal', asked: a, stored: b, on: 'who' };
}

/** The same words, asked for another thing: who stole it, why it was stolen. */
function wants(asked: Reading, stored: Reading): Conflict | null {
  const [a, b] = [asked.wants, stored.wants];
  if (a === null || b === null || a === b || SAME_WANT.has([a, b].sort().join(' '))) return null;
  if (asked.content.size === 0 || asked.content.size !== stored.content.size) return null;
  if (![...asked.content].every((word) => stored.content.has(word))) return null;
  return { kind: 'word', asked: a, stored: b, on: 'wants' };
}

/** Where something is done is often how, and where something is, when it comes. */
const SAME_WANT = new Set(['how where', 'when where']);

/** Texts that are equal, word for word, but for one word, for two neighbours, or for two that changed places. */
function equalButFor(asked: Reading, stored: Reading): Conflict[] {
  const places = differences(asked.words, stored.words);
  const [one, two] = places;
  if (one === undefined || places.length > 2) return [];
  const isWord = (pair: readonly [string, string]) =>
    pair.every(asked.says) && !isSpelling(...pair) && !isSameNumber(...pair);
  const found = { asked: one[0], stored: one[1] };
  if (two === undefined) return isWord(one) ? [{ kind: 'word', ...found, on: 'word' }] : [];
  if (isSpelling(one[0], two[1]) && isSpelling(one[1], two[0])) {
    const [from, to] = [asked.words.indexOf(one[0]), asked.words.lastIndexOf(two[0])];
    const says = asked.says(one[0]) && asked.says(two[0]);
    return says && !joinsOnly(asked.words.slice(from + 1, to))
      ? [{ kind: 'reversal', ...found, on: 'places' }]
      : [];
  }
  const areNeighbours = asked.words.indexOf(two[0]) === asked.words.indexOf(one[0]) + 1;
  if (!areNeighbours || !isWord(one) || !isWord(two)) return [];
  return [
    { kind: 'word', asked: `${one[0]} ${two[0]}`, stored: `${one[1]} ${two[1]}`, on: 'word' },
  ];
}

/** In digits, and in words. */
function isSameNumber(a: string, b: string): boolean {
  const [one] = quantitiesOf(a, [a]);
  const [other] = quantitiesOf(b, [b]);
  return one !== undefined && one === other;
}
