import { eachSentence } from '../text/sentences.js';

/** Somebody says of himself that money would flow. */
const PAYS = new RegExp(
  [
    String.raw`\b(?:i|we|my (?:company|boss|team)|our (?:company|team))(?:'d| would|'ll| will) (?:\w+ ){0,2}(?:pay|buy)\b`,
    String.raw`\b(?:willing|happy|glad|ready|prepared) to (?:\w+ )?(?:pay|spend)\b`,
    String.raw`\btake my money\b`,
    String.raw`\b(?:i|we)(?:'m|'re| am| are)? (?:already |currently |still )*(?:pay|paying|spend|spending) (?:about |around |over |nearly )?(?:[$€£]|usd|eur)\s?\d`,
    String.raw`\bworth paying for\b|\bshut up and take\b|\bhave (?:a|the) budget for\b`,
    String.raw`\b(?:ich|wir) würden? (?:\S+ ){0,3}(?:be)?zahlen\b|\bbereit\S* (?:\S+ ){0,4}zu (?:be)?zahlen\b`,
    String.raw`\bje paierais\b|\bpr[êe]te?s? à payer\b|\bpagar[ií]a(?:mos)?\b|\bdispuest[oa]s? a pagar\b`,
    String.raw`\bpagherei\b|\bdispost[oaie] a pagare\b`,
  ].join('|'),
  'i',
);
/** The same words, denied, asked of others, or of something else. */
const NOT = new RegExp(
  [
    String.raw`\b(?:not|never|nobody|no one|n't|hardly)(?: \w+){0,3} (?:pay|buy|spend)\b|n't (?:\w+ ){0,3}(?:pay|buy|spend)`,
    String.raw`\bnot (?:willing|happy|ready|prepared)\b|\bunwilling\b|\bpay (?:attention|back|the price|dearly|respect)\b`,
    String.raw`\bnicht (?:\S+ ){0,3}(?:be)?zahlen\b|\bnicht bereit\b|\bne paierais\b|\bno pagar[ií]a|\bnon pagherei\b`,
  ].join('|'),
  'i',
);
/** Longest quote, UTF-16 units. */
const LONGEST = 400;
/** Of a text, as much is read. */
const READ = 50_000;

/**
 * The first sentence of a text that shows willingness to pay, to the letter; null where none does. Of one that is very
 * long, the part around the words.
 */
export function payQuote(text: string): string | null {
  for (const { start, end } of eachSentence(text.slice(0, READ))) {
    const sentence = text.slice(start, end);
    const plain = sentence.replaceAll('’', "'");
    const at = plain.search(PAYS);
    if (at >= 0 && !NOT.test(plain) && !/\?["'”»)]*$/.test(plain)) return around(sentence, at);
  }
  return null;
}

/** Whole words of the sentence. */
function around(sentence: string, at: number): string {
  if (sentence.length <= LONGEST) return sentence;
  const from = Math.max(0, Math.min(at - LONGEST / 4, sentence.length - LONGEST));
  const part = sentence.slice(from, from + LONGEST);
  const whole = part.replace(from > 0 ? /^\S*\s+/ : /^/, '').replace(/\s+\S*$/, '');
  return whole === '' ? part : whole;
}
