import { term } from '../../../algorithms/text/tokens.js';

/** Letters that are left of a word before which a prefix denies; shorter ones are other words (`put`, `input`). */
const LEAST_LETTERS: Partial<Record<string, number>> = {
  un: 4,
  dis: 5,
  non: 4,
  dés: 5,
  il: 5,
  ir: 6,
  in: 6,
  im: 6,
  a: 7,
};

/** Beginnings that turn a word round: `encourage`, `discourage`. */
const BEGINNINGS: readonly (readonly [string, string])[] = [
  ...(['dis', 'de'] as const).map((other) => ['en', other] as const),
  ...(['ex', 'out', 'de'] as const).map((other) => ['in', other] as const),
  ['im', 'ex'],
  ['at', 'de'],
  ['as', 'dis'],
  ['a', 'de'],
  ['over', 'under'],
  ['up', 'down'],
  ['ver', 'ent'],
  ['ein', 'aus'],
  ['auf', 'ab'],
  ['auf', 'zu'],
  ['an', 'ab'],
  ['pre', 'post'],
  ['pro', 'anti'],
  ['sub', 'super'],
  ['hyper', 'hypo'],
  ['mono', 'multi'],
  ['maxi', 'mini'],
];
/** Endings that do: `careful`, `careless`; `employer`, `employee`. */
const ENDINGS: readonly (readonly [string, string])[] = [
  ['ful', 'less'],
  ['er', 'ee'],
  ['or', 'ee'],
];
const LEAST_ROOT = 4;

/** Whether one word is the other's opposite by what it begins or ends with. */
export function isTurned(a: string, b: string): boolean {
  if (!areKin(a, b)) return false;
  return denies(a, b) || denies(b, a) || differ(a, b) || differ(b, a);
}

/** Whether they may share a root at all: what parts most words at little cost. */
function areKin(a: string, b: string): boolean {
  return a.endsWith(b.slice(-LEAST_ROOT)) || a.startsWith(b.slice(0, LEAST_ROOT));
}

/** `eggless`, `eggs` */
export function isWithout(a: string, b: string): boolean {
  if (a.endsWith('less') === b.endsWith('less')) return false;
  const root = (word: string) => (/^[a-z]{3,}less$/.test(word) ? term(word.slice(0, -4)) : null);
  return root(a) === term(b) || root(b) === term(a);
}

/** Whether one word is the other with a prefix that denies it: `paid`, `unpaid`. */
function denies(word: string, by: string): boolean {
  const prefix = by.endsWith(word) ? by.slice(0, by.length - word.length) : '';
  const least = LEAST_LETTERS[prefix];
  return least !== undefined && word.length >= least;
}

function differ(a: string, b: string): boolean {
  const begins = BEGINNINGS.some(
    ([one, other]) =>
      a.startsWith(one) &&
      b.startsWith(other) &&
      a.length - one.length >= LEAST_ROOT &&
      a.slice(one.length) === b.slice(other.length),
  );
  if (begins) return true;
  return ENDINGS.some(
    ([one, other]) =>
      a.endsWith(one) &&
      b.endsWith(other) &&
      a.length - one.length >= LEAST_ROOT &&
      a.slice(0, -one.length) === b.slice(0, -other.length),
  );
}
