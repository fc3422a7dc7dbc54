import type { Cover, Range } from './cover.js';
import { cuesOf, MONTHS } from './cues/index.js';
import { WORD } from './patterns.js';
import { Phrases, wordsOf, type Words } from './phrases.js';

const MONTH = `(?:${[...MONTHS].sort((a, b) => b.length - a.length).join('|')})\\.?`;
const DAY = '\\d{1,2}(?:st|nd|rd|th|er|\\.|º|°)?';
const YEAR = "(?:\\d{4}|['’]?\\d{2})";
/** In the order of any country, in digits or with the name of the month. */
const DATE = new RegExp(
  [
    `(?:\\d{4}[./-]\\d{1,2}[./-]\\d{1,2}|\\d{1,2}[ ]?[./-][ ]?\\d{1,2}[ ]?[./-][ ]?${YEAR}|\\d{1,2} \\d{1,2} \\d{4})(?![${WORD}])`,
    `${DAY}[ -](?:of |de |di )?${MONTH}(?:(?:,|-| of| de| del| di)?[ -]?${YEAR})?(?![${WORD}])`,
    `${MONTH} (?:the )?${DAY}(?:,? ${YEAR})?(?![${WORD}])`,
    `\\d{8}(?![${WORD}])`,
  ].join('|'),
  'iy',
);
const ANYWHERE = new RegExp(`(?<![${WORD}])(?:${DATE.source})`, 'gi');

const BORN = new Phrases(cuesOf('born'));
const BIRTHDAYS = new Phrases(cuesOf('birthdays'));
/** Between the two: `on the`, `in Bandung pada tanggal`, `is`; no end of a sentence. */
const FILLER = /[^\d.!?\n\0]{0,40}/y;
const BEHIND =
  /^[ ]?[(,]?[ ]?(?:is|was|ist|è|es|est|adalah|as|=|\(|-)?[ ]?(?:my|our|mein|meine|mon|ma|mio|mia|il mio|la mia|mi|his|her|their)?[ ]?(?:[a-zäöü'’]{1,14} ){0,2}$/;
/** Whoever was born before is dead, and a part of history. */
const LIVING = 1900;
const LONGEST_BETWEEN = 30;

/** Dates beside words of birth; a year alone says little, and an ordinary date nothing. */
export function hideBirthdates(cover: Cover): void {
  const words = wordsOf(cover.text);
  const behind = [...BORN.in(words)].flatMap(({ end }) => dateBehind(words, end));
  cover.hide('birthdate', [...behind, ...datesBefore(words)].filter(isLiving(words)));
}

function dateBehind({ text }: Words, at: number): Range[] {
  FILLER.lastIndex = at;
  const filler = FILLER.exec(text)![0].length;
  // The name of a month is filler, too: the date may begin with it.
  for (let start = at + filler; start > at; start--) {
    if (start < at + filler && !/[\s:(]/.test(text.charAt(start - 1))) continue;
    DATE.lastIndex = start;
    const date = DATE.exec(text);
    if (date) return [{ start, end: start + date[0].length }];
  }
  return [];
}

/** `12 March 1985 is my date of birth` */
function datesBefore(words: Words): Range[] {
  const cues = [...BIRTHDAYS.in(words)];
  if (cues.length === 0) return [];
  const dates = [...words.text.matchAll(ANYWHERE)].map(({ 0: date, index }) => ({
    start: index,
    end: index + date.length,
  }));
  let next = 0;
  return dates.filter(({ end }) => {
    while (next < cues.length && cues[next]!.start < end) next++;
    const cue = cues[next];
    if (!cue || cue.start - end > LONGEST_BETWEEN) return false;
    return BEHIND.test(words.lower.slice(end, cue.start));
  });
}

const isLiving =
  ({ text }: Words) =>
  ({ start, end }: Range): boolean => {
    const year = /(?<!\d)\d{4}(?!\d)/.exec(text.slice(start, end))?.[0];
    return year === undefined || Number(year) >= LIVING;
  };
