import { splitSentences } from '../../algorithms/text/sentences.js';
import type { Quote, RankedSummary } from '../../domain/quote.js';
import type { Character, Question } from '../../domain/turn.js';
import type { PageStore } from '../../ports/index.js';
import type { Retriever } from '../retrieval/retriever.js';
import { queryOf } from './characters.js';

/** What an answer may draw on, best first; empty when the book holds nothing. */
export interface Sources {
  quotes: Quote[];
  /** For those who speak from the night. */
  summaries: RankedSummary[];
}

interface Deps {
  retriever: Pick<Retriever, 'retrieve' | 'refresh'>;
  pages: Pick<PageStore, 'get'>;
}

/**
 * Finds quotes that stand on their pages at this moment. When a page has changed since it was indexed, the index is
 * brought up to date and asked once more; what then does not stand on its page is left out.
 */
export async function findSources(
  { retriever, pages }: Deps,
  character: Character,
  question: Question,
  signal: AbortSignal,
): Promise<Sources> {
  const query = queryOf(character, question);
  const look = async () => {
    const found = await retriever.retrieve(query, signal);
    const quotes = found.pages.map(({ quote }) => atMostTwoSentences(quote));
    const standing = await standingOn(pages, quotes);
    return { stale: quotes.length - standing.length, quotes: standing, summaries: found.summaries };
  };
  let { stale, quotes, summaries } = await look();
  if (stale > 0) {
    await retriever.refresh(signal);
    ({ stale, quotes, summaries } = await look());
  }
  return { quotes, summaries: character.context === 'summaries' ? summaries : [] };
}

async function standingOn(
  pages: Pick<PageStore, 'get'>,
  quotes: readonly Quote[],
): Promise<Quote[]> {
  const stored = await pages.get([...new Set(quotes.map(({ pageId }) => pageId))]);
  const bodies = new Map(stored.map(({ id, body }) => [id, body]));
  return quotes.filter(
    ({ pageId, start, end, text }) => text !== '' && bodies.get(pageId)?.slice(start, end) === text,
  );
}

function atMostTwoSentences(quote: Quote): Quote {
  const second = splitSentences(quote.text)[1];
  if (!second || second.end >= quote.text.trimEnd().length) return quote;
  const text = quote.text.slice(0, second.end);
  const after = quote.text.slice(second.end) + quote.context.after;
  const context = { ...quote.context, after };
  return { ...quote, text, end: quote.start + second.end, context };
}
