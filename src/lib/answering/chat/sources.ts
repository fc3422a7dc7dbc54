import { splitSentences } from '../../algorithms/text/sentences.js';
import type { Quote, RankedSummary } from '../../domain/quote.js';
import type { Character, Question } from '../../domain/turn.js';
import type { PageStore } from '../../ports/index.js';
import type { Retriever } from '../retrieval/retriever.js';
import { queryOf } from './characters.js';

/** What an answer may draw on, best first; empty when the book holds nothing. */
export interface Sources {
  quotes: Quote[];
  /** Of the same pages, what answers best: quoted where nobody writes an answer. */
  answers: Quote[];
  /** False where the book hardly says it. */
  answered: boolean;
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
    const quotes = found.pages.map(({ core }) => atMostTwoSentences(core));
    const asked = quotes.length + found.answers.length;
    const standing = await standingOn(pages, quotes);
    const answers = await standingOn(pages, found.answers);
    return { ...found, stale: asked - standing.length - answers.length, quotes: standing, answers };
  };
  let found = await look();
  if (found.stale > 0) {
    await retriever.refresh(signal);
    found = await look();
  }
  const { quotes, answers, answered } = found;
  const summaries = character.context === 'summaries' ? found.summaries : [];
  return { quotes, answers, answered: answered && answers.length > 0, summaries };
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
