import { GibseyError } from '../../../domain/errors.js';
import type { Clock } from '../../../ports/index.js';
import { type Bytes, collect } from '../bytes.js';
import { Rejected } from '../rejected.js';
import { BACKOFF_MS, LONGEST_PAUSE_MS, REPLY_BYTES, TRIES } from './config.js';

export interface Gateway {
  token: string | undefined;
  timeoutMs: number;
  clock: Clock;
  signal: AbortSignal;
}

/** A failure that may pass, and how long the gateway wants to be left alone, ms. */
class Passing extends Error {
  readonly pauseMs: number | null;

  constructor(reason: string, pauseMs: number | null = null) {
    super(reason);
    this.pauseMs = pauseMs;
  }
}

/**
 * The JSON that a GET answers. What may pass (no connection, a cut reply, time-outs, 408, 425, 429, 5xx) is tried
 * five times, after the pause that `Retry-After` asks for, else after a growing one.
 * @throws SERVICE_UNREACHABLE when the last try failed; SOURCE_UNREADABLE when the gateway refuses; REPLY_INVALID
 * when the reply is no JSON; AbortError when `signal` aborts. None shows the token or the query.
 */
export async function getJson(url: URL, gateway: Gateway): Promise<unknown> {
  for (let tried = 1; ; tried++) {
    try {
      return await once(url, gateway);
    } catch (thrown) {
      if (!(thrown instanceof Passing)) throw thrown;
      if (tried === TRIES) throw unreachable(url, thrown.message);
      const pause = thrown.pauseMs ?? BACKOFF_MS * 2 ** (tried - 1);
      await gateway.clock.sleep(Math.min(pause, LONGEST_PAUSE_MS), gateway.signal);
    }
  }
}

async function once(url: URL, gateway: Gateway): Promise<unknown> {
  const { token, timeoutMs, signal, clock } = gateway;
  const late = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, {
      headers: { accept: 'application/json', ...(token ? { 'X-Cassandra-Token': token } : {}) },
      redirect: 'manual', // the token is for this address only
      signal: AbortSignal.any([signal, late]),
    });
    if (response.status !== 200) {
      await response.body?.cancel();
      throw refusal(url, response, clock.now());
    }
    return parse(await bodyOf(response), url);
  } catch (thrown) {
    if (thrown instanceof GibseyError || thrown instanceof Passing) throw thrown;
    signal.throwIfAborted();
    if (thrown instanceof Rejected) throw invalid(url, `answered with too much: ${thrown.message}`);
    throw new Passing(late.aborted ? `no reply within ${timeoutMs} ms` : reasonOf(thrown));
  }
}

async function bodyOf(response: Response): Promise<Buffer> {
  const { body } = response;
  if (!body) return Buffer.alloc(0);
  return collect(buffers(body), { limit: REPLY_BYTES, advice: 'lower rest.pageSize' });
}

async function* buffers(body: AsyncIterable<Uint8Array>): Bytes & AsyncGenerator<Buffer> {
  for await (const chunk of body) yield Buffer.from(chunk);
}

function parse(bytes: Buffer, url: URL): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    throw invalid(url, 'answered with something that is no JSON');
  }
}

function refusal(url: URL, { status, headers }: Response, now: number): Error {
  if (status === 408 || status === 425 || status === 429 || (status >= 500 && status !== 501))
    return new Passing(`HTTP ${status}`, pauseOf(headers.get('retry-after'), now));
  const why =
    WHY[status] ?? (status < 400 ? `it answers HTTP ${status}, a redirect` : `HTTP ${status}`);
  const hint =
    status === 401 || status === 403
      ? 'export STARGATE_AUTH_TOKEN=… with a token that is valid'
      : 'check the address, the keyspace and the table';
  return new GibseyError('SOURCE_UNREADABLE', `${shown(url)} cannot be read: ${why}.`, { hint });
}

const WHY: Readonly<Record<number, string>> = {
  400: 'there is no such keyspace or table (HTTP 400)',
  401: 'the token of STARGATE_AUTH_TOKEN is missing or refused (HTTP 401)',
  403: 'the token of STARGATE_AUTH_TOKEN does not allow it (HTTP 403)',
  404: 'there is no such keyspace or table (HTTP 404)',
};

/** `Retry-After` in seconds or as a date (RFC 9110, 10.2.3), as ms from now. */
function pauseOf(after: string | null, now: number): number | null {
  if (after === null) return null;
  if (/^\d+$/.test(after.trim())) return Number(after) * 1000;
  const at = Date.parse(after);
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}

function unreachable(url: URL, reason: string): GibseyError {
  const message = `${shown(url)} does not answer: ${reason} (tried ${TRIES} times).`;
  return new GibseyError('SERVICE_UNREACHABLE', message, {
    hint: 'check that the gateway runs, then run the same command again',
  });
}

function reasonOf(thrown: unknown): string {
  const { cause } = thrown as { cause?: { code?: unknown } };
  if (cause?.code === 'ECONNREFUSED') return 'connection refused';
  return typeof cause?.code === 'string' ? cause.code : 'the connection was cut';
}

/** A reply that is none of a gateway. */
export function invalid(url: URL, what: string): GibseyError {
  return new GibseyError('REPLY_INVALID', `${shown(url)} ${what}.`, {
    hint: 'check the address: it must be that of the REST gateway',
  });
}

/** Without the query, which may hold a page state. */
export function shown(url: URL): string {
  return `${url.origin}${url.pathname}`;
}
