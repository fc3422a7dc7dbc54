import { isInsidePair } from './characters.js';
import { splitSentences } from './sentences.js';
import { countWords } from './tokens.js';

/**
 * The text, or as many of its first sentences as have at most `maxWords` words together. When the first alone
 * has more, it is cut behind a word, with an ellipsis.
 */
export function clampToSentences(text: string, maxWords: number): string {
  const whole = text.trim();
  if (countWords(whole) <= maxWords) return whole;
  let words = 0;
  let end = 0;
  for (const sentence of splitSentences(whole)) {
    words += countWords(whole.slice(sentence.start, sentence.end));
    if (words > maxWords) break;
    end = sentence.end;
  }
  if (end > 0) return whole.slice(0, end);
  return withEllipsis(whole.slice(0, fittingLength(whole, maxWords)));
}

const WHOLE = /[.!?…。！？।؟۔]["'”’»)\]」』*_]*$/;

/** Whether a text ends as a sentence does. */
export function endsInStop(text: string): boolean {
  return WHOLE.test(text.trimEnd());
}

/** Without a last sentence that has no stop: a reply that was cut off. A text of one sentence stays as it is. */
export function dropUnfinished(text: string): string {
  const last = splitSentences(text).at(-1);
  if (!last || endsInStop(text)) return text.trim();
  return text.slice(0, last.start).trim() || text.trim();
}

/** Length of the longest beginning that ends behind a word and has at most `maxWords` words. */
export function fittingLength(text: string, maxWords: number): number {
  let words = 0;
  let end = 0;
  for (const chunk of text.matchAll(/\S+/g)) {
    const more = countWords(chunk[0]);
    if (words + more > maxWords) {
      return end > 0 ? end : chunk.index + fittingCharacters(chunk[0], maxWords);
    }
    words += more;
    end = chunk.index + chunk[0].length;
  }
  return end;
}

/** The same within a run without white space, by bisection. */
function fittingCharacters(run: string, maxWords: number): number {
  let fits = 0;
  let over = run.length;
  while (over - fits > 1) {
    const middle = (fits + over) >> 1;
    if (countWords(run.slice(0, middle)) <= maxWords) fits = middle;
    else over = middle;
  }
  return isInsidePair(run, fits) ? fits - 1 : fits;
}

/** `The whale,` → `The whale…` */
export function withEllipsis(text: string): string {
  return text === '' ? '' : `${text.replace(/[\s,;:.–—-]+$/, '')}…`;
}
