import { GibseyError } from '../../domain/errors.js';

export interface Call {
  /** What is called, for people: `Slack`. */
  service: string;
  /** User and password in it are sent as basic authentication. */
  url: string | URL;
  method: 'GET' | 'POST' | 'PUT';
  body?: { type: string; text: string };
  signal: AbortSignal;
}

const SHOWN = 80;

/**
 * One call to a service whose address may be a secret: errors name its host and nothing else of it.
 * @returns the body of a reply with a status of 2xx
 * @throws SERVICE_UNREACHABLE refused, too slow, overloaded or broken
 * @throws REPLY_INVALID any other status, redirects included
 */
export async function call({ service, url, method, body, signal }: Call): Promise<string> {
  const { address, authorization } = apart(new URL(url));
  const headers = {
    ...(body ? { 'content-type': body.type } : {}),
    ...(authorization ? { authorization } : {}),
  };
  const reply = await fetch(address, {
    method,
    headers,
    ...(body ? { body: body.text } : {}),
    redirect: 'manual',
    signal,
  })
    .then(async (response) => ({ status: response.status, text: await response.text() }))
    .catch((thrown: unknown) => {
      const reason = signal.aborted ? 'no reply in time' : reasonOf(thrown);
      throw new GibseyError('SERVICE_UNREACHABLE', `${service} at ${address.host}: ${reason}.`);
    });
  if (reply.status >= 200 && reply.status < 300) return reply.text;
  const code =
    reply.status >= 500 || reply.status === 429 ? 'SERVICE_UNREACHABLE' : 'REPLY_INVALID';
  throw new GibseyError(
    code,
    `${service} at ${address.host}: HTTP ${reply.status}${said(reply.text)}.`,
  );
}

/** `fetch` refuses an address with user and password, and shows it. */
function apart(url: URL): { address: URL; authorization: string | null } {
  const { username, password } = url;
  url.username = '';
  url.password = '';
  if (!username && !password) return { address: url, authorization: null };
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { address: url, authorization: `Basic ${Buffer.from(pair, 'utf8').toString('base64')}` };
}

/** The code of what failed: messages may quote the address. */
function reasonOf(thrown: unknown): string {
  const { cause } = thrown as { cause?: { code?: unknown } };
  if (cause?.code === 'ECONNREFUSED') return 'connection refused';
  return typeof cause?.code === 'string' ? cause.code : 'no connection';
}

/** Words such as `no_service`; an error page, which may quote the address, is not shown. */
function said(text: string): string {
  const word = text.trim();
  return word.length <= SHOWN && /^[\w ]+$/.test(word) ? ` (${word})` : '';
}
