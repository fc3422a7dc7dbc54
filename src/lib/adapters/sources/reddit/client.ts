import { z } from 'zod';
import { GibseyError } from '../../../domain/errors.js';
import { ApiClient, tooMany, type ApiReply } from '../../http/api-client.js';
import { StatusError } from '../../http/failure.js';
import { invalidReply } from '../refusals.js';
import { LIMIT, userAgent, type RedditOptions } from './config.js';

const tokenSchema = z.object({ access_token: z.string().min(1), expires_in: z.number() });
/** A token is renewed this long before it ends, ms. */
const EARLY_MS = 60_000;

/** The API of Reddit as an app of its own, without a user. */
export class RedditClient {
  private readonly options: RedditOptions;
  private readonly client: ApiClient;
  private readonly agent: { 'user-agent': string };
  private token: { value: string; until: number } | null = null;

  constructor(options: RedditOptions) {
    const { clock, timeoutMs, username } = options;
    this.options = options;
    this.agent = { 'user-agent': userAgent(username) };
    this.client = new ApiClient({
      ...{ service: 'Reddit', limit: LIMIT, clock, timeoutMs },
      throttled: (refusal, tried, now) =>
        (refusal.status === 429 ? untilReset(refusal.headers) : null) ??
        tooMany(refusal, tried, now),
      restAfter: ({ headers }) => untilReset(headers) ?? 0,
    });
  }

  /** @throws SERVICE_UNREACHABLE without credentials; SOURCE_UNREADABLE when they are refused; as `ApiClient` */
  async get(path: string, query: Record<string, string>, signal: AbortSignal): Promise<ApiReply> {
    const url = new URL(`${this.options.url.replace(/\/+$/, '')}${path}`);
    url.search = new URLSearchParams({ raw_json: '1', ...query }).toString();
    try {
      return await this.authorised(url, signal);
    } catch (thrown) {
      if (!(thrown instanceof StatusError) || thrown.status !== 401) throw thrown;
      this.token = null; // taken back before its time
      return await this.authorised(url, signal).catch((again: unknown) => {
        throw again instanceof StatusError && again.status === 401 ? refused(url) : again;
      });
    }
  }

  private async authorised(url: URL, signal: AbortSignal): Promise<ApiReply> {
    const authorization = `Bearer ${await this.currentToken(signal)}`;
    return this.client.json(url, { signal, headers: { ...this.agent, authorization } });
  }

  private async currentToken(signal: AbortSignal): Promise<string> {
    const { clock } = this.options;
    if (!this.token || clock.monotonic() >= this.token.until) {
      const { access_token: value, expires_in: seconds } = await this.newToken(signal);
      this.token = { value, until: clock.monotonic() + seconds * 1000 - EARLY_MS };
    }
    return this.token.value;
  }

  private async newToken(signal: AbortSignal) {
    const { clientId, clientSecret, tokenUrl } = this.options;
    if (!clientId || !clientSecret) throw withoutCredentials();
    const url = new URL(tokenUrl);
    const pair = Buffer.from(`${clientId}:${clientSecret}`, 'utf8').toString('base64');
    const headers = { ...this.agent, authorization: `Basic ${pair}` };
    const form = { grant_type: 'client_credentials' };
    const { json } = await this.client
      .json(url, { signal, headers, form })
      .catch((thrown: unknown) => {
        throw thrown instanceof StatusError ? refused(url) : thrown;
      });
    const { data } = tokenSchema.safeParse(json);
    if (!data) throw invalidReply('Reddit', 'no token');
    return data;
  }
}

/** In seconds from now; null while calls are left, which are counted with a point. */
function untilReset(headers: Headers): number | null {
  const seconds = Number(headers.get('x-ratelimit-reset') ?? NaN);
  const remaining = Number(headers.get('x-ratelimit-remaining') ?? NaN);
  return remaining < 1 && seconds >= 0 ? seconds * 1000 : null;
}

function withoutCredentials(): GibseyError {
  const message =
    'Reddit answers nobody without credentials since May 2026, and those of a new app have to be approved.';
  return new GibseyError('SERVICE_UNREACHABLE', message, {
    hint: 'export REDDIT_CLIENT_ID=… REDDIT_CLIENT_SECRET=…, or: gibsey ingest reddit --file DUMP',
  });
}

function refused({ host }: URL): GibseyError {
  const message = `Reddit at ${host} cannot be read: it does not take the credentials.`;
  return new GibseyError('SOURCE_UNREADABLE', message, {
    hint: 'export REDDIT_CLIENT_ID=… REDDIT_CLIENT_SECRET=… of an app that is approved',
  });
}
