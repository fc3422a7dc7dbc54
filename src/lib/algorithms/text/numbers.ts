/** A number found in a text. */
export interface FoundNumber {
  /** As written. */
  text: string;
  /** Decimal, without separators of thousands, ordinal endings and leading zeros: `1,850th` → `1850`. */
  value: string;
}

const DIGITS = /(?<![A-Za-z0-9.,])[0-9](?:[0-9]|[.,](?=[0-9]))*/g;
const LIST_ITEM = /(?:^|\n)[ \t]*[0-9]{1,3}[.)](?=\s)/g;

const UNITS = values(
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen ' +
    'seventeen eighteen nineteen',
  (i) => i,
);
const TENS = values('twenty thirty forty fifty sixty seventy eighty ninety', (i) => (i + 2) * 10);
const ORDINALS = values(
  'tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth',
  (i) => i + 10,
);
const SMALL = new Map([...UNITS, ...TENS, ...ORDINALS, ['dozen', 12] as const]);
const LARGE = new Map([
  ['hundred', 100],
  ['thousand', 1000],
  ['million', 1e6],
  ['billion', 1e9],
]);

const ANY = [...SMALL.keys(), ...LARGE.keys()].join('|');
const WORDED = new RegExp(`\\b(?:${ANY})(?:(?:[\\s-]+(?:and[\\s-]+)?)(?:${ANY}))*\\b`, 'gi');

function values(
  names: string,
  value: (i: number) => number,
): readonly (readonly [string, number])[] {
  return names.split(' ').map((name, i) => [name, value(i)] as const);
}

/** Numbers in digits, whatever their size, and in English words, in no order. Numbers of list items are left out. */
export function numbersIn(text: string): FoundNumber[] {
  const plain = text.replace(LIST_ITEM, '\n');
  const digits = [...plain.matchAll(DIGITS)].map(([found]) => ({
    text: found,
    value: String(Number(withoutSeparators(found))),
  }));
  const worded = [...plain.matchAll(WORDED)].map(([found]) => ({
    text: found,
    value: String(valueOf(found)),
  }));
  return [...digits, ...worded];
}

/** A point or comma before exactly three digits separates thousands; another comma is a decimal one. */
function withoutSeparators(digits: string): string {
  if (/^[0-9]{1,3}(?:[.,][0-9]{3})+$/.test(digits)) return digits.replace(/[.,]/g, '');
  const parts = digits.split(/[.,]/);
  return parts.length <= 2 ? parts.join('.') : parts.join('');
}

/** `two hundred and fifty-one thousand` → 251000 */
function valueOf(words: string): number {
  let total = 0;
  let current = 0;
  for (const word of words.toLowerCase().split(/[\s-]+/)) {
    const large = LARGE.get(word);
    if (large === undefined) current += SMALL.get(word) ?? 0;
    else if (large === 100) current = Math.max(1, current) * 100;
    else {
      total += Math.max(1, current) * large;
      current = 0;
    }
  }
  return total + current;
}
