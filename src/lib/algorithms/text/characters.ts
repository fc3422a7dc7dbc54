/**
 * Character classes by plain ranges of UTF-16 units. Regular expressions with Unicode properties, and case
 * mapping outside of the old alphabets, follow the ICU that Node was built with; these tables never change.
 */

/** The white space of ECMAScript, as `String.prototype.trim` removes it. */
export function isSpace(unit: number): boolean {
  if (unit < 0x80) return unit === 0x20 || (unit >= 0x09 && unit <= 0x0d);
  return (
    unit === 0xa0 ||
    unit === 0x1680 ||
    (unit >= 0x2000 && unit <= 0x200a) ||
    unit === 0x2028 ||
    unit === 0x2029 ||
    unit === 0x202f ||
    unit === 0x205f ||
    unit === 0x3000 ||
    unit === 0xfeff
  );
}

export function isDigit(unit: number): boolean {
  return unit >= 0x30 && unit <= 0x39;
}

/** Latin, Greek, Cyrillic and Armenian letters with case, and modifiers among them. */
export function isCased(unit: number): boolean {
  if (unit < 0x80) return (unit >= 0x41 && unit <= 0x5a) || (unit >= 0x61 && unit <= 0x7a);
  if (unit < 0x250) return unit >= 0xc0 ? unit !== 0xd7 && unit !== 0xf7 : isOrdinal(unit);
  return (unit >= 0x370 && unit < 0x590) || (unit >= 0x1e00 && unit < 0x2000);
}

/** ª, µ, º */
function isOrdinal(unit: number): boolean {
  return unit === 0xaa || unit === 0xb5 || unit === 0xba;
}

/** A letter of any script, as far as scripts without case are told from signs: a superset outside of Latin. */
export function isLetter(unit: number): boolean {
  if (unit < 0x250) return isCased(unit);
  if (unit < 0x2000) return true;
  if (unit < 0x3005) return unit >= 0x2c00 && unit < 0x2e00;
  return !isIn(WIDE_SIGNS, unit);
}

type Ranges = readonly (readonly [from: number, to: number])[];

function isIn(ranges: Ranges, unit: number): boolean {
  for (const [from, to] of ranges) if (unit >= from && unit <= to) return true;
  return false;
}

/** CJK brackets and full-width punctuation, private use, variation selectors; emoji are surrogates D83C–D83E. */
const WIDE_SIGNS: Ranges = [
  [0x3008, 0x3020],
  [0x30fb, 0x30fb],
  [0xd83c, 0xd83e],
  [0xe000, 0xf8ff],
  [0xfe00, 0xfe6f],
  [0xff01, 0xff0f],
  [0xff1a, 0xff20],
  [0xff3b, 0xff40],
  [0xff5b, 0xff65],
  [0xffe0, 0xffff],
];

export function isLowerCase(unit: number): boolean {
  if (unit < 0x80) return unit >= 0x61 && unit <= 0x7a;
  if (!isCased(unit)) return false;
  const letter = String.fromCharCode(unit);
  return letter.toUpperCase() !== letter && letter.toLowerCase() === letter;
}

/** Title-case digraphs (ǅ) are of neither case. */
export function isUpperCase(unit: number): boolean {
  if (unit < 0x80) return unit >= 0x41 && unit <= 0x5a;
  if (!isCased(unit)) return false;
  const letter = String.fromCharCode(unit);
  return letter.toLowerCase() !== letter && letter.toUpperCase() === letter;
}

/** True between the two halves of a surrogate pair, where a text must not be cut. */
export function isInsidePair(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1);
  const after = text.charCodeAt(at);
  return before >= 0xd800 && before <= 0xdbff && after >= 0xdc00 && after <= 0xdfff;
}
