const ROMAN = /^(?=[MDCLXVI])M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})$/i;
const DIGITS: Record<string, number> = { i: 1, v: 5, x: 10, l: 50, c: 100, d: 500, m: 1000 };
const SMALL =
  'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const ORDINALS =
  'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth'.split(' ');

/** The number that a chapter is called by: `42`, `XLII`, `Forty-Two`, `Third`. Null when it is none. */
export function parseNumeral(text: string): number | null {
  if (/^\d{1,4}$/.test(text)) return Number(text);
  return ROMAN.test(text) ? roman(text.toLowerCase()) : inWords(text.toLowerCase());
}

function roman(text: string): number {
  let sum = 0;
  for (let i = 0; i < text.length; i++) {
    const digit = DIGITS[text.charAt(i)] ?? 0;
    sum += digit < (DIGITS[text.charAt(i + 1)] ?? 0) ? -digit : digit;
  }
  return sum;
}

function inWords(text: string): number | null {
  const [first = '', second] = text.split(/[- ]/, 2);
  const tens = TENS.indexOf(first);
  if (tens >= 0) return (tens + 2) * 10 + (second ? SMALL.indexOf(second) + 1 : 0);
  const small = Math.max(SMALL.indexOf(first), ORDINALS.indexOf(first));
  return small >= 0 && second === undefined ? small + 1 : null;
}
