import { numbersIn } from '../../../algorithms/text/numbers.js';
import { Forms } from './forms.js';
import { remembered } from '../../../algorithms/text/remembered.js';
import { isUnit, quantity } from './units.js';
import { entriesOf } from './word-lists.js';

/** Number words beyond English; `one` and its like are articles and pronouns too, and say nothing alone. */
const WORDED = new Forms<number>();
for (const [value, forms] of entriesOf('numbers')) WORDED.add(forms, Number(value));

const FIGURE = /(?<![A-Za-z0-9])([0-9][0-9.,]*)\s*([a-zà-ÿ%]+)?/gi;
/** Words that count one where the other text counts something, and are pronouns otherwise. */
const ONE = /^(?:one|single|once|uno|sola|solo|satu|sekali|eins|einzige[rns]?|einmal|une?|una)$/;

/** Whether a text may count one of something. */
export function countsOne(words: readonly string[]): boolean {
  return words.some((word) => ONE.test(word));
}

/** What is counted or measured, as `value unit`; numbers without a unit as `value`, times of day as `clock minutes`. */
export function quantitiesOf(text: string, words: readonly string[]): Set<string> {
  const clocks: string[] = [];
  const plain = text.replaceAll('’', "'").replace(CLOCK, (found, ...groups: string[]) => {
    const minutes = clockOf(groups);
    if (minutes === null) return found;
    clocks.push(`clock ${minutes}`);
    return ' ';
  });
  const worded = words.some((word) => numberOf(word).isFound);
  const english = [...(worded ? inEnglish(plain) : []), ...single(words)];
  if (words.includes('both')) english.push('2');
  return new Set([
    ...clocks,
    ...inDigits(plain),
    ...(english.length > 0 ? english : inOthers(words)),
  ]);
}

/** `7 am`, `11:30 pm`, `23:30` */
const CLOCK = /\b([0-9]{1,2})(?:[:.]([0-9]{2}))?\s*([ap])\.?m\b\.?|\b([0-9]{1,2}):([0-9]{2})\b/gi;

/** Minutes since midnight; null for what is no time. */
function clockOf([hour, minute = '0', half, hours, minutes]: readonly string[]): number | null {
  if (hours !== undefined) return 60 * Number(hours) + Number(minutes);
  if (Number(hour) > 12) return null;
  return 60 * ((Number(hour) % 12) + (half!.toLowerCase() === 'p' ? 12 : 0)) + Number(minute);
}

/** `a week`, `an hour`, `one day` */
function single(words: readonly string[]): string[] {
  return words.flatMap((word, at) => {
    const isOne = /^(?:an?|one)$/.test(words[at - 1] ?? '');
    return isOne && word.length > 1 && isUnit(word) ? [quantity(1, word)] : [];
  });
}

function inDigits(text: string): string[] {
  return [...text.matchAll(FIGURE)].flatMap(([, digits = '', unit = '']) => {
    const [number] = numbersIn(digits.replace(/[.,]+$/, ''));
    return number === undefined ? [] : [quantity(Number(number.value), unit.toLowerCase())];
  });
}

/** `half a dozen`, `a quarter of a million` */
const PART = /\b(half|quarter)\s+(?:of\s+)?(?:an?\s+)?$/i;

function inEnglish(text: string): string[] {
  const worded = numbersIn(text.replace(/[0-9]/g, ' ')).filter(({ value }) => value !== '1');
  return worded.map(({ text: found, value }) => {
    const after = /^[\s-]+([a-zà-ÿ%]+)/i.exec(text.slice(text.indexOf(found) + found.length));
    const [, part] = PART.exec(text.slice(0, text.indexOf(found))) ?? [];
    const times = part === undefined ? 1 : part.toLowerCase() === 'half' ? 0.5 : 0.25;
    return quantity(times * Number(value), after?.[1]?.toLowerCase() ?? '');
  });
}

function inOthers(words: readonly string[]): string[] {
  return WORDED.read(words)
    .filter(({ at }) => !/^[0-9]/.test(words[at - 1] ?? ''))
    .map(({ at, value }) => quantity(value, words[at + 1] ?? ''));
}

/** Whether a word holds a number in digits or in English. */
const numberOf = remembered((word) => ({ isFound: numbersIn(word).length > 0 }));

/** Digits, or a number in words. */
export function isNumberWord(word: string): boolean {
  return /^[0-9]/.test(word) || WORDED.of(word) !== undefined || numberOf(word).isFound;
}

const ORDINALS = new Map(
  'second third fourth fifth sixth seventh eighth ninth tenth'
    .split(' ')
    .map((word, i) => [word, i + 2]),
);

/** `the second largest` is 2, `the largest` 1; null where nothing is ranked. English. */
export function rankIn(words: readonly string[]): number | null {
  const at = words.findIndex((word) => /^(?:[a-z]{2,}est|most|least|best|worst)$/.test(word));
  if (at < 0) return null;
  const before = words[at - 1] ?? '';
  return ORDINALS.get(before) ?? (/^[0-9]+(?:nd|rd|th)$/.test(before) ? parseInt(before, 10) : 1);
}
