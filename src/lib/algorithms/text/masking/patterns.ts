import { isCard, isIban, isIsbn, isIpv4, isIpv6 } from './checks.js';
import { COVER, type Cover, type Personal } from './cover.js';

/** Letters, digits and what is masked: a pattern begins and ends at none of these. */
export const WORD = `\\w\\u00C0-\\u024F\\u0370-\\u058F\\u1E00-\\u1EFF${COVER}`;
const BEFORE = `(?<![${WORD}])`;
const AFTER = `(?![${WORD}])`;

/** A pattern that matches whole words only. */
export const whole = (source: string, flags = ''): RegExp =>
  new RegExp(`${BEFORE}(?:${source})${AFTER}`, `gd${flags}`);

export interface Rule {
  kind: Personal;
  /** Global, with indices; masks the group `value` where it has one. No repetition is without a bound. */
  pattern: RegExp;
  /** What the pattern alone cannot tell, e.g. a check digit. */
  holds?: (match: string, text: string, start: number) => boolean;
}

/** One number or document, by its shape. */
export const NUMBERS: readonly Rule[] = [
  {
    kind: 'email',
    pattern: /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/dg,
    holds: (match) => !match.startsWith('git@'), // of a repository
  },
  {
    kind: 'iban',
    pattern: whole('[A-Z]{2}\\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?', 'i'),
    holds: isIban,
  },
  { kind: 'card', pattern: /(?<![\d.,\0])\d(?:[ -]?\d){12,18}(?![\d\0]|[.,]\d)/dg, holds: isCard },
  {
    kind: 'ip',
    pattern: /(?<![\w.\0])(?:\d{1,3}\.){3}\d{1,3}(?![\w\0]|\.\d)/dg,
    holds: (match, text, start) => isIpv4(match) && !isNumbered(text, start),
  },
  {
    kind: 'ip',
    pattern: /(?<![\w:.\0])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?![\w:\0])/dgi,
    holds: isIpv6,
  },
  { kind: 'ip', pattern: whole('(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}', 'i') }, // of a network card
  { kind: 'document', pattern: /(?<![\d\0])\d{3}[- ]\d{2}[- ]\d{4}(?![\d\0])/dg }, // US social security number
  { kind: 'document', pattern: whole('[A-CEGHJ-PR-TW-Z]{2} ?(?:\\d{2} ?){3}[A-D]') }, // UK national insurance
  { kind: 'document', pattern: whole('[A-Z]{6}\\d\\d[A-Z]\\d\\d[A-Z]\\d{3}[A-Z]', 'i') }, // Italian tax code
  { kind: 'document', pattern: whole('\\d{8}-?[A-HJ-NP-TV-Z]') }, // Spanish DNI
  {
    kind: 'document',
    pattern: whole('[12] \\d{2} (?:0\\d|1[0-2]) (?:\\d{2}|2[AB]) \\d{3} \\d{3}(?: \\d{2})?'),
  }, // INSEE
  { kind: 'document', pattern: whole('\\d{3}\\.\\d{3}\\.\\d{3}-\\d{2}') }, // Brazilian CPF
  { kind: 'document', pattern: whole('\\d{2}\\.\\d{3}\\.\\d{3}\\.\\d-\\d{3}\\.\\d{3}') }, // Indonesian NPWP
  {
    kind: 'phone',
    pattern: /(?<![\w.,+\0]|\d-)(?:\+|\(?0)\d?(?:[ ()./-]{0,2}\d){7,14}(?![\w\0])/dg,
    holds: (match) => !isDate(match),
  },
  {
    kind: 'phone',
    pattern: /(?<![\w.,+\0])(?:1[ .-])?\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}(?![\w\0])/dg,
  },
  { kind: 'document', pattern: whole('[A-Z]{1,3}[ -]?\\d{6,9}[A-Z]?') },
  {
    kind: 'number',
    pattern: /(?<![\d.,\0])\d{7,}/dg,
    holds: (match, text, start) => !isAmount(match, text, start),
  },
];

/** `1.2.3.4` behind one of these is a version, or a place in a book of rules. */
const NUMBERED =
  /(?:\bv|version|versione|versión|versi|release|section|chapter|clause|article|rule|paragraph|§|firmware|driver|build)[ .:]{0,2}$/i;

function isNumbered(text: string, start: number): boolean {
  return NUMBERED.test(text.slice(Math.max(0, start - 12), start));
}

const DATE = /^\(?\d{1,2}([ ./-])\d{1,2}\1\d{2,4}$/;
const isDate = (match: string): boolean => DATE.test(match);

const ROUND = /0{5}$/;
const PRICED = /(?:[$€£¥₹]|rp\.?|idr|usd|eur|gbp|aud|sgd|jpy) ?$/i;
const COUNTED =
  /^ ?(?:[$€£¥₹]|rupiah|rupees?|dollars?|euros?|pounds?|yen|idr|usd|eur|gbp|people|inhabitants|km|bytes|tokens)(?![a-z])/i;

/** How many rather than which: a round number, or one of a currency or a measure. */
function isAmount(match: string, text: string, start: number): boolean {
  const end = start + match.length;
  return (
    ROUND.test(match) ||
    isIsbn(match) ||
    PRICED.test(text.slice(Math.max(0, start - 5), start)) ||
    COUNTED.test(text.slice(end, end + 14))
  );
}

export function applyRules(cover: Cover, rules: readonly Rule[]): void {
  for (const { kind, pattern, holds } of rules) {
    const { text } = cover;
    const found = [...text.matchAll(pattern)].flatMap((match) => {
      const [start, end] = match.indices!.groups?.value ?? match.indices![0]!;
      return !holds || holds(text.slice(start, end), text, start) ? [{ start, end }] : [];
    });
    cover.hide(kind, found);
  }
}
