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
/** A quote takes in neighbouring sentences up to so many characters (docs/decisions/0042-answers-on-the-point.md). */
const LONGEST = 800;
/** Places that an answer quotes, at most. */
const ANSWERS = 3;
/** What a point in the score of its page weighs for a window, beside the window's own worth. */
const PAGE = 0.5;
/** A place that is worth so much less than the best is not quoted beside it. */
const MARGIN = 4;
/** Nor is one that holds less of what is asked than this share of what the best does. */
const SHARE = 0.5;

/** A passage of the page, and how near it is to the question. */
export interface NearPassage extends Span {
  score: number;
}

/** A page that was found, as quotes are cut from it. */
export interface FoundPage {
  page: StoredPage;
  candidate: Candidate;
  /** None where the page has no vectors. */
  passages: readonly NearPassage[];
}

interface Weighed extends Window {
  worth: number;
}

/**
 * The one or two neighbouring sentences that answer best, and as many around them as go into one quote; the first of
 * the page when nothing speaks for any. Null for a page without a sentence.
 */
export function bestQuote(found: FoundPage): { core: Quote; quote: Quote } | null {
  const windows = weighed(found);
  const best = bestOf(windows);
  if (!best) return null;
  const { page, candidate } = found;
  const at = (span: Span) => quoteAt(page, span, candidate.score);
  return { core: at(best), quote: at(grown(best, windows)) };
}

/** The places of several pages that answer best; those of a better page have a start. Equal ones in the pages' order. */
export function bestAnswers(pages: readonly FoundPage[]): Quote[] {
  const all = pages.flatMap((found) =>
    weighed(found).map((window) => {
      const worth = PAGE * found.candidate.score + window.worth;
      return { found, window, worth };
    }),
  );
  all.sort((a, b) => b.worth - a.worth);
  const least = (all[0]?.worth ?? 0) - MARGIN;
  const typed = (all[0]?.window.typed ?? 0) * SHARE;
  const chosen: typeof all = [];
  for (const each of all) {
    if (chosen.length === ANSWERS || each.worth < least) break;
    const overlaps = chosen.some(
      ({ found, window }) =>
        found === each.found && window.start < each.window.end && each.window.start < window.end,
    );
    if (!overlaps && each.window.typed >= typed) chosen.push(each);
  }
  return chosen.map(({ found, window, worth }) => quoteAt(found.page, window, worth));
}

function weighed({ candidate, passages }: FoundPage): Weighed[] {
  return candidate.evidence.windows.map((window) => {
    const { coverage, typed } = window;
    const words = WEIGHTS.coverage * coverage + WEIGHTS.typed * typed;
    return { ...window, worth: words + COSINE * cosineAt(window, passages) };
  });
}

function bestOf(windows: readonly Weighed[]): Weighed | null {
  let best: Weighed | null = null;
  for (const window of windows) if (!best || window.worth > best.worth) best = window;
  return best;
}

/** Takes in the sentence at the side whose window is worth more, as long as there is room. */
function grown(best: Weighed, windows: readonly Weighed[]): Span {
  let [from, to] = [windows.indexOf(best), windows.indexOf(best)];
  let span: Span = best;
  for (;;) {
    const sides = [from - 1, to + 1].flatMap((at) => {
      const window = windows[at];
      if (!window) return [];
      const wider = {
        start: Math.min(span.start, window.start),
        end: Math.max(span.end, window.end),
      };
      return wider.end - wider.start <= LONGEST ? [{ at, wider, worth: window.worth }] : [];
    });
    const [first, second] = sides;
    if (!first) return span;
    const side = second && second.worth > first.worth ? second : first;
    [from, to, span] = [Math.min(from, side.at), Math.max(to, side.at), side.wider];
  }
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
