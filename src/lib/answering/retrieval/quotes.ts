import type { Span } from '../../algorithms/text/sentences.js';
import { isInsidePair, isSpace } from '../../algorithms/text/characters.js';
import type { Window } from '../../algorithms/text/evidence.js';
import type { StoredPage } from '../../domain/page.js';
import type { Quote } from '../../domain/quote.js';
import { WEIGHTS, type Candidate } from './rank.js';

/** Characters of the page that are shown at either side of a quote, at most. */
const CONTEXT = 300;
/** What a difference in cosine weighs beside words: about one standard deviation in 0.1. */
const COSINE = 10 * WEIGHTS.passage;

/** A passage of the page, and how near it is to the question. */
export interface NearPassage extends Span {
  score: number;
}

/**
 * The one or two neighbouring sentences that answer best; the first of the page when nothing speaks for any.
 * Null for a page without a sentence.
 */
export function bestQuote(
  page: StoredPage,
  { evidence, score }: Candidate,
  passages: readonly NearPassage[],
): Quote | null {
  let best: Window | null = null;
  let most = -Infinity;
  for (const window of evidence.windows) {
    const worth =
      WEIGHTS.coverage * window.coverage +
      WEIGHTS.typed * window.typed +
      COSINE * cosineAt(window, passages);
    if (worth > most) [best, most] = [window, worth];
  }
  return best && quoteAt(page, best, score);
}

/** Mean of the passages that a window reaches into; 0 without any. */
function cosineAt({ start, end }: Span, passages: readonly NearPassage[]): number {
  const near = passages.filter((passage) => passage.start < end && passage.end > start);
  return near.reduce((sum, passage) => sum + passage.score, 0) / Math.max(1, near.length);
}

function quoteAt(page: StoredPage, { start, end }: Span, score: number): Quote {
  const { id, title, chapter, position, body } = page;
  const before = body.slice(cutForward(body, start - CONTEXT), start);
  const after = body.slice(end, cutBack(body, end + CONTEXT));
  return {
    ...{ pageId: id, title, chapter, position, start, end },
    text: body.slice(start, end),
    context: { before, after },
    score,
  };
}

/** The beginning of the first word at or behind `at`, where there is one near. */
function cutForward(body: string, at: number): number {
  if (at <= 0) return 0;
  for (let i = at; i < at + 40; i++) if (isSpace(body.charCodeAt(i))) return i + 1;
  return isInsidePair(body, at) ? at + 1 : at;
}

/** The end of the last word before `at`, where there is one near. */
function cutBack(body: string, at: number): number {
  if (at >= body.length) return body.length;
  for (let i = at; i > at - 40; i--) if (isSpace(body.charCodeAt(i))) return i;
  return isInsidePair(body, at) ? at - 1 : at;
}
