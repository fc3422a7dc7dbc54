import type { App } from '../lib/app/app.js';
import type { RankedPage, Retrieved } from '../lib/domain/quote.js';
import { NO_PAGES } from './next-step.js';

export function retrievedJson({ pages, answered, summaries, generation }: Retrieved) {
  return {
    generation,
    answered,
    pages: pages.map(({ pageId, score, quote }) => ({
      page_id: pageId,
      title: quote.title,
      chapter: quote.chapter,
      position: quote.position,
      score,
      quote: quote.text,
      start: quote.start,
      end: quote.end,
      before: quote.context.before,
      after: quote.context.after,
    })),
    summaries: summaries.map(({ clusterId, ...shown }) => ({ cluster_id: clusterId, ...shown })),
  };
}

export function retrievedText({ pages, summaries }: Retrieved): string {
  const titles = summaries.map(({ clusterId, title }) => `  #${clusterId}  ${title}`);
  const broader = titles.length > 0 ? [['Summaries of the night:', ...titles].join('\n')] : [];
  return [...pages.map(pageText), ...broader].join('\n\n');
}

/** `page · chapter · score`, and the quote below it. */
function pageText({ pageId, score, quote }: RankedPage): string {
  const head = [pageId, quote.chapter, quote.title, score.toFixed(2)].filter(Boolean).join(' · ');
  return `${head}\n  “${quote.text.replace(/\s+/g, ' ')}”`;
}

/** Why nothing was found, and what to do about it. */
export async function nothingFound(
  { store }: Pick<App, 'store'>,
  filtered: boolean,
): Promise<string> {
  if ((await store.pages.count()) === 0) return NO_PAGES;
  return filtered
    ? 'No page fits there. Ask again without --chapter and --char.'
    : 'No page has anything to do with that. Ask with words of the text.';
}
