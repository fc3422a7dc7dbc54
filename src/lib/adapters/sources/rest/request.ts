import { asGibseyError, GibseyError } from '../../../domain/errors.js';
import type { Clock } from '../../../ports/index.js';
import { CallFailure, StatusError } from '../../http/failure.js';
import { withFetch } from '../../http/fetching.js';
import { askedPause, backOff, mayPass, patiently } from '../../http/patience.js';
import { mebibytes } from '../bytes.js';
import { BACKOFF_MS, LONGEST_PAUSE_MS, REPLY_BYTES, TRIES } from './config.js';

export interface Gateway {
  token: string | undefined;
  timeoutMs: number;
  clock: Clock;
  signal: AbortSignal;
}

/**
 * The JSON that a GET answers. What may pass (no connection, a cut reply, time-outs, 408, 425, 429, 5xx) is tried
 * five times, after the pause that `Retry-After` asks for, else after a growing one.
 * @throws SERVICE_UNREACHABLE when the last try failed; SOURCE_UNREADABLE when the gateway refuses; REPLY_INVALID
 * when the reply is no JSON; AbortError when `signal` aborts. None shows the token or the query.
 */
export async function getJson(url: URL, gateway: Gateway): Promise<unknown> {
  const { clock, signal } = gateway;
  const pauseMs = (thrown: unknown, tried: number) => {
    if (!mayPass(thrown) || tried === TRIES) return null;
    const pause = askedPause(thrown, clock.now()) ?? backOff(BACKOFF_MS, tried);
    return Math.min(pause, LONGEST_PAUSE_MS);
  };
  try {
    return await patiently({ clock, signal, pauseMs }, () => once(url, gateway));
  } catch (thrown) {
    signal.throwIfAborted();
    throw inWords(url, thrown);
  }
}

function once(url: URL, { token, timeoutMs, signal }: Gateway): Promise<unknown> {
  const headers = { accept: 'application/json', ...(token ? { 'X-Cassandra-Token': token } : {}) };
  const exchange = { signal, timeoutMs, bodyBytes: REPLY_BYTES };
  return withFetch(exchange, async (send) => (await send(url, { headers })).json());
}

function inWords(url: URL, thrown: unknown): GibseyError {
  if (!(thrown instanceof CallFailure)) return asGibseyError(thrown);
  if (mayPass(thrown)) return unreachable(url, thrown.message);
  if (thrown instanceof StatusError) return refusal(url, thrown);
  return thrown.kind === 'too-large'
    ? invalid(url, `answered with over ${mebibytes(REPLY_BYTES)}: lower rest.pageSize`)
    : invalid(url, 'answered with something that is no JSON');
}

function refusal(url: URL, { status }: StatusError): GibseyError {
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

function unreachable(url: URL, reason: string): GibseyError {
  const message = `${shown(url)} does not answer: ${reason} (tried ${TRIES} times).`;
  return new GibseyError('SERVICE_UNREACHABLE', message, {
    hint: 'check that the gateway runs, then run the same command again',
  });
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
