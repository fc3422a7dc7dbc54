import type { AnswerSource } from '../../../domain/answer.js';
import type { PageStore } from '../../../ports/index.js';

/** Whether every source still is the page it was, and holds its quote to the letter. */
export async function isFresh(
  pages: Pick<PageStore, 'get'>,
  sources: readonly AnswerSource[],
): Promise<boolean> {
  if (sources.length === 0) return true;
  const stored = await pages.get([...new Set(sources.map(({ pageId }) => pageId))]);
  const byId = new Map(stored.map((page) => [page.id, page]));
  return sources.every(({ pageId, contentHash, start, end, text }) => {
    const page = byId.get(pageId);
    return page?.contentHash === contentHash && page.body.slice(start, end) === text;
  });
}
