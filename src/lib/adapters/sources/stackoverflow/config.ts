import type { Clock } from '../../../ports/index.js';

export interface StackOverflowOptions {
  /** Address of the API with its version, e.g. `https://api.stackexchange.com/2.3`. */
  url: string;
  /** As the API names it, e.g. `stackoverflow`. */
  site: string;
  /** Raises the calls of a day from 300 to 10,000. */
  key?: string | undefined;
  /** Tags, one listing each. */
  tags: readonly string[];
  clock: Clock;
  /** Questions a reply, at most and by default 100. */
  pageSize?: number | undefined;
  timeoutMs?: number | undefined;
}

/** Behind this page the API wants a key; a listing then goes on from its last question instead. */
export const LAST_PAGE = 25;
export const LIMIT = { size: 30, windowMs: 60_000 };
/** `backoff` of a reply holds for this method alone. */
export const METHOD = '/questions';
