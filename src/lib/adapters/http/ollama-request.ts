import { Ollama } from 'ollama';
import { asGibseyError, GibseyError } from '../../domain/errors.js';
import { reasonOf } from './failure.js';
import type { Endpoint } from './ollama-endpoint.js';

/** A reply with a status other than 2xx. */
export class StatusError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'StatusError';
    this.status = status;
  }
}

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
 * What is sent and read by `call` ends with the signal, or at the time-out.
 * @throws StatusError
 * @throws SERVICE_UNREACHABLE refused, broken off or too slow
 * @throws REPLY_INVALID not JSON
 * @throws INTERRUPTED when `signal` aborts
 */
export async function exchange<T>(
  endpoint: Endpoint,
  { signal, timeoutMs }: RequestOptions,
  call: (send: typeof fetch) => Promise<T>,
): Promise<T> {
  const late = AbortSignal.timeout(timeoutMs);
  const either = AbortSignal.any([signal, late]);
  try {
    return await call(async (input, init) =>
      checked(await fetch(input, { ...init, signal: either })),
    );
  } catch (thrown) {
    if (thrown instanceof StatusError) throw thrown;
    if (signal.aborted) throw interrupted(thrown);
    if (late.aborted) throw unreachable(endpoint, `no reply within ${timeoutMs} ms`, thrown);
    throw failure(endpoint, thrown);
  }
}

/** Fails before the package sees the reply: it would print parts of it to standard output. */
async function checked(response: Response): Promise<Response> {
  if (response.ok) return response;
  const text = await response.text();
  throw new StatusError(response.status, errorIn(text) ?? `HTTP ${response.status}`);
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

function failure(endpoint: Endpoint, thrown: unknown): GibseyError {
  if (thrown instanceof SyntaxError) {
    return new GibseyError('REPLY_INVALID', `The reply of ${endpoint.label} is not JSON.`, {
      cause: thrown,
    });
  }
  if (thrown instanceof TypeError) return unreachable(endpoint, reasonOf(thrown), thrown);
  return asGibseyError(thrown);
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
