/** Words whose stop does not (always) end a sentence, without their last stop, in lower case. */

/** Stand before a name or an explanation: never the end of a sentence. */
const LEADING = set(`
  mr mrs ms messrs dr drs st ste prof rev revd hon capt col gen lt lieut maj sgt cpl cmdr adm gov sen
  supt mt e.g i.e eg viz cf vs resp approx incl excl mme mlle mons hr hrn fr frl sra srta dra
  sig sig.ra dott avv dhr mevr z.b d.h u.a bzw ggf evtl vgl p.ej bijv o.a d.w.z p.es
`);

/** Stand before a number: no end when a numeral follows. */
const NUMBERED = set(`
  no nos nr num núm art arts vol vols bd p pp pg ch chap chaps cap fig figs eq eqs sec sect tab app op ca
  c circa bk pt par v vv s ss lat long ver § jan feb mar apr jun jul aug sep sept oct okt nov dec dez
`);

/** May end a sentence or not: the next word decides. */
const EITHER = set(`
  etc inc ltd co corp bros jr sr esq al a.m p.m ph.d m.d b.a m.a d.c u.s u.k u.n a.d b.c e.u ee.uu
  dept est univ assn ave blvd rd mss ed eds trans ft lb lbs oz yds rep pres
  jan feb mar apr jun jul aug sep sept oct nov dec usw ecc ss dll dsb enz
`);

/** Words that begin sentences far more often than they follow an abbreviation as part of a name. */
const STARTERS = set(`
  the a an this that these those he she it they we you i his her its their our my your there here what
  who why how when where which but and or so yet for if in on at as by with from to after before then
  thus now not no yes let all some many one each every most both such only while though although since
  because however moreover
  der die das ein eine er sie es wir und aber le la les un une il elle nous et mais el los las una pero
  lo gli ma de het een maar o os uma mas ia ini itu dan
`);

/** Words before a numeral with a stop that names a part: `Chapter 1. Loomings`. */
const LABELS = set(
  'chapter chap book part section canto act scene volume vol article letter lesson no',
);

const GERMAN_MONTHS = set(
  'januar februar märz april mai juni juli august september oktober november dezember jahrhundert',
);

const ROMAN = /^[ivxlc]{1,7}$/;

/**
 * Whether the stop behind `word` belongs to the word and the sentence goes on.
 * @param word the characters up to the stop, without it, at most 20, as written
 * @param before the word before it, in lower case
 * @param next the word behind, as written; `(` or `[` for a bracket, empty when another sign follows
 */
export function isAbbreviation(word: string, before: string, next: string): boolean {
  const key = word.toLowerCase();
  const follower = next.toLowerCase();
  if (LEADING.has(key)) return true;
  if (NUMBERED.has(key) && isNumeral(next, key)) return true;
  if (isSpacedPair(key, next)) return true;
  if (/^[0-9]{1,2}$/.test(key) && GERMAN_MONTHS.has(follower)) return true;
  if (LABELS.has(before) && (/^[0-9]{1,4}$/.test(key) || ROMAN.test(key))) return true;
  if (EITHER.has(key) || isInitials(word)) return next !== '' && !STARTERS.has(follower);
  return false;
}

/** Arabic or Roman; but `No. I did` is an answer. */
function isNumeral(next: string, key: string): boolean {
  if (/^[0-9]/.test(next)) return true;
  return (
    ROMAN.test(next.toLowerCase()) && next === next.toUpperCase() && !(next === 'I' && key === 'no')
  );
}

/** `z. B.`, `d. h.`: two letters, each with its stop. */
function isSpacedPair(key: string, next: string): boolean {
  return key.length === 1 && next.length === 1 && /^[^0-9AI]$/.test(next) && !/[0-9]/.test(key);
}

/** `J`, `J.R`, `U.S`, `É`; one letter or several with stops between, the first in upper case. */
function isInitials(word: string): boolean {
  if (word.length === 1) return word.toLowerCase() !== word;
  return /^(?:[A-ZÀ-Þ]\.)+[A-ZÀ-Þ]$/.test(word);
}

function set(words: string): ReadonlySet<string> {
  return new Set(words.trim().split(/\s+/));
}
