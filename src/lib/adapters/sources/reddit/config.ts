import { version } from '../../../config/version.js';
import type { Clock } from '../../../ports/index.js';

export interface RedditOptions {
  /** Address of the API, e.g. `https://oauth.reddit.com`. */
  url: string;
  /** Where credentials become a token, e.g. `https://www.reddit.com/api/v1/access_token`. */
  tokenUrl: string;
  /** Of the app that Reddit has approved. */
  clientId?: string | undefined;
  clientSecret?: string | undefined;
  /** Whoever runs it, as Reddit wants to know. */
  username?: string | undefined;
  /** Without `r/`. */
  subreddits: readonly string[];
  clock: Clock;
  /** Posts a reply, at most and by default 100. */
  pageSize?: number | undefined;
  timeoutMs?: number | undefined;
}

export const LIMIT = { size: 60, windowMs: 60_000 };
/** A listing ends here, however many posts there are. */
export const MOST_LISTED = 1000;

/** `PLATFORM:APP:VERSION (by /u/NAME)`, as the rules of the API have it. */
export const userAgent = (username: string | undefined): string =>
  `node:gibsey:${version()}${username ? ` (by /u/${username})` : ''}`;
