/**
 * The suffix stripping of M. F. Porter, "An algorithm for suffix stripping", Program 14(3), 1980, with the two
 * changes of its author's later reference program: `bli` → `ble` for `abli` → `able`, and `logi` → `log`.
 */

type Rule = readonly [suffix: string, replacement: string];

/**
 * The stem of an English word in lower case. Words of fewer than three letters, and words with anything but
 * a–z, come back as they are; so does the stem of most words of other languages, cut consistently or not at all.
 */
export function stem(word: string): string {
  if (word.length < 3 || !/^[a-z]+$/.test(word)) return word;
  const plain = verbEnding(plural(word));
  const final =
    plain.endsWith('y') && hasVowel(plain.slice(0, -1)) ? `${plain.slice(0, -1)}i` : plain;
  return tidy(dropSuffix(replaceSuffix(replaceSuffix(final, STEP_2), STEP_3)));
}

/** Step 1a. */
function plural(word: string): string {
  if (word.endsWith('sses') || word.endsWith('ies')) return word.slice(0, -2);
  return word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word;
}

/** Step 1b. */
function verbEnding(word: string): string {
  if (word.endsWith('eed')) return measure(word.slice(0, -3)) > 0 ? word.slice(0, -1) : word;
  const ending = ['ed', 'ing'].find((each) => word.endsWith(each));
  if (ending === undefined || !hasVowel(word.slice(0, -ending.length))) return word;
  const rest = word.slice(0, -ending.length);
  if (/(?:at|bl|iz)$/.test(rest)) return `${rest}e`;
  if (/([^aeiou])\1$/.test(rest) && !/[lsz]$/.test(rest)) return rest.slice(0, -1);
  return measure(rest) === 1 && endsShort(rest) ? `${rest}e` : rest;
}

const STEP_2 = rules(`
  ational ate tional tion enci ence anci ance izer ize bli ble alli al entli ent eli e ousli ous ization ize
  ation ate ator ate alism al iveness ive fulness ful ousness ous aliti al iviti ive biliti ble logi log
`);

const STEP_3 = rules('icate ic ative - alize al iciti ic ical ic ful - ness -');

const STEP_4 =
  /(?:ement|ance|ence|able|ible|ment|ant|ent|ism|ate|iti|ous|ive|ize|(?<=[st])ion|al|er|ic|ou)$/;

/** Pairs of suffix and replacement; `-` stands for nothing. */
function rules(pairs: string): readonly Rule[] {
  const words = pairs.trim().split(/\s+/);
  return words.flatMap((suffix, i) =>
    i % 2 === 0 ? [[suffix, (words[i + 1] ?? '').replace('-', '')] as const] : [],
  );
}

/** The first rule whose suffix fits is the only one tried. */
function replaceSuffix(word: string, list: readonly Rule[]): string {
  for (const [suffix, replacement] of list) {
    if (!word.endsWith(suffix)) continue;
    const rest = word.slice(0, -suffix.length);
    return measure(rest) > 0 ? rest + replacement : word;
  }
  return word;
}

/** Step 4. The longest suffix that fits is the only one tried. */
function dropSuffix(word: string): string {
  const rest = word.replace(STEP_4, '');
  return rest !== word && measure(rest) > 1 ? rest : word;
}

/** Step 5. */
function tidy(word: string): string {
  let rest = word;
  if (word.endsWith('e')) {
    const shorter = word.slice(0, -1);
    const m = measure(shorter);
    if (m > 1 || (m === 1 && !endsShort(shorter))) rest = shorter;
  }
  return rest.endsWith('ll') && measure(rest) > 1 ? rest.slice(0, -1) : rest;
}

/** The m of [C](VC)^m[V]. */
function measure(word: string): number {
  let m = 0;
  let vowel = false;
  for (let i = 0; i < word.length; i++) {
    const now = isVowel(word, i);
    if (vowel && !now) m++;
    vowel = now;
  }
  return m;
}

function hasVowel(word: string): boolean {
  for (let i = 0; i < word.length; i++) if (isVowel(word, i)) return true;
  return false;
}

const VOWELS = new Set([...'aeiou'].map((letter) => letter.charCodeAt(0)));
const Y = 'y'.charCodeAt(0);

/** a, e, i, o, u, and y behind a consonant. */
function isVowel(word: string, i: number): boolean {
  const letter = word.charCodeAt(i);
  return letter === Y ? i > 0 && !isVowel(word, i - 1) : VOWELS.has(letter);
}

/** *o: consonant, vowel, consonant that is not w, x or y. */
function endsShort(word: string): boolean {
  const last = word.length - 1;
  if (last < 2 || isVowel(word, last) || !isVowel(word, last - 1) || isVowel(word, last - 2))
    return false;
  return !/[wxy]$/.test(word);
}
