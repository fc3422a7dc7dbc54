import { asGibseyError, GibseyError } from '../../../domain/errors.js';
import { reasonOf } from '../../http/failure.js';
import { labelOf, type OpenAiConfig } from './config.js';

/** A reply with a status other than 2xx. */
export class StatusError extends Error {
  readonly status: number;
  /** What the endpoint asks to wait before the next call, ms; null when it does not say. */
  readonly waitMs: number | null;

  constructor(status: number, message: string, waitMs: number | null) {
    super(message);
    this.name = 'StatusError';
    this.status = status;
    this.waitMs = waitMs;
  }
}

export interface Request {
  method: 'GET' | 'POST';
  /** Behind the base address, e.g. `/chat/completions`. */
  path: string;
  body?: object;
  timeoutMs: number;
  signal: AbortSignal;
}

/** One call and its reply in JSON. Throws as `exchange` does. */
export function request(config: OpenAiConfig, call: Request): Promise<unknown> {
  return exchange(config, call, async (response) => JSON.parse(await response.text()) as unknown);
}

/**
 * One call. A redirect is an error: the key must not follow it to another host. What `read` does with the reply ends
 * with the signal, or at the time-out.
 * @throws StatusError
 * @throws SERVICE_UNREACHABLE refused, broken off or too slow
 * @throws REPLY_INVALID not JSON
 * @throws INTERRUPTED when `signal` aborts
 */
export async function exchange<T>(
  config: OpenAiConfig,
  { method, path, body, timeoutMs, signal }: Request,
  read: (response: Response) => Promise<T>,
): Promise<T> {
  const late = AbortSignal.timeout(timeoutMs);
  const label = labelOf(config.baseUrl);
  try {
    const response = await fetch(`${config.baseUrl.replace(/\/+$/, '')}${path}`, {
      method,
      headers: headersOf(config),
      redirect: 'error',
      signal: AbortSignal.any([signal, late]),
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    if (!response.ok) throw statusError(response, await response.text(), config);
    return await read(response);
  } catch (thrown) {
    if (thrown instanceof StatusError) throw thrown;
    if (signal.aborted) {
      throw new GibseyError('INTERRUPTED', `Stopped while ${label} was writing.`);
    }
    if (late.aborted) throw unreachable(label, `no reply within ${timeoutMs} ms`);
    throw failure(label, thrown);
  }
}

function headersOf({ apiKey }: OpenAiConfig): Record<string, string> {
  return {
    'content-type': 'application/json',
    ...(apiKey ? { authorization: `Bearer ${apiKey}` } : {}),
  };
}

function failure(label: string, thrown: unknown): GibseyError {
  if (thrown instanceof SyntaxError) {
    return new GibseyError('REPLY_INVALID', `The reply of ${label} is not JSON.`);
  }
  if (thrown instanceof TypeError) return unreachable(label, reasonOf(thrown));
  return asGibseyError(thrown);
}

const LONGEST_MESSAGE = 200;

function statusError(response: Response, text: string, config: OpenAiConfig): StatusError {
  const { apiKey, clock } = config;
  const { status, headers } = response;
  const said = errorIn(text) ?? `HTTP ${status}`;
  return new StatusError(
    status,
    shown(said, apiKey),
    waitMs(headers.get('retry-after'), clock.now()),
  );
}

/** What an endpoint says, without the key and not too long. */
function shown(said: string, apiKey: string | undefined): string {
  return (apiKey ? said.replaceAll(apiKey, '***') : said).slice(0, LONGEST_MESSAGE);
}

/** An error in the middle of a stream, null when the part of it is none. */
export function errorPart(text: string, { apiKey }: OpenAiConfig): StatusError | null {
  const said = errorIn(text);
  return said === null ? null : new StatusError(500, shown(said, apiKey), null);
}

/** `{"error": {"message"}}`, as OpenAI writes it, or `{"error": "…"}`. */
function errorIn(text: string): string | null {
  try {
    const { error } = JSON.parse(text) as { error?: unknown };
    const message = typeof error === 'object' && error ? (error as { message?: unknown }) : null;
    if (typeof message?.message === 'string') return message.message;
    return typeof error === 'string' ? error : null;
  } catch {
    return null; // an error page of something in between: the status says enough
  }
}

/** `Retry-After` is a number of seconds or a date. */
function waitMs(header: string | null, now: number): number | null {
  if (header === null) return null;
  const wait = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isNaN(wait) ? null : Math.max(0, wait);
}

export function unreachable(label: string, reason: string, hint?: string): GibseyError {
  return new GibseyError('SERVICE_UNREACHABLE', `No reply from ${label}: ${reason}.`, {
    hint: hint ?? 'gibsey status',
  });
}
