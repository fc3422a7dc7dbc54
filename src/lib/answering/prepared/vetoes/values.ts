import { conflictOf, type Conflict } from './kinds.js';
import type { Reading } from './reading.js';

const ONE: ReadonlySet<string> = new Set(['1']);

/** Other numbers, amounts or measures. */
export function numbers(asked: Reading, stored: Reading): Conflict | null {
  const a = asked.quantities.size === 0 && asked.countsOne ? ONE : asked.quantities;
  const b = stored.quantities.size === 0 && stored.countsOne ? ONE : stored.quantities;
  if (a === ONE && b === ONE) return ranks(asked, stored);
  return apart('number', 'number', a, b) ?? ranks(asked, stored);
}

/** The largest, the second largest. */
function ranks({ rank: a }: Reading, { rank: b }: Reading): Conflict | null {
  return a === null || b === null || a === b
    ? null
    : conflictOf('number', 'rank', [String(a), String(b)]);
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

/** Other values, `kind:value`, of a kind that both have. */
export function valuesOf(
  kind: 'date' | 'name',
  a: ReadonlySet<string>,
  b: ReadonlySet<string>,
): (Conflict | null)[] {
  if (a.size === 0 || b.size === 0) return [];
  const kindOf = (value: string) => value.slice(0, value.indexOf(':'));
  const of = (values: ReadonlySet<string>, name: string) =>
    new Set([...values].filter((value) => kindOf(value) === name));
  return [...new Set([...a].map(kindOf))].map((name) =>
    apart(kind, name, of(a, name), of(b, name)),
  );
}

/** A name with a capital letter that stands where the other has another word, between the same neighbours. */
export function slot(asked: Reading, stored: Reading): Conflict | null {
  const one = slotOf(asked, stored);
  if (one) return conflictOf('name', 'proper', one);
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
