import { detectLanguage } from '../../algorithms/text/language.js';
import { queryTerms } from '../../algorithms/text/search-terms.js';
import { splitSentences } from '../../algorithms/text/sentences.js';
import { rawWords } from '../../algorithms/text/tokens.js';
import type { StoredPage } from '../../domain/page.js';
import type { Quote, Retrieved, RetrievalQuery } from '../../domain/quote.js';
import type { StoreIndex } from './index-of-store.js';
import type { Library } from './library.js';
import type { RetrieverDeps } from './retriever.js';

const DEFAULT_LIMIT = 5;

export async function answerQuery(
  { library }: StoreIndex,
  { store }: RetrieverDeps,
  query: RetrievalQuery,
  signal: AbortSignal,
): Promise<Retrieved> {
  signal.throwIfAborted();
  const generation = await store.generations.published('pages');
  const { text, limit = DEFAULT_LIMIT } = query;
  const terms = queryTerms(text, detectLanguage(text), library.find);
  const hits = library.lexical.search(terms, limit, (id) => allows(library, query, id));
  const pages = hits.flatMap(({ id, score }) => {
    const page = library.pages.get(id);
    return page
      ? [{ pageId: id, score, quote: quoteOf(page, new Set(terms), library, score) }]
      : [];
  });
  return { pages, summaries: [], generation: generation?.id ?? null };
}

function allows({ pages }: Library, query: RetrievalQuery, id: string): boolean {
  const { chapter, charId, pageIds } = query;
  const page = pages.get(id);
  return (
    (chapter === undefined || page?.chapter === chapter) &&
    (charId === undefined || page?.charId === charId) &&
    (pageIds === undefined || pageIds.has(id))
  );
}

const CONTEXT = 300;

function quoteOf(
  page: StoredPage,
  terms: ReadonlySet<string>,
  { find }: Library,
  score: number,
): Quote {
  const { id, title, chapter, position, body } = page;
  let [best] = splitSentences(body);
  let most = -1;
  for (const span of splitSentences(body)) {
    const found = new Set(rawWords(body.slice(span.start, span.end)).map(find));
    const shared = [...terms].filter((term) => found.has(term)).length;
    if (shared > most) [best, most] = [span, shared];
  }
  const { start, end } = best ?? { start: 0, end: 0 };
  const context = {
    before: body.slice(Math.max(0, start - CONTEXT), start),
    after: body.slice(end, end + CONTEXT),
  };
  return {
    pageId: id,
    title,
    chapter,
    position,
    start,
    end,
    text: body.slice(start, end),
    context,
    score,
  };
}
