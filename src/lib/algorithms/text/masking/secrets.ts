import { isRandom } from './checks.js';
import { COVER, type Cover, type Range } from './cover.js';
import { cuesOf } from './cues/index.js';
import { applyRules, whole, type Rule } from './patterns.js';
import { Phrases, wordEnd, wordsOf, type Words } from './phrases.js';
import { TOKEN_SHAPES } from './token-shapes.js';

/** A hash behind one of these is that of a file or of a change, which is no secret. */
const HASHED = /(?:commit|sha-?\d{0,3}|md5|checksum|hash|digest|revision|isbn|doi)[ :=]{0,3}$/i;

/** SHA-1 and SHA-256 in hexadecimal, of changes and of files. */
const DIGEST = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

const SHAPES: readonly Rule[] = [
  ...Object.values(TOKEN_SHAPES).map((source): Rule => ({
    kind: 'secret',
    pattern: whole(source),
  })),
  { kind: 'secret', pattern: whole('(?:bearer|basic) (?<value>[\\w.~+/-]{16,2000}={0,2})', 'i') },
  {
    kind: 'secret',
    pattern: /(?<![\w+/=.@-])[\w+/-]{20,500}={0,2}(?![\w+/=@\0-])/dg,
    holds: (match, text, start) =>
      isRandom(match) &&
      !DIGEST.test(match) &&
      !HASHED.test(text.slice(Math.max(0, start - 12), start)),
  },
];

const SECRETS = new Phrases(cuesOf('secrets'));
const PINS = new Phrases(cuesOf('pins'));
const BEING = cuesOf('being');
const WORDS = new Set(cuesOf('notSecrets'));
const PASSPHRASE = /phrase|mnemonic/;

/** Between what a secret is called and the secret; the last group is empty where nothing says that this is it. */
const BETWEEN = new RegExp(
  `(?:[ ]?(?:number|code|for [a-z0-9 ]{1,30}|del wifi|saya))?['"]?[ ]{0,2}(` +
    `(?:(?:${BEING.map(escaped).join('|')})(?![a-z])|[=:]|->|=>)[ ]{0,2}:?|)[ ]{0,2}`,
  'y',
);
const VALUE = /(["'“‘«`])([^\n\0"'”’»`]{1,200})["'”’»`]|[^\s\0"“”,;]{1,300}/y;
const DIGITS = /(?:\d[ -]?){2,9}\d(?![\w\0])/y;
/** `1234 is my pin` */
const REVERSED =
  /(?:is|as|è|es|est|ist|adalah) (?:my|our|mein|meine|mon|la mia|il mio|mi)(?: [a-z]{1,12})? $/;
const LONGEST_REVERSED = 40;

/** Keys, tokens, passwords and codes: by their shape, by being drawn at random, and by what they are called. */
export function hideSecrets(cover: Cover): void {
  applyRules(cover, SHAPES);
  const words = wordsOf(cover.text);
  cover.hide('secret', [
    ...[...SECRETS.in(words)].flatMap((cue) => secretBehind(cue, words)),
    ...[...PINS.in(words)].flatMap((cue) => pinBehind(cue, words)),
    ...[...SECRETS.in(words), ...PINS.in(words)].flatMap((cue) => secretBefore(cue, words)),
  ]);
}

/** What stands there by way of saying so; `said` is empty for what only follows. */
function between({ lower }: Words, at: number): { said: string; at: number } {
  BETWEEN.lastIndex = at;
  const match = BETWEEN.exec(lower)!;
  return { said: match[1]!.trim(), at: BETWEEN.lastIndex };
}

function secretBehind(cue: Range, words: Words): Range[] {
  const { said, at } = between(words, cue.end);
  if (at === cue.end) return [];
  if (said !== '' && PASSPHRASE.test(words.lower.slice(cue.start, cue.end))) {
    return phraseAt(words, at);
  }
  const range = valueAt(words.text, at);
  if (!range) return [];
  const value = words.text.slice(range.start, range.end);
  return isSecret(value, said, range.start > at) ? [range] : [];
}

function valueAt(text: string, at: number): Range | null {
  VALUE.lastIndex = at;
  const match = VALUE.exec(text);
  if (!match) return null;
  if (match[2] !== undefined) return { start: at + 1, end: at + 1 + match[2].length };
  const value = match[0].replace(/[.?!:)\]}>*']{1,20}$/, '');
  return value === '' || value.startsWith('[') ? null : { start: at, end: at + value.length };
}

const LETTERS = /^[A-Za-z\u00C0-\u024F'’-]+$/;
/** `12-character`, `256-bit`, `2FA`. */
const MEASURE = /^\d+(?:-?[a-z]+|[A-Z]{1,3})?$/i;

/** @param said what stands between: `is`, or a sign of equality, or nothing */
function isSecret(value: string, said: string, quoted: boolean): boolean {
  const lower = value.toLowerCase();
  if (value.length < 3 || WORDS.has(lower) || /^(?:https?:|www\.)/.test(lower)) return false;
  if (LETTERS.test(value)) {
    return said !== '' && (quoted || isMixed(value) || isWordSecret(lower, said));
  }
  if (MEASURE.test(value) && said === '') return false;
  return said !== '' || /\d/.test(value);
}

/** `passWord`, but not `Password`. */
function isMixed(value: string): boolean {
  const inner = value.slice(1);
  return inner !== inner.toLowerCase() && inner !== inner.toUpperCase();
}

/** A plain word: behind a colon it is the secret, behind `is` unless it says how the secret is, e.g. "expired". */
function isWordSecret(lower: string, said: string): boolean {
  if (said === 'to' || said === 'as') return false; // "the secret to happiness"
  return /[=:>]$/.test(said) || !/(?:ed|ing|ly)$/.test(lower);
}

/** Words up to a sign that ends them: they are the secret. */
function phraseAt({ text, lower }: Words, at: number): Range[] {
  const found = /^[^.,;:!?\n\0]{8,300}/.exec(text.slice(at, at + 300))?.[0].trimEnd() ?? '';
  const first = lower.slice(at, wordEnd(lower, at));
  if (!found.includes(' ') || WORDS.has(first)) return [];
  return [{ start: at, end: at + found.length }];
}

function pinBehind(cue: Range, words: Words): Range[] {
  const { at } = between(words, cue.end);
  if (at === cue.end) return [];
  DIGITS.lastIndex = at;
  const match = DIGITS.exec(words.text);
  if (match) return [{ start: at, end: at + match[0].length }];
  const range = valueAt(words.text, at);
  const value = range ? words.text.slice(range.start, range.end) : '';
  return range && /\d/.test(value) && !MEASURE.test(value) ? [range] : [];
}

function secretBefore(cue: Range, { text, lower }: Words): Range[] {
  const before = lower.slice(Math.max(0, cue.start - LONGEST_REVERSED - 20), cue.start);
  const linked = REVERSED.exec(before);
  if (!linked) return [];
  const end = cue.start - (before.length - linked.index) - 1;
  const value = /[^\s\0"'“”]{3,40}$/.exec(
    text.slice(Math.max(0, end - LONGEST_REVERSED), end),
  )?.[0];
  if (value === undefined || !/\d/.test(value) || value.includes(COVER)) return [];
  return [{ start: end - value.length, end }];
}

function escaped(phrase: string): string {
  return phrase.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
