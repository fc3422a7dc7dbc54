import type { Quote, RankedPage, RetrievalQuery } from '../../../domain/quote.js';
import type { Retriever } from '../../retrieval/retriever.js';

/** Pages of each wording that are weighed against those of the others. */
const LOOKED_AT = 20;
const DEFAULT_LIMIT = 5;

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
      return { ...found[0]!, pages };
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
  return { pageId: found[0]!.pageId, score, quote: { ...chosenByMost(found), score } };
}

function chosenByMost(found: readonly RankedPage[]): Quote {
  const votes = new Map<string, number>();
  const key = ({ start, end }: Quote) => `${start}-${end}`;
  for (const { quote } of found) votes.set(key(quote), (votes.get(key(quote)) ?? 0) + 1);
  const most = Math.max(...votes.values());
  return found.find(({ quote }) => votes.get(key(quote)) === most)!.quote;
}
