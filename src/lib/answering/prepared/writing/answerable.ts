import { typeTest } from '../../../algorithms/text/answer-signs.js';
import { answerType, type AnswerType } from '../../../algorithms/text/answer-type.js';
import { splitSentences } from '../../../algorithms/text/sentences.js';
import { dot } from '../../../algorithms/vectors/dot.js';
import type { Quote } from '../../../domain/quote.js';
import type { Embedder } from '../../../ports/index.js';

/** Quotes that are looked at, best first. */
const QUOTES = 3;
/** Cosine of a question and a quote that answers it, at least; see docs/decisions/0030. */
const LEAST = 0.38;

/**
 * The bar for an answer that nobody has thought over: cosine + LEAD · lead; see docs/decisions/0039. A lead is what the
 * best page is ahead of the next one, in its score for one wording.
 */
const SURE = 0.709;
const LEAD = 0.1;
const MOST_LEAD = 4;

/**
 * Whether one of the best quotes is about what is asked: pages always have a quote that is nearest, also to a question
 * on something else. By reading only; who answers by day has a reader who sees the quote, a prepared answer has not.
 */
export async function isAnswerable(
  question: string,
  quotes: readonly Quote[],
  embedder: Embedder,
  signal: AbortSignal,
): Promise<boolean> {
  const texts = quotes.slice(0, QUOTES).map(({ text }) => text);
  if (texts.length === 0) return false;
  const [asked, ...found] = await embedder.embed([question, ...texts], {
    purpose: 'cluster',
    signal,
  });
  return found.some((vector) => dot(vector, asked!) >= LEAST);
}

/** Reasons and amounts are said in more ways than their form tells. */
const VARIED: ReadonlySet<AnswerType> = new Set(['reason', 'number']);

/**
 * Whether one of the texts has a sentence of the kind that is asked for: a person, a number, a date, a place, a list, a
 * reason. Most wordings of the question have to find theirs; one that does not say what kind takes any sentence.
 * @param least how surely: 1 by its form, as pages have it; ½ for the words of a model, which may say it in other forms
 */
export function holdsAsked(
  wordings: readonly string[],
  texts: readonly string[],
  least: 0.5 | 1,
): boolean {
  const sentences = texts.flatMap((text) =>
    splitSentences(text).map(({ start, end }) => text.slice(start, end)),
  );
  const held = wordings.filter((question) => {
    const type = answerType(question);
    const fits = typeTest(type, question);
    const enough = type !== null && VARIED.has(type) ? 0.5 : least;
    return sentences.some((sentence) => fits(sentence) >= enough);
  });
  return held.length * 2 > wordings.length;
}

/**
 * Whether the best quote may stand as the answer by itself, unread by a model: it is about what all wordings ask (mean
 * cosine), and its page is ahead of any other. `quotes`: as all wordings found them, their scores being sums over these.
 */
export async function isSure(
  wordings: readonly string[],
  quotes: readonly Quote[],
  embedder: Embedder,
  signal: AbortSignal,
): Promise<boolean> {
  const [best, next] = quotes;
  if (!best || wordings.length === 0) return false;
  const [quoted, ...asked] = await embedder.embed([best.text, ...wordings], {
    purpose: 'cluster',
    signal,
  });
  const cosine = asked.reduce((sum, vector) => sum + dot(vector, quoted!), 0) / asked.length;
  const lead = (best.score - (next?.score ?? -Infinity)) / wordings.length;
  return cosine + LEAD * Math.min(lead, MOST_LEAD) >= SURE;
}
