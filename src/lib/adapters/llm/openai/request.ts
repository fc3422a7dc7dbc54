import { asGibseyError, GibseyError } from '../../../domain/errors.js';
import { CallFailure, StatusError } from '../../http/failure.js';
import { withFetch } from '../../http/fetching.js';
import { labelOf, type OpenAiConfig } from './config.js';

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
 * One call. The key follows no redirect to another host. What `read` does with the reply ends with the signal, or at the
 * time-out.
 * @throws StatusError with what the endpoint says
 * @throws SERVICE_UNREACHABLE refused, broken off or too slow
 * @throws REPLY_INVALID not JSON
 * @throws INTERRUPTED when `signal` aborts
 */
export async function exchange<T>(
  config: OpenAiConfig,
  { method, path, body, timeoutMs, signal }: Request,
  read: (response: Response) => Promise<T>,
): Promise<T> {
  const address = `${config.baseUrl.replace(/\/+$/, '')}${path}`;
  const init = {
    method,
    headers: headersOf(config),
    ...(body ? { body: JSON.stringify(body) } : {}),
  };
  const errorIn = (text: string) => saidIn(text, config);
  try {
    return await withFetch({ signal, timeoutMs, errorIn }, async (send) =>
      read(await send(address, init)),
    );
  } catch (thrown) {
    throw thrown instanceof StatusError ? thrown : inWords(labelOf(config.baseUrl), thrown);
  }
}

function headersOf({ apiKey }: OpenAiConfig): Record<string, string> {
  return {
    'content-type': 'application/json',
    ...(apiKey ? { authorization: `Bearer ${apiKey}` } : {}),
  };
}

function inWords(label: string, thrown: unknown): GibseyError {
  if (!(thrown instanceof CallFailure)) return asGibseyError(thrown);
  const { kind, message } = thrown;
  if (kind === 'stopped') {
    return new GibseyError('INTERRUPTED', `Stopped while ${label} was writing.`);
  }
  if (kind === 'late' || kind === 'cut') return unreachable(label, message);
  const what = kind === 'not-json' ? 'is not JSON' : 'is too long';
  return new GibseyError('REPLY_INVALID', `The reply of ${label} ${what}.`);
}

const LONGEST_MESSAGE = 200;

/** What an endpoint says is wrong, without the key and not too long. */
function saidIn(text: string, { apiKey }: OpenAiConfig): string | null {
  const said = errorIn(text);
  if (said === null) return null;
  return (apiKey ? said.replaceAll(apiKey, '***') : said).slice(0, LONGEST_MESSAGE);
}

/** An error in the middle of a stream, null when the part of it is none. */
export function errorPart(text: string, config: OpenAiConfig): StatusError | null {
  const said = saidIn(text, config);
  return said === null ? null : new StatusError(500, said);
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

export function unreachable(label: string, reason: string, hint?: string): GibseyError {
  return new GibseyError('SERVICE_UNREACHABLE', `No reply from ${label}: ${reason}.`, {
    hint: hint ?? 'gibsey status',
  });
}
