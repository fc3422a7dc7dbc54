import type { AnswerType } from './answer-type.js';
import { fold } from './search-terms.js';
import { stopWords } from './stop-words.js';
import { rawWords } from './tokens.js';

/** How surely a sentence holds what is asked for: 0 no, ½ perhaps, 1 by its form. */
export type SignTest = (sentence: string) => number;

const MONTHS =
  'January|February|March|April|May|June|July|August|September|October|November|December';
const DAYS = 'Mondays?|Tuesdays?|Wednesdays?|Thursdays?|Fridays?|Saturdays?|Sundays?';
const DATE = new RegExp(
  `\\bc?(?:1[0-9]{3}|20[0-9]{2})s?\\b|\\b(?:${MONTHS}|${DAYS}|Christmas|Easter)\\b|\\bcentur(?:y|ies)\\b|` +
    "\\b[0-9]{1,2}(?::[0-9]{2})? ?[ap]\\.?m\\b|\\b[0-9]+ (?:BC|AD|BCE|CE)\\b|o['’]clock|\\b(?:midnight|noon)\\b",
);
const TIME =
  /\b(?:days?|nights?|mornings?|evenings?|weeks?|months?|years?|hours?|minutes?|seasons?|spring|summer|autumn|fall|winter|dawn|sunset|sunrise|yesterday|to-?day|to-?morrow|ago|after|before|when|while|whilst|during|until|till|since|once|then|antiquity|war|reign|ages?|early|late|later)\b/i;
const NUMBER =
  /[0-9]|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|dozens?|scores?|hundreds?|thousands?|millions?|billions?|half|third|quarter|twice|thrice|both|pair)\b/i;
const AMOUNT =
  /\b(?:one|once|single|none|no|few|several|many|most|all|majority|lone|only|little|century|centuries|feet|foot|miles?|years?)\b/i;
const REASON =
  /\b(?:because|lest|therefore|thus|hence|reasons?|caus(?:es?|ed|ing)|motives?|purpose|so (?:that|as)|in order|for (?:this|that|the|it|he|she|I|we|they|to)|owing|due|why|sake|revenge|avenge|vengeance|vindictive\w*|grudge|result(?:ed|s|ing)?|leads? to|led to|thanks to|on account|want(?:ed|s)?|wish(?:ed|es)?|hop(?:ed?|ing)|intend(?:ed|s)?|afraid|fear(?:ed|ing)?)\b/i;
const PURPOSE =
  /\b(?:since|to [a-z]{2,}|after|as|for|when|if|would|allow(?:s|ed|ing)?|help(?:s|ed|ing)?|must|cannot|can)\b/i;
const PERSON =
  /\b(?:I|captain|mate|m[ae]n|wom[ae]n|boy|girl|king|queen|father|mother|brother|sister|son|daughter|wife|husband|sailors?|harpooneers?|doctor|professor|students?|people|scientists?|scholars?|workers?|members?|council|government|president|leaders?|officers?|friends?|enem(?:y|ies)|gods?|angels?|priests?|keeper|landlord|clerk|servants?|soldiers?)\b/i;
const AT =
  'in|at|on|from|to|near|into|off|of|between|through|across|towards?|around|outside|inside|within|beyond|over|via|by|along|throughout';
const AT_PLACE = new RegExp(`\\b(?:${AT}|upon|under|beneath|behind|above|below)\\b`, 'i');
const AT_NAME = new RegExp(
  `\\b(?:${AT}|and|the)(?: (?:the|an?|north|south|east|west|\\w+ern|modern|central))* ["“‘(]?[A-Z]`,
);
const LIST =
  /(?:,[^,;]{1,80}){2,}|,[^,]{1,80}\b(?:and|or)\b|;[^;]{1,160};|\b(?:both|either|neither)\b|:[^:]+,/;
const PAIR = /\b(?:and|or|as well as)\b/i;
const DEFINES =
  /\b(?:is|are|was|were|means?|meant|called|known as|refers? to|defined|termed|that is|i\.e\.)\b|[—–:(]/i;

/** A test of sentences for what a question asks for; null asks for anything. */
export function typeTest(type: AnswerType | null, question: string): SignTest {
  const named = nameTest(question);
  switch (type) {
    case 'date':
      return graded(has(DATE), has(TIME));
    case 'number':
      return graded(has(NUMBER), has(AMOUNT));
    case 'reason':
      return graded(has(REASON), has(PURPOSE));
    case 'list':
      return graded(has(LIST), has(PAIR));
    case 'definition':
      return graded(has(DEFINES), () => false);
    case 'person':
      return graded(named, has(PERSON));
    case 'place':
      return graded((sentence) => named(sentence) && AT_NAME.test(sentence), has(AT_PLACE));
    case 'name':
      return graded(named, () => true);
    case 'yes-no':
    case null:
      return () => 1;
  }
}

type Holds = (sentence: string) => boolean;

const has =
  (pattern: RegExp): Holds =>
  (sentence) =>
    pattern.test(sentence);

const graded =
  (surely: Holds, perhaps: Holds): SignTest =>
  (sentence) =>
    surely(sentence) ? 1 : perhaps(sentence) ? 0.5 : 0;

/** A word with a capital that is not the first of a sentence. */
const NAME = /(?<=[a-z0-9,;:)"'’”%—–-] ?["'“‘(—–]?)\b[A-Z]\S*/g;
/** The first word, where the second has a capital, too. */
const FIRST = /^["'“‘(—–-]*([A-Z]\S*) ["'“‘(]?[A-Z]/;

/** Whether a sentence names somebody or something that the question does not name itself. */
function nameTest(question: string): Holds {
  const asked = new Set(rawWords(question).map(fold));
  const isNew = (name: string) => {
    const [word] = rawWords(name).map(fold);
    return word !== undefined && !asked.has(word) && !stopWords().has(word);
  };
  return (sentence) => {
    const [, first] = FIRST.exec(sentence) ?? [];
    const names = sentence.match(NAME) ?? [];
    return (first === undefined ? names : [first, ...names]).some(isNew);
  };
}
