import type { Clock } from '../../../ports/index.js';

export const TAGS = ['story', 'ask_hn', 'show_hn', 'poll', 'comment'] as const;

export interface HackerNewsOptions {
  /** Address of the search of Algolia, e.g. `https://hn.algolia.com/api/v1`. */
  url: string;
  /** Words to look for, one search each; an empty one finds everything. */
  queries: readonly string[];
  /** What is looked at: any of these. */
  tags: readonly (typeof TAGS)[number][];
  clock: Clock;
  /** Hits a reply, at most and by default 1,000: whatever page is asked for, no search tells more. */
  pageSize?: number | undefined;
  timeoutMs?: number | undefined;
}

export const MOST_HITS = 1000;
export const LIMIT = { size: 100, windowMs: 60_000 };
