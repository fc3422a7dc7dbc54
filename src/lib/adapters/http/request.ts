import { asGibseyError, GibseyError } from '../../domain/errors.js';
import { CallFailure, StatusError } from './failure.js';
import { withFetch } from './fetching.js';
import { mayPass } from './patience.js';

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
 * @throws REPLY_INVALID any other status, redirects to another host included
 */
export async function call({ service, url, method, body, signal }: Call): Promise<string> {
  const init = body
    ? { method, headers: { 'content-type': body.type }, body: body.text }
    : { method };
  try {
    return await withFetch({ signal }, async (send) => (await send(url, init)).text());
  } catch (thrown) {
    throw inWords(`${service} at ${new URL(url).host}`, thrown);
  }
}

function inWords(service: string, thrown: unknown): GibseyError {
  if (!(thrown instanceof CallFailure)) return asGibseyError(thrown);
  const status = thrown instanceof StatusError ? said(thrown.text) : '';
  const reason = thrown.kind === 'stopped' ? 'no reply in time' : `${thrown.message}${status}`;
  const passes = thrown.kind === 'stopped' || mayPass(thrown);
  return new GibseyError(
    passes ? 'SERVICE_UNREACHABLE' : 'REPLY_INVALID',
    `${service}: ${reason}.`,
  );
}

/** Words such as `no_service`; an error page, which may quote the address, is not shown. */
function said(text: string): string {
  const word = text.trim();
  return word.length > 0 && word.length <= SHOWN && /^[\w ]+$/.test(word) ? ` (${word})` : '';
}
