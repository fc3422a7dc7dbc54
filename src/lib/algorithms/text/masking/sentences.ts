import { cuesOf } from './cues/index.js';
import { Phrases, wordEnd, type Words } from './phrases.js';

/** Who speaks of what, as far as names hang on it. */
export interface Sentence {
  start: number;
  end: number;
  /** The speaker is in it: "tell me why" only asks. */
  personal: boolean;
  /** It asks about somebody, and the speaker has no part in it: a person of a book, or one whom everybody knows. */
  asks: boolean;
}

const FIRST_PERSON = new Phrases(cuesOf('firstPerson'));
const FRAMES = new Phrases(cuesOf('frames'));
const ASKING = new Phrases(cuesOf('asking'));
const GREETINGS = new Phrases(cuesOf('greetings'));

/** A full stop behind so few letters ends an abbreviation, e.g. "Mr." */
const ABBREVIATED = 4;

/** What somebody else has said: `Why does he say "call me Ishmael"?` */
const QUOTED = /(?<![A-Za-z])["“‘«'][^"”’»'\n]{1,200}["”’»'](?![A-Za-z])/g;

/** The sentences of a text, in order, without a gap. */
export function sentencesOf(words: Words): Sentence[] {
  const lower = words.lower.replace(QUOTED, (quoted) => '"'.repeat(quoted.length));
  const ends = endsOf(words.text);
  let next = 0;
  let start = 0;
  return ends.map((end) => {
    const from = next;
    while (next < words.starts.length && words.starts[next]! < end) next++;
    const starts = words.starts.slice(from, next);
    const personal = isPersonal(lower, starts);
    const asked = words.text[end - 1] === '?' || asksFirst(words.lower, starts);
    const sentence = { start, end, personal, asks: asked && !personal };
    start = end;
    return sentence;
  });
}

/** Where the sentences end, the sign included. */
function endsOf(text: string): number[] {
  const ends: number[] = [];
  for (let at = 0; at < text.length; at++) {
    const sign = text[at]!;
    if ('?!\n'.includes(sign) || (sign === '.' && isFullStop(text, at))) ends.push(at + 1);
  }
  if (ends.at(-1) !== text.length) ends.push(text.length);
  return ends;
}

function isFullStop(text: string, at: number): boolean {
  const next = text[at + 1];
  if (next !== undefined && !/\s/.test(next)) return false;
  let start = at;
  while (at - start < ABBREVIATED && /[^\s.]/.test(text[start - 1] ?? ' ')) start--;
  return at - start >= ABBREVIATED ||
    next === undefined ||
    /^\s+["“'‘]?[^\s]/.test(text.slice(at + 1, at + 9)) === false
    ? true
    : !/^[A-Z]/.test(text.slice(start, at));
}

/** Phrases that only ask are passed over with the words in them. */
function isPersonal(lower: string, starts: readonly number[]): boolean {
  let from = 0;
  for (const start of starts) {
    if (start < from) continue;
    const framed = FRAMES.endAt(lower, start);
    if (framed >= 0) from = framed;
    else if (FIRST_PERSON.endAt(lower, start) >= 0) return true;
  }
  return false;
}

function asksFirst(lower: string, starts: readonly number[]): boolean {
  const first = starts.find((start) => {
    const greeted = GREETINGS.endAt(lower, start);
    return (
      greeted < 0 &&
      !['and', 'so', 'but', 'also', 'then', 'ok'].includes(
        lower.slice(start, wordEnd(lower, start)),
      )
    );
  });
  if (first === undefined) return false;
  return ASKING.endAt(lower, first) >= 0 || FRAMES.endAt(lower, first) >= 0;
}
