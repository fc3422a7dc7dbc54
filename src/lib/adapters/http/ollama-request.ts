import { Ollama } from 'ollama';
import { asGibseyError, GibseyError } from '../../domain/errors.js';
import { CallFailure, StatusError } from './failure.js';
import { withFetch } from './fetching.js';
import type { Endpoint } from './ollama-endpoint.js';

export interface RequestOptions {
  signal: AbortSignal;
  timeoutMs: number;
}

/**
 * One call with a client of its own: the package binds neither a signal nor a time-out to a request, its
 * `fetch` option does. Throws as `exchange` does.
 */
export function request<T>(
  endpoint: Endpoint,
  options: RequestOptions,
  call: (client: Ollama) => Promise<T>,
): Promise<T> {
  const { url: host, headers } = endpoint;
  return exchange(endpoint, options, (send) => call(new Ollama({ host, headers, fetch: send })));
}

/**
 * What is sent and read by `call` ends with the signal, or at the time-out. A reply with an error never reaches the
 * package, which would print parts of it to standard output.
 * @throws StatusError with what Ollama says
 * @throws SERVICE_UNREACHABLE refused, broken off or too slow
 * @throws REPLY_INVALID not JSON
 * @throws INTERRUPTED when `signal` aborts
 */
export async function exchange<T>(
  endpoint: Endpoint,
  options: RequestOptions,
  call: (send: typeof fetch) => Promise<T>,
): Promise<T> {
  try {
    return await withFetch({ ...options, errorIn }, call);
  } catch (thrown) {
    throw thrown instanceof StatusError ? thrown : inWords(endpoint, thrown);
  }
}

const LONGEST_MESSAGE = 200;

function errorIn(text: string): string | null {
  try {
    const body = JSON.parse(text) as { error?: unknown } | null;
    return typeof body?.error === 'string' ? body.error.slice(0, LONGEST_MESSAGE) : null;
  } catch {
    return null; // an error page of something in between: the status says enough
  }
}

function inWords(endpoint: Endpoint, thrown: unknown): GibseyError {
  if (!(thrown instanceof CallFailure)) return asGibseyError(thrown);
  const { kind, message } = thrown;
  if (kind === 'stopped') return interrupted(thrown);
  if (kind === 'late' || kind === 'cut') return unreachable(endpoint, message, thrown);
  const what = kind === 'not-json' ? 'is not JSON' : 'is too long';
  const cause = thrown;
  return new GibseyError('REPLY_INVALID', `The reply of ${endpoint.label} ${what}.`, { cause });
}

export function unreachable(endpoint: Endpoint, reason: string, cause?: unknown): GibseyError {
  return new GibseyError('SERVICE_UNREACHABLE', `No Ollama at ${endpoint.label}: ${reason}.`, {
    hint: 'start it with: ollama serve',
    cause,
  });
}

function interrupted(cause: unknown): GibseyError {
  return new GibseyError('INTERRUPTED', 'Stopped while Ollama was at work.', { cause });
}
