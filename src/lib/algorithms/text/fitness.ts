import { endsInStop } from './limits.js';
import { countWords } from './tokens.js';

/** Verbs with which a text says what it is about. */
const SAYS =
  'propose|present|introduce|show|demonstrate|study|develop|investigate|describe|explore|provide|find|argue|suggest|' +
  'report|examine|address|design|prove|derive|establish|analy[sz]e|conclude|offer|aim|consider';
const SPEAKER =
  'we|i|authors|paper|work|article|study|report|chapter|results?|experiments?|findings|analysis';

/** Cue phrases (Edmundson 1969, "New Methods in Automatic Extracting"): a text announcing its own content. */
const ANNOUNCES = new RegExp(
  `\\b(?:${SPEAKER}) (?:[a-z]+ly |also |then |first |here |further )?(?:${SAYS})s?\\b` +
    '|\\b(?:this|our|the present) (?:paper|work|article|study|report)\\b' +
    '|\\b(?:in summary|in conclusion|in short|overall|to (?:summari[sz]e|sum up|conclude))\\b',
  'i',
);

/** Openings that lean on a sentence before, which a summary may not hold. */
const LEANS = new RegExp(
  '^["“‘\']?(?:however|but|and|or|nor|thus|therefore|hence|moreover|furthermore|also|additionally|this|these|that|those|' +
    'it|they|he|she|him|her|his|their|its|such|then|so|yet|finally|specifically|further|similarly|instead|besides|' +
    'nevertheless|for (?:example|instance)|in (?:particular|addition|contrast)|as a result|to this end|' +
    'on the other hand|aber|und|mais|et|pero|y|ma|e|mas|maar|en)\\b',
  'i',
);

const SHORT = 10;
const LONG = 40;

/**
 * How well a sentence stands alone in a summary, as a factor on its centrality, about 0…1.3. Announcements and
 * lengths are chosen on data (docs/decisions/0004-extractive-summaries.md); the others are for readers.
 */
export function fitness(sentence: string): number {
  const words = countWords(sentence);
  let factor = Math.min(1, (words / SHORT) ** 2, Math.sqrt(LONG / Math.max(1, words)));
  if (ANNOUNCES.test(sentence)) factor *= 1.3;
  if (LEANS.test(sentence)) factor *= 0.9;
  if (!endsInStop(sentence)) factor *= 0.5;
  if (!isBalanced(sentence)) factor *= 0.5;
  return factor;
}

/** Whether every quote and bracket that opens also closes. */
function isBalanced(sentence: string): boolean {
  const count = (sign: string) => sentence.split(sign).length - 1;
  return (
    count('"') % 2 === 0 &&
    count('“') === count('”') &&
    count('(') === count(')') &&
    count('[') === count(']')
  );
}
