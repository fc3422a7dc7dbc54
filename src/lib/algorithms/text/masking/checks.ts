/** ISO 7064 mod 97-10: the first four characters to the end, letters as 10…35, the whole modulo 97 is 1. */
export function isIban(match: string): boolean {
  const code = match.replaceAll(' ', '').toUpperCase();
  const digits = [...(code.slice(4) + code.slice(0, 4))].map((char) => parseInt(char, 36));
  const rest = digits.reduce((sum, value) => (sum * (value > 9 ? 100 : 10) + value) % 97, 0);
  return rest === 1;
}

/** Luhn's check (ISO/IEC 7812-1): every second digit from the right doubled, the sum ends in 0. */
export function isCard(match: string): boolean {
  const digits = [...match.replace(/\D/g, '')].reverse().map(Number);
  const sum = digits.reduce((total, digit, i) => {
    const doubled = i % 2 === 1 ? digit * 2 : digit;
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}

/** Addresses that every machine has, masks of networks and the resolvers of all are nobody's. */
const NOBODY = /^(?:127\.|0\.0\.0\.0$|255\.255\.|8\.8\.[48]\.[48]$|1\.[01]\.[01]\.1$|9\.9\.9\.9$)/;

export function isIpv4(match: string): boolean {
  return match.split('.').every((part) => Number(part) <= 255) && !NOBODY.test(match);
}

/** RFC 4291, section 2.2: eight groups, or fewer around one `::`; `a::b` is as likely a name in a program. */
export function isIpv6(match: string): boolean {
  const halves = match.split('::');
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return false;
  return halves.length === 1 ? groups.length === 8 : groups.length >= 3 && groups.length < 8;
}

const LEAST_DIGITS = 2;

/** Characters of a kind in a row, over which a word or a name goes on; in what a machine drew it changes sooner. */
const LONGEST_RUN = 4;

/**
 * Whether a machine has drawn the characters: letters and digits, or letters of both cases, that change places more often
 * than every fourth character. In words, names of files and version numbers they stand together.
 */
export function isRandom(match: string): boolean {
  const kinds = [...match].flatMap((char) => kindOf(char) ?? []);
  const digits = kinds.filter((kind) => kind === 'digit').length;
  if (digits < LEAST_DIGITS || digits === kinds.length) return false;
  const changes = kinds.filter((kind, i) => i > 0 && kind !== kinds[i - 1]).length;
  return changes * LONGEST_RUN >= kinds.length;
}

function kindOf(char: string): 'digit' | 'upper' | 'lower' | null {
  if (/\d/.test(char)) return 'digit';
  if (/[A-Z]/.test(char)) return 'upper';
  return /[a-z]/.test(char) ? 'lower' : null;
}

/** The number of a book: EAN-13 of the prefixes 978 and 979, weights 1 and 3, the sum ends in 0. */
export function isIsbn(match: string): boolean {
  if (!/^97[89]\d{10}$/.test(match)) return false;
  return (
    [...match].reduce((sum, digit, i) => sum + Number(digit) * (i % 2 === 0 ? 1 : 3), 0) % 10 === 0
  );
}
