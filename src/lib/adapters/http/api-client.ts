import { GibseyError } from '../../domain/errors.js';
import type { Clock } from '../../ports/index.js';
import { Batches, type BatchLimit } from './batches.js';
import { conditionOf, keep, unchanged, type ConditionalCache, type Reply } from './conditional.js';
import { CallFailure, StatusError } from './failure.js';
import { withFetch } from './fetching.js';
import { askedPause, backOff, mayPass, patiently } from './patience.js';

export interface ApiOptions {
  /** For people: `GitHub`. */
  service: string;
  clock: Clock;
  /** How many calls it takes; all calls of the client share it. */
  limit: BatchLimit;
  /**
   * How long a refusal wants to be waited for because too much was asked, ms; null: it was refused for another reason.
   * Default: a 429, for as long as `Retry-After` says, else a minute, then ever longer.
   */
  throttled?: (refusal: StatusError, tried: number, now: number) => number | null;
  /** How long a good reply asks to leave the service, or this method of it, alone, ms. */
  restAfter?: (reply: ApiReply, now: number) => number;
  /** Longest wait for one reply, ms; default 30 000. */
  timeoutMs?: number | undefined;
  /** Longest reply, bytes; default 64 MiB. */
  bodyBytes?: number | undefined;
  cache?: ConditionalCache | undefined;
}

export interface ApiCall {
  signal: AbortSignal;
  headers?: Record<string, string>;
  /** Sent as a form with POST; default: nothing, with GET. */
  form?: Record<string, string>;
  /** What `restAfter` holds for; default: the whole service. */
  method?: string;
}

export interface ApiReply {
  headers: Headers;
  json: unknown;
}

const TIMEOUT_MS = 30_000;
const TRIES = 5;
const BACKOFF_MS = 1_000;
/** Pause of a service that is asked too much of and does not say for how long, ms. */
const THROTTLE_MS = 60_000;
/** A service that wants to be left alone for longer has nothing more to give in this run, ms. */
export const LONGEST_PAUSE_MS = 600_000;

/**
 * The client of one service with a JSON API: strict batches, the pauses that it asks for, further tries where a failure
 * may pass, conditional calls where it marks its replies.
 */
export class ApiClient {
  private readonly options: ApiOptions;
  private readonly batches: Batches;
  /** Method → until when it is left alone, on the monotonic clock. */
  private readonly resting = new Map<string, number>();

  constructor(options: ApiOptions) {
    this.options = options;
    this.batches = new Batches(options.limit, options.clock);
  }

  /**
   * @throws StatusError the service refuses: whoever asked knows why
   * @throws QUOTA_SPENT it was asked too much of, and waiting is of no use
   * @throws SERVICE_UNREACHABLE the last try failed, too
   * @throws REPLY_INVALID not JSON, or too long
   * @throws AbortError when `signal` aborts
   */
  async json(url: URL, call: ApiCall): Promise<ApiReply> {
    const { clock } = this.options;
    const { signal, method = '' } = call;
    const pauseMs = (thrown: unknown, tried: number) => this.pauseMs(thrown, tried);
    try {
      const reply = await patiently({ clock, signal, pauseMs }, () => this.once(url, call));
      const restMs = this.options.restAfter?.(reply, clock.now()) ?? 0;
      if (restMs > 0) this.resting.set(method, clock.monotonic() + restMs);
      return reply;
    } catch (thrown) {
      signal.throwIfAborted();
      throw this.inWords(url, thrown);
    }
  }

  private async once(url: URL, call: ApiCall): Promise<ApiReply> {
    const { timeoutMs = TIMEOUT_MS, bodyBytes } = this.options;
    const { signal, method = '' } = call;
    await this.rested(method, url, signal);
    await this.batches.turn(signal);
    return withFetch({ signal, timeoutMs, bodyBytes }, async (send) => {
      const { headers, text } = await this.exchange(send, url, call);
      return { headers, json: JSON.parse(text) as unknown };
    });
  }

  private async rested(method: string, url: URL, signal: AbortSignal): Promise<void> {
    const { clock } = this.options;
    const restMs = (this.resting.get(method) ?? 0) - clock.monotonic();
    if (restMs > LONGEST_PAUSE_MS) throw this.spent(url, restMs);
    if (restMs > 0) await clock.sleep(restMs, signal);
  }

  private async exchange(send: typeof fetch, url: URL, { headers, form }: ApiCall): Promise<Reply> {
    if (form) {
      const body = new URLSearchParams(form);
      return read(await send(url, { method: 'POST', headers: { ...JSON_ONLY, ...headers }, body }));
    }
    const { cache } = this.options;
    const kept = await cache?.get(url.href);
    try {
      const init = { headers: { ...JSON_ONLY, ...headers, ...conditionOf(kept) } };
      const reply = await read(await send(url, init));
      await keep(cache, url.href, reply);
      return reply;
    } catch (thrown) {
      if (kept && thrown instanceof StatusError && thrown.status === 304)
        return unchanged(kept, thrown.headers);
      throw thrown;
    }
  }

  private pauseMs(thrown: unknown, tried: number): number | null {
    if (tried === TRIES) return null;
    const throttleMs = this.throttleMs(thrown, tried);
    if (throttleMs !== null) return throttleMs > LONGEST_PAUSE_MS ? null : throttleMs;
    if (!mayPass(thrown)) return null;
    const pause = askedPause(thrown, this.options.clock.now()) ?? backOff(BACKOFF_MS, tried);
    return pause > LONGEST_PAUSE_MS ? null : pause;
  }

  private throttleMs(thrown: unknown, tried: number): number | null {
    const { throttled = tooMany, clock } = this.options;
    return thrown instanceof StatusError ? throttled(thrown, tried, clock.now()) : null;
  }

  private inWords(url: URL, thrown: unknown): unknown {
    if (!(thrown instanceof CallFailure)) return thrown;
    const waitMs = this.throttleMs(thrown, TRIES);
    if (waitMs !== null) return this.spent(url, waitMs);
    const where = `${this.options.service} at ${url.host}`;
    if (mayPass(thrown)) {
      return new GibseyError(
        'SERVICE_UNREACHABLE',
        `${where} does not answer: ${thrown.message}.`,
        {
          hint: 'run the same command again: it goes on where it stood',
        },
      );
    }
    if (thrown instanceof StatusError) return thrown;
    return new GibseyError(
      'REPLY_INVALID',
      `${where} answered with nothing usable: ${thrown.message}.`,
    );
  }

  private spent(url: URL, waitMs: number): GibseyError {
    const { service } = this.options;
    const minutes = Math.ceil(waitMs / 60_000);
    const message = `${service} at ${url.host} takes no more calls for now.`;
    const hint = `run the same command again in ${minutes} min: it goes on where it stood`;
    return new GibseyError('QUOTA_SPENT', message, { hint });
  }
}

const JSON_ONLY = { accept: 'application/json' };

const read = async (response: Response): Promise<Reply> => ({
  headers: response.headers,
  text: await response.text(),
});

/** A 429 (RFC 6585): for as long as it says, else a minute, then twice as long each time. */
export function tooMany(refusal: StatusError, tried: number, now: number): number | null {
  if (refusal.status !== 429) return null;
  return askedPause(refusal, now) ?? backOff(THROTTLE_MS, tried);
}
