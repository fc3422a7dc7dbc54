import { dot } from '../../algorithms/vectors/dot.js';
import type { Quote } from '../../domain/quote.js';
import type { Embedder } from '../../ports.js';

/** Quotes that are looked at, best first. */
const QUOTES = 3;
/** Cosine of a question and a quote that answers it, at least; see docs/decisions/0030. */
const LEAST = 0.38;

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
