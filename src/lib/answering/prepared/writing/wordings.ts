import type { Quote, RankedPage, Retrieved, RetrievalQuery } from '../../../domain/quote.js';
import type { Retriever } from '../../retrieval/retriever.js';

/** Pages of each wording that are weighed against those of the others. */
const LOOKED_AT = 20;
const DEFAULT_LIMIT = 5;
const MOST_ANSWERS = 3;

type Pages = Pick<Retriever, 'retrieve' | 'refresh'>;

/**
 * Finds what answers a question that was asked in several wordings: the score of a page is the sum of its scores for
 * each of them, its quote the one that most of them choose. One wording may miss the words of the page, or share
 * words with another; all of them rarely do the same (CombSUM over formulations of a query: Belkin, Kantor, Fox and
 * Shaw, "Combining the evidence of multiple query representations", 1995; measured in docs/decisions/0036).
 */
export function inAllWordings(retriever: Pages, others: readonly string[]): Pages {
  if (others.length === 0) return retriever;
  return {
    refresh: (signal) => retriever.refresh(signal),
    async retrieve(query, signal) {
      const limit = query.limit ?? DEFAULT_LIMIT;
      const asked: RetrievalQuery[] = [query.text, ...others].map((text) => {
        return { ...query, text, limit: Math.max(limit, LOOKED_AT) };
      });
      const found = await Promise.all(asked.map((each) => retriever.retrieve(each, signal)));
      const pages = together(found.map((each) => each.pages)).slice(0, limit);
      const answers = answersOf(found, pages);
      const answered = found.some((each) => each.answered); // the others may lack the pages' words
      return { ...found[0]!, pages, answers, answered };
    },
  };
}

/** Equal scores in the order of the first wording that found the page. */
function together(lists: readonly (readonly RankedPage[])[]): RankedPage[] {
  const byId = new Map<string, RankedPage[]>();
  for (const page of lists.flat()) {
    byId.set(page.pageId, [...(byId.get(page.pageId) ?? []), page]);
  }
  return [...byId.values()].map(asOne).sort((a, b) => b.score - a.score);
}

function asOne(found: readonly RankedPage[]): RankedPage {
  const score = found.reduce((sum, page) => sum + page.score, 0);
  const chosen = chosenByMost(found, ({ core }) => core);
  const of = (quote: Quote): Quote => ({ ...quote, score });
  return { pageId: chosen.pageId, score, quote: of(chosen.quote), core: of(chosen.core) };
}

const placeKey = ({ pageId, start, end }: Quote) => `${pageId} ${start}-${end}`;

function chosenByMost<T>(found: readonly T[], quoteOf: (each: T) => Quote): T {
  const votes = votesOf(found.map(quoteOf));
  const most = Math.max(...votes.values());
  return found.find((each) => votes.get(placeKey(quoteOf(each))) === most)!;
}

function votesOf(quotes: readonly Quote[]): Map<string, number> {
  const votes = new Map<string, number>();
  for (const quote of quotes) votes.set(placeKey(quote), (votes.get(placeKey(quote)) ?? 0) + 1);
  return votes;
}

/** Of what the wordings would answer from the best pages, what most of them would; equal ones in their order. */
function answersOf(found: readonly Retrieved[], pages: readonly RankedPage[]): Quote[] {
  const kept = new Set(pages.map(({ pageId }) => pageId));
  const all = found.flatMap(({ answers }) => answers).filter(({ pageId }) => kept.has(pageId));
  const votes = votesOf(all);
  const distinct = [...new Map(all.map((quote) => [placeKey(quote), quote])).values()];
  const byVotes = distinct.sort((a, b) => votes.get(placeKey(b))! - votes.get(placeKey(a))!);
  const chosen: Quote[] = [];
  const most = Math.max(0, ...votes.values());
  for (const quote of byVotes) {
    if (votes.get(placeKey(quote))! * 2 <= most) break;
    if (chosen.length < MOST_ANSWERS && !chosen.some((other) => overlap(quote, other))) {
      chosen.push(quote);
    }
  }
  return chosen;
}

const overlap = (a: Quote, b: Quote): boolean =>
  a.pageId === b.pageId && a.start < b.end && b.start < a.end;
