import { fold } from './search-terms.js';
import { rawWords } from './tokens.js';

/** What a question asks for, when its words say so. */
export type AnswerType = 'date' | 'number' | 'name' | 'reason';

const ASKS: readonly (readonly [pattern: RegExp, type: AnswerType])[] = [
  [/\bwhen\b|\b(?:what|which) (?:year|date|day|month|century|decade|season|time)\b/i, 'date'],
  [/\bhow (?:many|much|long|old|far|large|big|tall|high|fast|often|deep|wide|heavy)\b/i, 'number'],
  [/\b(?:what|which) (?:percent|percentage|number|proportion|portion|age|share)\b/i, 'number'],
  [/^\W*why\b/i, 'reason'],
  [/\bwho(?:m|se)?\b|\bwhere\b|\bwhich\b|\bnames?\b/i, 'name'],
  [/\bwhat (?:city|country|state|town|place|person|company|king|queen|river)\b/i, 'name'],
];

/** By the question words of English; null for any other question. */
export function answerType(question: string): AnswerType | null {
  return ASKS.find(([pattern]) => pattern.test(question))?.[1] ?? null;
}

const MONTHS =
  'January|February|March|April|May|June|July|August|September|October|November|December';
const DATE = new RegExp(
  `\\b(?:1[0-9]{3}|20[0-9]{2})s?\\b|\\b(?:${MONTHS})\\b|\\bcentur(?:y|ies)\\b`,
);
const NUMBER =
  /[0-9]|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|hundred|thousand|million|billion|half|third|quarter|twice)\b/i;
const REASON =
  /\b(?:because|since|lest|therefore|hence|reasons?|causes?|caused|motives?|purpose|so (?:that|as)|in order|for (?:this|that|the|it|he|she|I|we|they|to)|owing|due|why|sake)\b/i;
/** A word with a capital that is not the first of a sentence. */
const NAME = /(?<=[a-z0-9,;:)"'’”] ["'“‘(]?)[A-Z]\S*/g;

/** Tells whether a sentence holds a date, a number, a reason, or a name that the question does not have itself. */
export function typeTest(type: AnswerType | null, question: string): (sentence: string) => boolean {
  if (type === null) return () => true;
  if (type === 'date') return (sentence) => DATE.test(sentence);
  if (type === 'reason') return (sentence) => REASON.test(sentence);
  if (type === 'number') return (sentence) => NUMBER.test(sentence);
  const asked = new Set(rawWords(question).map(fold));
  return (sentence) =>
    (sentence.match(NAME) ?? []).some((name) => {
      const [word] = rawWords(name);
      return word !== undefined && !asked.has(fold(word));
    });
}
