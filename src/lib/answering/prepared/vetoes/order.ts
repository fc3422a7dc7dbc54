import type { Token } from './token.js';

/** Words that join equals: their order says nothing. */
const JOINING = /^(?:and|or|plus|und|oder|sowie|e|ed|o|od|y|u|et|ou|dan|atau|&)$/;
/** Whether words only enumerate what stands on their sides. */
export const joinsOnly = (words: readonly string[]): boolean =>
  words.length > 0 && words.every((word) => JOINING.test(word));

/** A text as its small words, and what stands between them. */
interface Slots {
  small: string[];
  /** One more than small words. */
  slots: string[][];
}

/**
 * Two words that changed places between texts of the same small words in the same order, and the same other words:
 * `does A own B`, `does B own A`. Null where nothing did, or only parts of an enumeration.
 */
export function permuted(a: readonly Token[], b: readonly Token[]): [string, string] | null {
  const [one, other] = [slotsOf(a), slotsOf(b)];
  if (one.small.join(' ') !== other.small.join(' ')) return null;
  const all = ({ slots }: Slots) => slots.flat().sort().join(' ');
  if (all(one) !== all(other)) return null;
  return moved(one, other) ?? turned(one, other);
}

/** From one slot to another. */
function moved(one: Slots, other: Slots): [string, string] | null {
  for (const [at, slot] of one.slots.entries()) {
    const [left] = slot.filter((word) => !other.slots[at]!.includes(word));
    const [came] = other.slots[at]!.filter((word) => !slot.includes(word));
    if (left === undefined || came === undefined) continue;
    const to = other.slots.findIndex((each) => each.includes(left));
    const between = one.small.slice(Math.min(at, to), Math.max(at, to));
    if (!joinsOnly(between)) return [left, came];
  }
  return null;
}

/** Within a slot, round a third word. */
function turned(one: Slots, other: Slots): [string, string] | null {
  for (const [at, slot] of one.slots.entries()) {
    const there = other.slots[at]!;
    for (let i = 0; i + 2 < slot.length; i++) {
      for (let j = i + 2; j < slot.length; j++) {
        const [x, y] = [there.indexOf(slot[i]!), there.indexOf(slot[j]!)];
        const between = there.slice(y + 1, x);
        if (y < 0 || !slot.slice(i + 1, j).some((word) => between.includes(word))) continue;
        return [slot[i]!, slot[j]!];
      }
    }
  }
  return null;
}

function slotsOf(tokens: readonly Token[]): Slots {
  const found: Slots = { small: [], slots: [[]] };
  for (const { tells, word, key } of tokens) {
    if (tells) found.slots.at(-1)!.push(key.length > 1 && !/^[@±]/.test(key) ? key : word);
    else {
      found.small.push(word);
      found.slots.push([]);
    }
  }
  return found;
}
