import { GibseyError } from '../../../domain/errors.js';
import { ApiClient, tooMany, type ApiReply } from '../../http/api-client.js';
import { StatusError } from '../../http/failure.js';
import { askedPause, backOff } from '../../http/patience.js';
import { API_VERSION, LIMIT, type GitHubOptions } from './config.js';

export interface Page {
  json: unknown;
  /** Query of the next page; null behind the last. Only the query is taken: a link cannot lead to another host. */
  next: string | null;
}

/** Pause of a secondary limit that does not say how long it holds, ms. */
const SECONDARY_MS = 60_000;

export class GitHubClient {
  private readonly client: ApiClient;
  private readonly base: string;
  private readonly headers: Record<string, string>;

  constructor({ url, token, clock, cache, timeoutMs }: GitHubOptions) {
    this.base = url.replace(/\/+$/, '');
    this.client = new ApiClient({
      ...{ service: 'GitHub', limit: LIMIT, clock, cache, timeoutMs, throttled },
      restAfter: ({ headers }, now) => untilReset(headers, now) ?? 0,
    });
    this.headers = {
      accept: 'application/vnd.github+json',
      'x-github-api-version': API_VERSION,
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    };
  }

  /** @throws StatusError, what `ApiClient` throws, and SOURCE_UNREADABLE when the token is refused */
  async page(path: string, query: string, signal: AbortSignal): Promise<Page> {
    const url = new URL(`${this.base}${path}`);
    url.search = query;
    try {
      return pageOf(await this.client.json(url, { signal, headers: this.headers }), url);
    } catch (thrown) {
      if (!(thrown instanceof StatusError) || thrown.status !== 401) throw thrown;
      const message = `GitHub at ${url.host} cannot be read: it does not take the token (HTTP 401).`;
      throw new GibseyError('SOURCE_UNREADABLE', message, { hint: 'export GITHUB_TOKEN=…' });
    }
  }
}

function pageOf({ json, headers }: ApiReply, url: URL): Page {
  const link = headers.get('link') ?? '';
  const address = /<([^<>]*)>\s*;[^,<]*\brel="?next"?/.exec(link)?.[1];
  if (address === undefined || !URL.canParse(address, url.href)) return { json, next: null };
  return { json, next: new URL(address, url).search };
}

/** A primary limit says when it ends; a secondary one at most how long to wait, with 403 or 429 alike. */
function throttled(refusal: StatusError, tried: number, now: number): number | null {
  if (refusal.status !== 403) return tooMany(refusal, tried, now);
  const pause = askedPause(refusal, now) ?? untilReset(refusal.headers, now);
  if (pause !== null) return pause;
  return /secondary rate limit|abuse/i.test(refusal.text) ? backOff(SECONDARY_MS, tried) : null;
}

/** Null while calls are left. */
function untilReset(headers: Headers, now: number): number | null {
  const reset = Number(headers.get('x-ratelimit-reset') ?? NaN) * 1000;
  if (headers.get('x-ratelimit-remaining') !== '0' || Number.isNaN(reset)) return null;
  return Math.max(0, reset - now);
}
