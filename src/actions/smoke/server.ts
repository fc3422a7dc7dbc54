import { GibseyError } from '../../lib/domain/errors.js';
import type { Clock } from '../../lib/ports/index.js';
import {
  accountReply,
  charactersReply,
  healthReply,
  invalid,
  pageReply,
  parse,
  parseJson,
  refusal,
  retrieveReply,
  type SeenQuote,
} from './replies.js';
import { readTurn, type TimedTurn } from './turn.js';

export interface ServerOptions {
  /** Where it listens, e.g. `http://127.0.0.1:8080`. */
  url: string;
  /** Sent as `Authorization: Bearer`, and to no other address. */
  token?: string | undefined;
  /** Longest wait for one reply, ms. */
  timeoutMs: number;
  clock: Clock;
}

/** Who asks, what they may do, and what they have left. */
export interface Account {
  account: string;
  role: string;
  credits: number;
}

interface Asked {
  question: string;
  charId?: string | undefined;
  /** The answer costs nothing. */
  free?: boolean;
}

/** One that asks to be left alone for longer is taken at its word: its refusal counts, ms. */
const LONGEST_WAIT_MS = 60_000;
/** Between two looks at a server that is being started, ms. */
const PAUSE_MS = 100;

/**
 * A running `gibsey serve`, as its readers see it. Every call
 * @throws SERVICE_UNREACHABLE when no reply comes in time, REPLY_INVALID when it cannot be read, what it says when
 *   it refuses, and the reason of `signal`.
 */
export class Server {
  private readonly options: ServerOptions;

  constructor(options: ServerOptions) {
    this.options = options;
  }

  async health(signal: AbortSignal): Promise<{ ok: boolean; status: string; mode: string }> {
    return this.reading('health', {}, signal, async (response) => {
      const value = parseJson(await response.text(), 'health');
      const { status, mode = '' } = parse(healthReply, value, 'health');
      return { ok: response.ok && status !== 'unavailable', status, mode };
    });
  }

  /** As `health`, once the server can answer, or after `patienceMs` however it is then. */
  async ready(patienceMs: number, signal: AbortSignal) {
    const { clock } = this.options;
    const until = clock.monotonic() + patienceMs;
    let health = await this.health(signal);
    while (!health.ok && clock.monotonic() < until) {
      await clock.sleep(PAUSE_MS, signal);
      health = await this.health(signal);
    }
    return health;
  }

  /** Ids of those who can be asked. */
  async characters(signal: AbortSignal): Promise<Set<string>> {
    return this.reading('characters', {}, signal, async (response) => {
      const value = parseJson(await accepted(response), 'characters');
      const { characters } = parse(charactersReply, value, 'characters');
      return new Set(characters.map(({ char_id: id }) => id));
    });
  }

  /** Quotes of the first pages, best first. */
  async retrieve(question: string, limit: number, signal: AbortSignal): Promise<SeenQuote[]> {
    const query = new URLSearchParams({ question, limit: String(limit) });
    return this.reading(`retrieve?${query.toString()}`, {}, signal, async (response) => {
      const value = parseJson(await accepted(response), 'retrieve');
      return parse(retrieveReply, value, 'retrieve').quotes;
    });
  }

  /** Null when there is no such page. */
  async page(id: string, signal: AbortSignal): Promise<{ id: string; body: string } | null> {
    return this.reading(`pages/${encodeURIComponent(id)}`, {}, signal, async (response) => {
      if (response.status === 404) return null;
      return parse(pageReply, parseJson(await accepted(response), 'page'), 'page');
    });
  }

  /** Replaces the text of a page. */
  async write(id: string, body: string, signal: AbortSignal): Promise<void> {
    const init = { method: 'PUT', headers: JSON_TYPE, body: JSON.stringify({ body }) };
    await this.reading(`pages/${encodeURIComponent(id)}`, init, signal, accepted);
  }

  async account(signal: AbortSignal): Promise<Account> {
    return this.reading('account', {}, signal, async (response) =>
      parse(accountReply, parseJson(await accepted(response), 'account'), 'account'),
    );
  }

  /** How many pages are found, and how many of these by the vector of their present text. */
  async index(signal: AbortSignal): Promise<{ pages: number; embedded: number }> {
    return this.reading('metrics', {}, signal, async (response) => {
      const text = await accepted(response);
      const value = (name: string) => Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1]);
      return {
        pages: value('gibsey_index_pages'),
        embedded: value('gibsey_index_embedded_pages'),
      };
    });
  }

  /** One question with a stream of events for its answer. Only ops may ask for nothing. */
  async turn({ question, charId, free = false }: Asked, signal: AbortSignal) {
    const headers = { ...JSON_TYPE, accept: 'text/event-stream' };
    const charge = free ? { charge: false } : {};
    const body = JSON.stringify({ question, char_id: charId, stream: true, ...charge });
    const { clock } = this.options;
    let start = clock.monotonic();
    const again = () => (start = clock.monotonic());
    const read = async (response: Response): Promise<TimedTurn> => {
      if (!response.ok) await accepted(response);
      const type = response.headers.get('content-type') ?? 'nothing';
      if (!type.startsWith('text/event-stream') || !response.body) {
        throw invalid(`the reply is ${type}, not a stream of events`);
      }
      return readTurn(response.body, () => clock.monotonic() - start);
    };
    return this.reading('api/chat', { method: 'POST', headers, body }, signal, read, again);
  }

  /** A server that asks for patience gets it, once; `again` is told then. */
  private async reading<T>(
    path: string,
    init: RequestInit,
    signal: AbortSignal,
    read: (response: Response) => Promise<T>,
    again: () => unknown = () => undefined,
  ): Promise<T> {
    const { clock, timeoutMs } = this.options;
    const inTime = () => AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    try {
      const response = await this.send(path, init, inTime());
      const wait = Number(response.headers.get('retry-after') ?? NaN) * 1000;
      if (response.status !== 429 || !(wait <= LONGEST_WAIT_MS)) return await read(response);
      await response.body?.cancel();
      await clock.sleep(wait, signal);
      again();
      return await read(await this.send(path, init, inTime()));
    } catch (thrown) {
      if (signal.aborted || thrown instanceof GibseyError) throw thrown;
      throw unreachable(thrown as Error, this.options);
    }
  }

  private send(path: string, init: RequestInit, signal: AbortSignal): Promise<Response> {
    const { url, token } = this.options;
    const headers = { ...init.headers, ...(token ? { authorization: `Bearer ${token}` } : {}) };
    const address = new URL(path, url.endsWith('/') ? url : `${url}/`);
    return fetch(address, { ...init, headers, redirect: 'error', signal });
  }
}

const JSON_TYPE = { 'content-type': 'application/json' };

/** @throws what the reply says is wrong */
async function accepted(response: Response): Promise<string> {
  const text = await response.text();
  if (!response.ok) throw refusal(response.status, text);
  return text;
}

/** `fetch` throws a TimeoutError when its time is up, and `TypeError: fetch failed` with a cause for the rest. */
function unreachable(thrown: Error, { url, timeoutMs }: ServerOptions): GibseyError {
  const late = thrown.name === 'TimeoutError';
  const { code } = (thrown.cause ?? {}) as { code?: string };
  const reason = late ? `no reply within ${timeoutMs / 1000} s` : (code ?? thrown.message);
  const message = `The server at ${new URL(url).host} does not answer: ${reason}.`;
  const hint = late ? 'gibsey smoke-test --timeout SECONDS' : 'gibsey serve';
  return new GibseyError('SERVICE_UNREACHABLE', message, { hint, cause: thrown });
}
