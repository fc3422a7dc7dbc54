import type { Range } from './cover.js';
import { cuesOf } from './cues/index.js';
import { EN } from './cues/en.js';
import { listOf } from './cues/cues.js';
import { nameAt, type Name } from './name-at.js';
import { Phrases, wordEnd, type Words } from './phrases.js';
import { sentencesOf, type Sentence } from './sentences.js';

/** A cue for a name, what it takes for one, and where. */
interface Cue {
  /** Where the name would begin. */
  at: number;
  /** Words in capitals that make a name behind it. */
  least: number;
}

interface Scene {
  words: Words;
  sentences: readonly Sentence[];
  sentenceAt(this: void, at: number): Sentence;
}

type CueFinder = (scene: Scene) => Iterable<Cue>;

const INTRODUCTIONS = new Phrases(cuesOf('introductions'));
const BEINGS = new Phrases(cuesOf('beings'));
const PRESENTING = new Phrases(cuesOf('presenting'));
const MINE = new Phrases(cuesOf('mine'));
const MINE_BEHIND = new Phrases(cuesOf('mineBehind'));
const THEIRS = new Phrases(cuesOf('theirs'));
const KIN = cuesOf('relations');
const RELATIONS = new Phrases(KIN.flatMap((relation) => [relation, `${relation}s`]));
const PERSONS = new Phrases([...KIN, ...cuesOf('people'), ...cuesOf('theirs')]);
const TITLES = new Phrases(cuesOf('titles'));
/** "a doctor" is a title of English in capitals only. */
const ENGLISH_TITLES = new Set(listOf(EN.titles));
const NAMED = new Phrases(cuesOf('named'));
const REACHING = new Phrases(cuesOf('reaching'));
const ACTING = new Phrases(cuesOf('acting'));
const FAREWELLS = new Phrases(cuesOf('farewells'));
const GREETINGS = new Phrases(cuesOf('greetings'));
const LABELS = new Phrases(cuesOf('labels'));

const WORDS_OF_A_FULL_NAME = 2;
/** Between a relation and the name: `, `, ` is `, ` (`. */
const LINK =
  /\s{0,2}[,:(–-]?\s{0,2}(?:(?:is|was|is called|is named|named|called|ist|heißt|è|si chiama|es|se llama|est|s'appelle|bernama|namanya|namens)\s)?/y;
/** Words that may stand between `my` and the relation. */
const MOST_BETWEEN = 2;

/** The names that a text gives away by what stands around them. */
export function namesIn(words: Words): Range[] {
  const scene = sceneOf(words);
  const cued = FINDERS.flatMap((find) => [...find(scene)].flatMap((cue) => named(words, cue)));
  return [...cued, ...cued.flatMap((name) => fellows(words, name)), ...before(scene)];
}

function sceneOf(words: Words): Scene {
  const sentences = sentencesOf(words);
  const sentenceAt = (at: number): Sentence => {
    let [low, high] = [0, sentences.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sentences[middle]!.end > at) high = middle;
      else low = middle + 1;
    }
    return sentences[low] ?? { start: 0, end: words.text.length, personal: false, asks: false };
  };
  return { words, sentences, sentenceAt };
}

function named({ text }: Words, { at, least }: Cue): Name[] {
  const name = nameAt(text, at);
  return name && name.words >= least ? [name] : [];
}

/** `Tom and Maria`: whoever is named beside a person is one. */
function fellows({ text }: Words, { end }: Range): Name[] {
  const link = /^(?: (?:and|und|et|e|y|dan|&) |, )/.exec(text.slice(end, end + 5));
  const name = link && nameAt(text, end + link[0].length);
  return name ? [name] : [];
}

const spaced = (at: number): number => at + 1;
const skip = (text: string, at: number, pattern: RegExp): number => {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
};

/** `my name is Anna`, also in small letters where nothing else follows. */
const introduced: CueFinder = function* ({ words }) {
  for (const { end } of INTRODUCTIONS.in(words)) {
    yield { at: skip(words.text, end, /\s{0,2}:?\s{0,2}/y), least: 1 };
  }
};

/** `I am Anna Rossi`, and `I'm Anna,` where nothing is said about her. */
const CLOSED =
  /^\s{0,2}(?:$|[,.!;(]|(?:and|from|here|speaking|calling|und|aus|et|de|e|da|y|dan|dari)\b)/;
const being: CueFinder = function* ({ words, sentenceAt }) {
  const { text } = words;
  for (const { end } of BEINGS.in(words)) {
    const name = nameAt(text, spaced(end));
    if (!name) continue;
    if (name.words > 1) yield { at: name.start, least: 1 };
    else if (CLOSED.test(text.slice(name.end, name.end + 12)) && !sentenceAt(end).asks) {
      yield { at: name.start, least: 1 };
    }
  }
};

/** `Hello, this is Anna Rossi.` and `this is Anna speaking`. */
const SPEAKING = /^(?:,)? (?:speaking|calling|here|from|again|writing)\b/;
const presented: CueFinder = function* ({ words, sentences, sentenceAt }) {
  const { text, lower, starts } = words;
  const greets = starts[0] !== undefined && GREETINGS.endAt(lower, starts[0]) >= 0;
  for (const { end } of PRESENTING.in(words)) {
    const name = nameAt(text, spaced(end));
    if (!name || sentenceAt(end).asks) continue;
    const speaks = SPEAKING.test(text.slice(name.end, name.end + 12));
    const full = name.words >= WORDS_OF_A_FULL_NAME;
    if (speaks || (full && (greets || sentences.some(({ personal }) => personal)))) {
      yield { at: name.start, least: 1 };
    }
  }
};

/** "My Cousin Vinny" in capitals is a title. `my wife Maria`, `my new boss is Tom`, `istri saya Dewi`; `his wife Maria` beside the speaker only. */
const related: CueFinder = function* ({ words, sentenceAt }) {
  const { text, lower, starts } = words;
  for (const [i, start] of starts.entries()) {
    const mine = MINE.endAt(lower, start) >= 0;
    const theirs = !mine && THEIRS.endAt(lower, start) >= 0 && sentenceAt(start).personal;
    if (mine || theirs) {
      for (const from of starts.slice(i + 1, i + 2 + MOST_BETWEEN)) {
        const end = RELATIONS.endAt(lower, from);
        if (end >= 0 && (isSmall(text, start) || isSmall(text, from))) yield* linked(words, end);
        if (end >= 0 || !isSmall(text, from)) break;
      }
    }
    const relation = RELATIONS.endAt(lower, start);
    if (relation < 0) continue;
    const behind = MINE_BEHIND.endAt(lower, spaced(relation));
    if (behind >= 0) yield* linked(words, behind);
  }
};

const isSmall = (text: string, at: number): boolean => text[at] === text[at]?.toLowerCase();

function* linked({ text }: Words, end: number): Generator<Cue> {
  yield { at: spaced(end), least: 1 };
  yield { at: skip(text, end, LINK), least: 1 };
}

/** `Mr Tanaka said`; "Why does Mr. Rochester hide her?" asks about a book. */
const titled: CueFinder = function* ({ words, sentenceAt }) {
  for (const { start, end } of TITLES.in(words)) {
    if (ENGLISH_TITLES.has(words.lower.slice(start, end)) && isSmall(words.text, start)) continue;
    if (!sentenceAt(start).asks) yield { at: skip(words.text, end, /\.?\s{1,2}/y), least: 1 };
  }
};

/** `a man called Tom`, `his name is Tom`, but not `a town called Ubud`. */
const called: CueFinder = function* ({ words, sentenceAt }) {
  const { lower } = words;
  for (const { start, end } of NAMED.in(words)) {
    if (sentenceAt(start).asks) continue;
    const said = lower.slice(Math.max(0, start - 40), start).split(/[\s,.:;!?()"“”]+/);
    const near = said.slice(-5).map((word) => word.replace(/['’]s$/, ''));
    if (near.some((word) => PERSONS.has(word))) yield { at: spaced(end), least: 1 };
  }
};

/** `ask John Smith`: two words in capitals, by the speaker or as a request. */
const reached: CueFinder = function* ({ words, sentenceAt }) {
  for (const { start, end } of REACHING.in(words)) {
    const { personal, asks, start: begin } = sentenceAt(start);
    const requested = /^\s*(?:please |bitte |per favore |por favor |tolong )?$/.test(
      words.lower.slice(begin, start),
    );
    if (personal || (requested && !asks)) yield { at: spaced(end), least: WORDS_OF_A_FULL_NAME };
  }
};

/** `Full name: Anna Rossi` */
const labelled: CueFinder = function* ({ words }) {
  for (const { end } of LABELS.in(words)) {
    if (words.text[end] === ':') yield { at: skip(words.text, end + 1, /\s{0,2}/y), least: 1 };
  }
};

/** `Kind regards, Anna` at the end of the text. */
const signed: CueFinder = function* ({ words }) {
  const { text } = words;
  const closes = (at: number) => {
    const name = nameAt(text, at);
    return name !== null && /^[ .!]{0,3}(?:\n|$)/.test(text.slice(name.end, name.end + 5));
  };
  for (const { end } of FAREWELLS.in(words)) {
    const at = skip(text, end, /\s{0,2}[,.!]?\s{0,4}(?:[-–—]\s?)?/y);
    if (/[,.!\n–—-]/.test(text.slice(end, at)) && closes(at)) yield { at, least: 1 };
  }
  const dash = /(?:^|[.?!\n])\s{0,4}[-–—~]\s?(?=\S{1,40}(?:\s\S{1,40}){0,3}\s{0,4}$)/.exec(
    text.slice(-200),
  );
  if (dash) {
    const at = Math.max(0, text.length - 200) + dash.index + dash[0].length;
    if (closes(at)) yield { at, least: 1 };
  }
};

/** `Dear Anna,` where a sentence begins. */
const greeted: CueFinder = function* ({ words, sentenceAt }) {
  const { text, lower } = words;
  for (const { start, end } of GREETINGS.in(words)) {
    if (lower.slice(sentenceAt(start).start, start).trim() !== '') continue;
    const name = nameAt(text, spaced(end));
    if (name && name.words <= 2 && /^\s?[,!:;\n–—]/.test(text.slice(name.end, name.end + 2))) {
      yield { at: name.start, least: 1 };
    }
  }
};

const FINDERS: readonly CueFinder[] = [
  ...[introduced, being, presented, related, titled, called, reached, labelled, signed, greeted],
];

/** `John Smith told me`, and `Anna here,` at the beginning. */
function* before({ words, sentenceAt }: Scene): Generator<Name> {
  const { text, lower, starts } = words;
  for (let i = 0; i < starts.length; i++) {
    const name = nameAt(text, starts[i]!);
    if (!name) continue;
    const opens = lower.slice(sentenceAt(name.start).start, name.start).trim() === '';
    const acts = name.words >= WORDS_OF_A_FULL_NAME && ACTING.endAt(lower, spaced(name.end)) >= 0;
    const here =
      opens && /^ (?:here|speaking)\s?[,.!:;–—-]/.test(text.slice(name.end, name.end + 11));
    if (acts || here) yield name;
    while (i + 1 < starts.length && starts[i + 1]! < name.end) i++;
  }
}

/** Names in small letters behind `my name is`, where nothing else follows: `my name is anna.` */
const SMALL =
  /^([a-z\u00DF-\u024F]{3,20})(?: [a-z\u00DF-\u024F]{3,20})?(?=$|[,.!?;]| (?:and|und|et|e|y|dan) )/;
/** Of the introductions those that only names follow: "I go by bus". */
const NAMING = /nam|nom|chiam|hei|llam|appel|call|panggil/;

export function smallNamesIn(words: Words): Range[] {
  const cues = [...INTRODUCTIONS.in(words)].filter((cue) =>
    NAMING.test(words.lower.slice(cue.start, cue.end)),
  );
  return cues.flatMap(({ end }) => {
    const start = skip(words.text, end, /\s{0,2}:?\s{0,2}/y);
    const match = start > end ? SMALL.exec(words.text.slice(start, start + 50)) : null;
    return match && !isCommon(match[1]!) ? [{ start, end: start + match[0].length }] : [];
  });
}

const COMMON = new Set([...cuesOf('notNames'), ...cuesOf('notSecrets')]);
const isCommon = (word: string): boolean => COMMON.has(word);

/** Shorter ones are words of every language ("al", "jo") more often than names. */
const LEAST_NAME = 3;

/** The names of whoever asks, as whole words, whatever their case. */
export function ownNamesIn({ lower, starts }: Words, names: readonly string[]): Range[] {
  const own = new Set(names.flatMap(nameParts));
  if (own.size === 0) return [];
  return starts.flatMap((start) => {
    const end = wordEnd(lower, start);
    return own.has(lower.slice(start, end)) ? [{ start, end }] : [];
  });
}

function nameParts(name: string): string[] {
  const parts = name.toLowerCase().split(/[\s._+@\d-]+/);
  return parts.filter((part) => part.length >= LEAST_NAME);
}
