import { version } from '../../config/version.js';
import { CallFailure, failureOf, StatusError } from './failure.js';

export interface Exchange {
  signal: AbortSignal;
  /** Longest wait for the whole of a reply, ms; default: until `signal` aborts. */
  timeoutMs?: number | undefined;
  /** Longest body of a reply, bytes after decompression; default 64 MiB. */
  bodyBytes?: number | undefined;
  /** What this service says is wrong, from the body of a reply that is no 2xx. */
  errorIn?: ((text: string) => string | null) | undefined;
}

const BODY_BYTES = 64 * 2 ** 20;
/** As much of an error page is read. */
const ERROR_BYTES = 64 * 2 ** 10;
const REDIRECTS = 5;
const USER_AGENT = `gibsey/${version()}`;

/**
 * The one way out: all calls to services go through the `fetch` that `work` is given. What it sends and reads ends with
 * the signal or at the time-out; credentials in an address go as basic authentication; a GET follows redirects to the
 * same host, five at most; a reply that is no 2xx throws.
 * @throws CallFailure, StatusError, and whatever else `work` throws
 */
export async function withFetch<T>(
  options: Exchange,
  work: (send: typeof fetch) => Promise<T>,
): Promise<T> {
  const { signal, timeoutMs } = options;
  const late = timeoutMs === undefined ? null : AbortSignal.timeout(timeoutMs);
  const either = late ? AbortSignal.any([signal, late]) : signal;
  try {
    return await work((input, init) => send(input, init, { ...options, signal: either }));
  } catch (thrown) {
    if (thrown instanceof StatusError) throw thrown;
    if (signal.aborted) throw new CallFailure('stopped', 'stopped on request');
    if (late?.aborted) throw new CallFailure('late', `no reply within ${timeoutMs} ms`);
    throw failureOf(thrown);
  }
}

async function send(
  input: Parameters<typeof fetch>[0],
  init: RequestInit = {},
  { signal, bodyBytes = BODY_BYTES, errorIn }: Exchange,
): Promise<Response> {
  const { address, authorization } = apart(input instanceof Request ? input.url : input);
  const headers = new Headers(init.headers);
  if (!headers.has('user-agent')) headers.set('user-agent', USER_AGENT);
  if (authorization) headers.set('authorization', authorization);
  const response = await followed(address, { ...init, headers, redirect: 'manual', signal });
  if (response.ok) return limited(response, bodyBytes);
  const text = await beginningOf(response, signal);
  throw new StatusError(response.status, errorIn?.(text) ?? undefined, {
    headers: response.headers,
    text,
  });
}

/** `fetch` refuses an address with user and password, and shows it. */
function apart(input: string | URL): { address: URL; authorization: string | null } {
  const address = new URL(input);
  const { username, password } = address;
  address.username = '';
  address.password = '';
  if (!username && !password) return { address, authorization: null };
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { address, authorization: `Basic ${Buffer.from(pair, 'utf8').toString('base64')}` };
}

/** The reply behind redirects; one that leads elsewhere is the reply itself. */
async function followed(address: URL, init: RequestInit): Promise<Response> {
  for (let left = REDIRECTS, at = address; ; left--) {
    const response = await fetch(at, init);
    const next = left > 0 && (init.method ?? 'GET') === 'GET' ? redirectOf(response, at) : null;
    if (!next) return response;
    await response.body?.cancel();
    at = next;
  }
}

/** Where a redirect on the same host leads: tokens must reach no other one, nor travel in the clear. */
function redirectOf({ status, headers }: Response, from: URL): URL | null {
  const location = headers.get('location') ?? '';
  if (![301, 302, 303, 307, 308].includes(status) || !URL.canParse(location, from.href))
    return null;
  const { address } = apart(new URL(location, from));
  const secured = new URL(from);
  secured.protocol = 'https:';
  return [from.origin, secured.origin].includes(address.origin) ? address : null;
}

/** The same reply, whose body fails where it is longer than allowed. */
function limited(response: Response, bytes: number): Response {
  const { body, status, statusText, headers } = response;
  if (!body) return response;
  let read = 0;
  const counting = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      read += chunk.byteLength;
      if (read <= bytes) controller.enqueue(chunk);
      else controller.error(new CallFailure('too-large', `the reply is over ${bytes} bytes`));
    },
  });
  return new Response(body.pipeThrough(counting), { status, statusText, headers });
}

/** The beginning of an error page; one that cannot be read is as good as none. */
async function beginningOf({ body }: Response, signal: AbortSignal): Promise<string> {
  const chunks: Uint8Array[] = [];
  let read = 0;
  try {
    for await (const chunk of body ?? []) {
      chunks.push(chunk as Uint8Array);
      read += (chunk as Uint8Array).byteLength;
      if (read >= ERROR_BYTES) break;
    }
  } catch {
    signal.throwIfAborted();
  }
  return Buffer.concat(chunks).toString('utf8', 0, ERROR_BYTES);
}
