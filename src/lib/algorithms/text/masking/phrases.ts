import { isDigit, isLetter } from '../characters.js';
import { COVER, type Range } from './cover.js';

/** A text in lower case, unit for unit, and where its words begin. */
export interface Words {
  text: string;
  /** White space is a space each. */
  lower: string;
  starts: readonly number[];
}

const isInWord = (text: string, at: number): boolean =>
  at < text.length && (isLetter(text.charCodeAt(at)) || isDigit(text.charCodeAt(at)));

/** Part of a longer word, or of something that is masked. */
export const isJoined = (text: string, at: number): boolean =>
  at >= 0 && at < text.length && (isInWord(text, at) || text[at] === '_' || text[at] === COVER);

export function wordsOf(text: string): Words {
  const starts: number[] = [];
  for (let at = 0; at < text.length; at++) {
    if (isInWord(text, at) && !isJoined(text, at - 1)) starts.push(at);
  }
  return { text, lower: loweredUnits(text), starts };
}

/** `İ` in lower case is two units: such a text is lowered unit by unit. */
function loweredUnits(text: string): string {
  const lower = text.toLowerCase();
  const aligned =
    lower.length === text.length
      ? lower
      : text.replace(/[^]/g, (unit) =>
          unit.toLowerCase().length === 1 ? unit.toLowerCase() : unit,
        );
  return aligned.replace(/\s/g, ' ');
}

export function wordEnd(text: string, start: number): number {
  let end = start;
  while (end < text.length && isInWord(text, end)) end++;
  return end;
}

/** Finds the longest phrase of a set wherever a word begins. */
export class Phrases {
  /** By their first words, the longest first. */
  readonly #byWord = new Map<string, string[]>();

  constructor(phrases: Iterable<string>) {
    for (const phrase of phrases) {
      const word = phrase.slice(0, wordEnd(phrase, 0));
      this.#byWord.set(word, [...(this.#byWord.get(word) ?? []), phrase]);
    }
    for (const some of this.#byWord.values()) some.sort((a, b) => b.length - a.length);
  }

  /** Where the phrase ends that begins there, −1 when none does. */
  endAt(lower: string, start: number): number {
    const some = this.#byWord.get(lower.slice(start, wordEnd(lower, start)));
    const phrase = some?.find((each) => {
      if (!lower.startsWith(each, start)) return false;
      const end = start + each.length;
      return !isInWord(each, each.length - 1) || !isJoined(lower, end);
    });
    return phrase === undefined ? -1 : start + phrase.length;
  }

  *in({ lower, starts }: Words): Generator<Range> {
    for (const start of starts) {
      const end = this.endAt(lower, start);
      if (end >= 0) yield { start, end };
    }
  }

  has(word: string): boolean {
    return this.#byWord.get(word)?.includes(word) ?? false;
  }
}
