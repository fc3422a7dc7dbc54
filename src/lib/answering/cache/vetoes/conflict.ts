import type { Reading } from './reading.js';
import { isDenied } from './opposites.js';
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
  return [
    numbers(asked, stored),
    ...kinds('date', asked.times, stored.times),
    ...kinds('name', asked.names, stored.names),
    slot(asked, stored),
    negation(asked, stored),
    ...poles(asked, stored),
    denied(asked, stored),
    reversal(asked, stored),
    ...equalButFor(asked, stored),
  ].filter((found) => found !== null);
}

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

/** Share of the longer question's words that the other has, too, where a negation is the difference. */
const SAME_WORDS = 0.65;

function negation(asked: Reading, stored: Reading): Conflict | null {
  if ((asked.negator === null) === (stored.negator === null)) return null;
  const common = [...asked.content].filter((word) => stored.content.has(word)).length;
  const most = Math.max(asked.content.size, stored.content.size);
  if (most === 0 || common < SAME_WORDS * most) return null;
  return {
    kind: 'negation',
    asked: asked.negator ?? '',
    stored: stored.negator ?? '',
    on: 'negation',
  };
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
    const theirs = stored.words.find((word) => isDenied(mine, word) || isDenied(word, mine));
    if (theirs === undefined || asked.words.includes(theirs)) continue;
    return { kind: 'polarity', asked: mine, stored: theirs, on: 'prefix' };
  }
  return null;
}

function reversal(asked: Reading, stored: Reading): Conflict | null {
  const pair = swapped(asked.players, stored.players);
  if (pair === null) return null;
  return {
    kind: 'reversal',
    asked: pair.join(' … '),
    stored: [...pair].reverse().join(' … '),
    on: 'roles',
  };
}

/** Texts that are equal, word for word, but for one word, or for two that changed places. */
function equalButFor(asked: Reading, stored: Reading): Conflict[] {
  const places = differences(asked.words, stored.words);
  const [one, two] = places;
  if (one === undefined) return [];
  if (two !== undefined) {
    const changedPlaces = isSpelling(one[0], two[1]) && isSpelling(one[1], two[0]);
    if (places.length > 2 || !changedPlaces || !asked.says(one[0]) || !asked.says(two[0]))
      return [];
    return [{ kind: 'reversal', asked: one[0], stored: one[1], on: 'places' }];
  }
  if (!one.every(asked.says) || isSpelling(...one)) return [];
  return [{ kind: 'word', asked: one[0], stored: one[1], on: 'word' }];
}
