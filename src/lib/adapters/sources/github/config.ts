import type { Clock } from '../../../ports/index.js';
import type { ConditionalCache } from '../../http/conditional.js';

export interface GitHubOptions {
  /** Address of the API, e.g. `https://api.github.com`. */
  url: string;
  /** Without one, only what is public is read, and less of it an hour. */
  token?: string | undefined;
  /** `OWNER/NAME`. */
  repos: readonly string[];
  /** Searches in the words of GitHub, e.g. `"too expensive" label:bug`. */
  queries: readonly string[];
  clock: Clock;
  /** Keeps replies that GitHub marks; one that is still true costs nothing of the hourly limit. */
  cache?: ConditionalCache | undefined;
  /** Issues a reply, at most and by default 100. */
  pageSize?: number | undefined;
  timeoutMs?: number | undefined;
}

/** A search is never asked for more than this: the API tells no more of one. */
export const MOST_FOUND = 1000;
/** Days of a repository that are listed from its newest issue backwards; what is older is searched for. */
export const LISTED_DAYS = 7;
export const LIMIT = { size: 30, windowMs: 60_000 };
export const API_VERSION = '2022-11-28';
