/** Words that join equals: their order says nothing. */
const JOINING = /^(?:and|or|plus|und|oder|sowie|e|ed|o|od|y|u|et|ou|dan|atau|&)$/;
/** Whether words only enumerate what stands on their sides. */
export const joinsOnly = (words: readonly string[]): boolean =>
  words.length > 0 && words.every((word) => JOINING.test(word));

const ARTICLE = /^(?:a|an|the|der|die|das|il|lo|la|i|gli|le|el|los|las|les|l)$/;

/** A text as its small words, and what stands between them. */
interface Frame {
  small: string[];
  /** One more than small words. */
  slots: string[][];
}

/**
 * Two words that changed places between texts of the same small words in the same order, and the same other words:
 * `does A own B`, `does B own A`. Null where nothing did, or only parts of an enumeration.
 */
export function permuted(
  a: readonly string[],
  b: readonly string[],
  says: (word: string) => boolean,
): [string, string] | null {
  const [one, other] = [frameOf(a, says), frameOf(b, says)];
  if (one.small.join(' ') !== other.small.join(' ')) return null;
  const all = (frame: Frame) => frame.slots.flat().sort().join(' ');
  if (all(one) !== all(other)) return null;
  for (const [at, slot] of one.slots.entries()) {
    const [moved] = slot.filter((word) => !other.slots[at]!.includes(word));
    const [came] = other.slots[at]!.filter((word) => !slot.includes(word));
    if (moved === undefined || came === undefined) continue;
    const to = other.slots.findIndex((each) => each.includes(moved));
    const between = one.small.slice(Math.min(at, to), Math.max(at, to));
    if (!joinsOnly(between)) return [moved, came];
  }
  return null;
}

function frameOf(words: readonly string[], says: (word: string) => boolean): Frame {
  const frame: Frame = { small: [], slots: [[]] };
  for (const word of words) {
    if (says(word)) frame.slots.at(-1)!.push(word);
    else {
      frame.small.push(ARTICLE.test(word) ? 'the' : word);
      frame.slots.push([]);
    }
  }
  return frame;
}
