/** Whole sentences of a page, as they stand in it: `body.slice(start, end) === text`. */
export interface Quote {
  pageId: string;
  title: string | null;
  chapter: string | null;
  position: number | null;
  /** UTF-16 offsets into the page's body. */
  start: number;
  end: number;
  text: string;
  /** What stands before and after it on the page, for the reader's orientation; may be empty. */
  context: { before: string; after: string };
  /** Higher is better; comparable within one reply only. */
  score: number;
}

/** A page that fits a question, and its best sentences. */
export interface RankedPage {
  pageId: string;
  score: number;
  /** Neighbouring sentences about the place that answers. */
  quote: Quote;
  /** Of these, the one or two that answer best. */
  core: Quote;
}

/** A summary of the published night that fits a broad question. */
export interface RankedSummary {
  clusterId: number;
  title: string;
  summary: string;
  score: number;
}

export interface RetrievalQuery {
  text: string;
  /** Most pages that are returned; default 5. */
  limit?: number;
  /** Pages of this chapter only. */
  chapter?: string;
  /** Pages of these chapters only. */
  chapters?: ReadonlySet<string>;
  /** Pages of this character only. */
  charId?: string;
  /** A question is answered from these pages only; default: all. */
  pageIds?: ReadonlySet<string>;
  /** Fails while the question cannot be embedded; default: pages are found by their words alone then. */
  strict?: boolean;
}

export interface Retrieved {
  /** Best first, near-duplicates removed. */
  pages: RankedPage[];
  /**
   * The few places of the first pages that answer best, one or two sentences each, best first: what an answer quotes
   * that nobody writes.
   */
  answers: Quote[];
  /** False where the pages hold too little of what is asked to answer it; those that are nearest are given all the same. */
  answered: boolean;
  summaries: RankedSummary[];
  /** The published generation that the summaries are of; null before the first night. */
  generation: string | null;
}
