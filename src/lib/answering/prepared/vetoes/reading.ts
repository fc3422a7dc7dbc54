import { IRREGULAR } from '../../../algorithms/text/irregular.js';
import { term, rawWords, normalise } from '../../../algorithms/text/tokens.js';
import { stopWords, type WordLanguage } from '../../../algorithms/text/stop-words.js';
import { frameOf, type Frame } from './frame.js';
import { NAMES } from './names.js';
import { isNegator, negatorIn } from './negators.js';
import { countsOne, quantitiesOf, rankIn } from './numbers.js';
import { OPPOSITES, SWITCHING, type Pole } from './opposites.js';
import { remembered } from '../../../algorithms/text/remembered.js';
import { scopeOf, type Scope } from './scope.js';
import { plainToken, type Token } from './token.js';
import { weightOf } from './function-words.js';
import { playersOf } from './roles.js';
import { synonymsOf } from './synonyms.js';
import { BEFORE_MAY, TIMES, turnsOf } from './times.js';
import { activeOrder, askedPart, isPassive, type Part } from './voice.js';

/** What the vetoes read of a question. */
export interface Reading {
  text: string;
  words: readonly string[];
  /** Stems of the words that say something, negators left out. */
  content: ReadonlySet<string>;
  quantities: ReadonlySet<string>;
  countsOne: boolean;
  /** Of what is the largest, the second largest. */
  rank: number | null;
  /** `kind:value` of weekdays, months, days seen from today. */
  times: ReadonlySet<string>;
  /** `kind:value` of known names; `proper:…` and `code:…` of others. */
  names: ReadonlySet<string>;
  negator: string | null;
  poles: readonly (Pole & { word: string })[];
  players: ReturnType<typeof playersOf>;
  /** What whoever is asked for does, or has done to him. */
  asked: Part | null;
  frame: Frame;
  scope: Scope;
  /** Each word by itself. */
  plain: readonly Token[];
}

/** What they ask for: a time, a place, a person, a reason. */
const ASKING =
  /^(?:when|where|who|whom|whose|why|quando|dove|chi|perché|kapan|mana|siapa|mengapa|wann|wo|wer|warum|quand|où|pourquoi|cuándo|dónde|quién)$/;
const STOPS = stopWords();
const CODE =
  /^(?=.*[a-z])(?=.*[0-9])(?![0-9]+(?:st|nd|rd|th|kg|g|lb|km|m|l|am|pm|h|k|s|d|min|eur|usd)$)[a-z0-9-]+$/;
/** Articles that lean on the next word (French, Italian), and the English possessive. */
const LEANING = /^(?:[cdjlmst]|qu|dell|all|nell|sull|dall|un)'(?=.)|'s$/g;
const SYMBOLS = /[$€£¥₹]/g;

/** What is read of a text is read when it is asked for: of most stored questions a few parts are. */
export function read(text: string): Reading {
  return new LazyReading(text);
}

class LazyReading implements Reading {
  readonly text: string;
  readonly words: readonly string[];
  readonly #raw: readonly string[];
  #content: Reading['content'] | undefined;
  #quantities: Reading['quantities'] | undefined;
  #countsOne: boolean | undefined;
  #rank: Reading['rank'] | undefined;
  #times: Reading['times'] | undefined;
  #names: Reading['names'] | undefined;
  #negator: Reading['negator'] | undefined;
  #poles: Reading['poles'] | undefined;
  #players: Reading['players'] | undefined;
  #asked: Reading['asked'] | undefined;
  #frame: Frame | undefined;
  #scope: Scope | undefined;
  #plain: Reading['plain'] | undefined;

  constructor(text: string) {
    this.text = text;
    this.#raw = rawWords(text);
    this.words = this.#raw.map(bare);
  }

  get content(): Reading['content'] {
    return (this.#content ??= new Set(
      this.words.flatMap((word) => (saidBy(word).says ? [saidBy(word).stem] : [])),
    ));
  }

  get quantities(): Reading['quantities'] {
    return (this.#quantities ??= quantitiesOf(this.text, this.words));
  }

  get countsOne(): boolean {
    return (this.#countsOne ??= countsOne(this.words));
  }

  get rank(): Reading['rank'] {
    if (this.#rank === undefined) this.#rank = rankIn(this.words);
    return this.#rank;
  }

  get times(): Reading['times'] {
    return (this.#times ??= timesOf(this.#raw, this.words));
  }

  get names(): Reading['names'] {
    return (this.#names ??= namesOf(this.text, this.#raw, this.words));
  }

  get negator(): Reading['negator'] {
    if (this.#negator === undefined) this.#negator = negatorIn(this.text, this.words);
    return this.#negator;
  }

  get poles(): Reading['poles'] {
    return (this.#poles ??= polesOf(this.words));
  }

  get players(): Reading['players'] {
    return (this.#players ??= playersIn(this.words));
  }

  get asked(): Reading['asked'] {
    if (this.#asked === undefined) this.#asked = askedPart(this.words);
    return this.#asked;
  }

  get frame(): Frame {
    return (this.#frame ??= frameOf(this.words, this.#raw));
  }

  get scope(): Scope {
    return (this.#scope ??= scopeOf(this.words));
  }

  get plain(): Reading['plain'] {
    return (this.#plain ??= plainOf(this.words, this.frame.language));
  }
}

/** What a word says by itself, and its stem; a word that says nothing stands for itself. */
const saidBy = remembered((word) => {
  const says = !STOPS.has(word) && !isNegator(word) && word.length > 1;
  return { says, stem: says ? term(IRREGULAR.get(word) ?? word) : word, asks: ASKING.test(word) };
});

function playersIn(words: readonly string[]): Reading['players'] {
  const stems = words.map((word) => saidBy(word).stem);
  const players = playersOf(stems, (stem) => saidBy(stem).says);
  return isPassive(words) ? activeOrder(players) : players;
}

function plainOf(words: readonly string[], language: WordLanguage): Reading['plain'] {
  const tells = (word: string, at: number) => {
    const { says, asks } = saidBy(word);
    if (asks || !says || language === 'en') return asks || says;
    return at === words.length - 1 || weightOf(word, language) !== 'idle';
  };
  return words.map((word, at) => plainToken(word, tells(word, at)));
}

function bare(raw: string): string {
  const word = normalise(raw);
  return word.includes("'") ? word.replace(LEANING, '') : word;
}

function timesOf(raw: readonly string[], words: readonly string[]): Set<string> {
  const found = new Set([...TIMES.read(words).map(({ value }) => value), ...turnsOf(words)]);
  words.forEach((word, at) => {
    if (word !== 'may') return;
    const dated = BEFORE_MAY.test(words[at - 1] ?? '') || /^[0-9]/.test(words[at + 1] ?? '');
    if (dated && (raw[at] === 'May' || dated)) found.add('month:5');
  });
  return found;
}

function namesOf(text: string, raw: readonly string[], words: readonly string[]): Set<string> {
  const found = new Set(NAMES.read(words).map(({ value }) => value));
  if (raw.includes('US')) found.add(NAMES.of('usa')!);
  if (raw.includes('UK')) found.add(NAMES.of('uk')!);
  for (const [symbol] of text.matchAll(SYMBOLS)) found.add(NAMES.of(symbol)!);
  for (const word of words) if (CODE.test(word)) found.add(`code:${word}`);
  for (const letter of lettersIn(text, raw)) found.add(`code:${letter}`);
  for (const word of properNames(text, raw)) found.add(`proper:${word}`);
  return found;
}

/** Lone capitals behind a word: terminal B, vitamin C. */
function lettersIn(text: string, raw: readonly string[]): string[] {
  if (text === text.toUpperCase()) return [];
  return raw.filter((word, at) => {
    if (at === 0 || !/^[B-HJ-Z]$/.test(word)) return false;
    return !startsSentence(text, raw, at);
  });
}

/** Words that tell German, whose every noun has a capital letter. */
const GERMAN =
  /\b(?:ich|der|dem|das|ist|ein|eine|einen|mein|meine|meinen|wie|kann|und|nicht|wo|wann|für|auf|zu|wird|mit|im|am|sie)\b/gi;

/** Words with a capital letter that no sentence, headline or grammar asks for. */
function properNames(text: string, raw: readonly string[]): string[] {
  const capital = (word: string) => /^[A-ZÀ-Þ]/.test(word) && !/^I(?:['’]|$)/.test(word);
  const inside = raw
    .slice(1)
    .filter((word, i) => capital(word) && !startsSentence(text, raw, i + 1));
  if (inside.length === 0 || (text.match(GERMAN)?.length ?? 0) > 1) return [];
  const isHeadline = raw.every((word) => capital(word) || STOPS.has(normalise(word)));
  if (isHeadline && inside.length > 1) return [];
  return inside
    .map(bare)
    .filter(
      (word) =>
        !STOPS.has(word) &&
        NAMES.of(word) === undefined &&
        TIMES.of(word) === undefined &&
        synonymsOf(word).length === 0,
    );
}

/** Whether the word stands behind the end of a sentence; read off the text between it and the word before. */
function startsSentence(text: string, raw: readonly string[], at: number): boolean {
  const before = text.indexOf(`${raw[at - 1]}`);
  const gap = text.slice(before + raw[at - 1]!.length, text.indexOf(raw[at]!, before + 1));
  return /[.!?:;]/.test(gap);
}

function polesOf(words: readonly string[]): (Pole & { word: string })[] {
  const found = OPPOSITES.read(words).map(({ at, value }) => ({ ...value, word: words[at]! }));
  words.forEach((word, at) => {
    if (word !== 'on' && word !== 'off') return;
    if (!words.slice(Math.max(0, at - 4), at).some((before) => SWITCHING.test(before))) return;
    found.push({ axis: 'on/off', end: word === 'on' ? 1 : -1, kind: 'polarity', word });
  });
  return found;
}
