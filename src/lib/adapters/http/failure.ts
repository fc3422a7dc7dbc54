/**
 * `stopped`: the caller's signal; `late`: no whole reply within the time-out; `cut`: no connection, or one that broke
 * off; `status`: a reply, but not a 2xx; `too-large`: more bytes than are read; `not-json`: nothing that can be parsed.
 */
export type FailureKind = 'stopped' | 'late' | 'cut' | 'status' | 'too-large' | 'not-json';

/**
 * Why a call has no reply that can be used, before whoever made it gives it words. The message shows no part of the
 * address, which may be a secret; nor has it a cause, which would.
 */
export class CallFailure extends Error {
  readonly kind: FailureKind;
  /** Of the system, where it is `cut`, e.g. `ECONNREFUSED`; null where it names none. */
  readonly code: string | null;

  constructor(kind: FailureKind, reason: string, code: string | null = null) {
    super(reason);
    this.name = 'CallFailure';
    this.kind = kind;
    this.code = code;
  }
}

/** A reply with a status other than 2xx, a redirect to another host included. */
export class StatusError extends CallFailure {
  readonly status: number;
  readonly headers: Headers;
  /** Its body, as far as it was read. */
  readonly text: string;

  constructor(
    status: number,
    message = `HTTP ${status}`,
    { headers = new Headers(), text = '' }: { headers?: Headers; text?: string } = {},
  ) {
    super('status', message);
    this.name = 'StatusError';
    this.status = status;
    this.headers = headers;
    this.text = text;
  }
}

/** What was thrown while a reply was asked for and read; a stranger stays as it is. */
export function failureOf(thrown: unknown): unknown {
  if (thrown instanceof SyntaxError) return new CallFailure('not-json', 'the reply is not JSON');
  if (!(thrown instanceof TypeError)) return thrown;
  const code = codeOf(thrown);
  return new CallFailure('cut', code === null ? unnamed(thrown) : (WORDS[code] ?? code), code);
}

const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'the connection was cut',
  UND_ERR_SOCKET: 'the connection was cut',
  ENOTFOUND: 'there is no such host',
};

/** Without a code: `fetch` refuses the ports of other protocols by itself, in these words (Fetch Standard, 2.9). */
function unnamed({ cause }: TypeError): string {
  return cause instanceof Error && cause.message === 'bad port' ? cause.message : 'no connection';
}

/** `fetch` throws `TypeError: fetch failed`; of its cause only the code is safe to show. */
function codeOf(thrown: TypeError): string | null {
  const { cause } = thrown as { cause?: { code?: unknown } };
  return typeof cause?.code === 'string' ? cause.code : null;
}
