import PocketBase, { BaseAuthStore, ClientResponseError } from 'pocketbase';
import { asGibseyError, GibseyError, interrupted } from '../../../domain/errors.js';
import { CallFailure, StatusError } from '../../http/failure.js';
import { withFetch } from '../../http/fetching.js';
import { mayPass } from '../../http/patience.js';
import type { PocketBaseConfig } from './config.js';

const TIMEOUT_MS = 30_000;
const SUPERUSERS = '_superusers';
const LONGEST_MESSAGE = 200;

/** A call's own word for a reply with that status. */
type Expected = Readonly<Record<number, 'gone' | 'taken'>>;

/** What the server refused, as whoever asked expected it might. */
export class Refused extends Error {
  readonly as: 'gone' | 'taken';

  constructor(as: 'gone' | 'taken') {
    super(as);
    this.as = as;
  }
}

/**
 * The package's client, as a superuser, through the one way out: it is signed in before the first call, and again when
 * its token is not accepted any more.
 */
export class Session {
  readonly label: string;
  private readonly config: PocketBaseConfig;
  private readonly auth = new BaseAuthStore();

  constructor(config: PocketBaseConfig) {
    this.config = config;
    this.label = `PocketBase at ${new URL(config.url).host}`;
  }

  /** @throws Refused, SERVICE_UNREACHABLE, REPLY_INVALID, CONFIG_INVALID, INTERRUPTED */
  async call<T>(
    work: (client: PocketBase) => Promise<T>,
    signal: AbortSignal,
    expected: Expected = {},
  ): Promise<T> {
    const isNew = !this.auth.isValid;
    if (isNew) await this.signIn(signal);
    try {
      return await this.send(work, signal);
    } catch (thrown) {
      const status = statusOf(thrown);
      const as = expected[status];
      if (as) throw new Refused(as);
      if (status !== 401 || isNew) throw this.inWords(thrown);
      this.auth.clear();
      return this.call(work, signal, expected);
    }
  }

  private async signIn(signal: AbortSignal): Promise<void> {
    const { identity, password } = this.config;
    try {
      await this.send(
        (client) => client.collection(SUPERUSERS).authWithPassword(identity, password),
        signal,
      );
    } catch (thrown) {
      if (![400, 401, 403].includes(statusOf(thrown))) throw this.inWords(thrown);
      throw new GibseyError('CONFIG_INVALID', `${this.label} accepts no such superuser.`, {
        hint: 'set pocketbase.identity and pocketbase.password (POCKETBASE_IDENTITY, POCKETBASE_PASSWORD)',
      });
    }
  }

  /** A client of its own for each call: what it sends ends with the signal or at the time-out. */
  private send<T>(work: (client: PocketBase) => Promise<T>, signal: AbortSignal): Promise<T> {
    const { url, timeoutMs = TIMEOUT_MS } = this.config;
    return withFetch({ signal, timeoutMs, errorIn }, (send) => {
      const client = new PocketBase(url, this.auth).autoCancellation(false);
      client.beforeSend = (address, options) => ({
        url: address,
        options: { ...options, fetch: send },
      });
      return work(client).catch((thrown: unknown) => {
        throw causeOf(thrown);
      });
    });
  }

  private inWords(thrown: unknown): GibseyError {
    if (!(thrown instanceof CallFailure)) return asGibseyError(thrown);
    const { kind, message } = thrown;
    if (kind === 'stopped') return interrupted();
    const passes = kind === 'late' || kind === 'cut' || mayPass(thrown);
    const code = passes ? 'SERVICE_UNREACHABLE' : 'REPLY_INVALID';
    return new GibseyError(code, `${this.label}: ${message}.`, {
      hint: 'check pocketbase.url, and that the server is up',
    });
  }
}

/** The package wraps whatever `fetch` throws. */
const causeOf = (thrown: unknown): unknown =>
  thrown instanceof ClientResponseError ? (thrown.originalError as unknown) : thrown;

const statusOf = (thrown: unknown): number => (thrown instanceof StatusError ? thrown.status : 0);

/** `Failed to create record. (cluster_id: Value must be unique)` */
function errorIn(text: string): string | null {
  try {
    const body = JSON.parse(text) as {
      message?: unknown;
      data?: Record<string, { message?: unknown }>;
    } | null;
    if (typeof body?.message !== 'string') return null;
    const fields = Object.entries(body.data ?? {}).map(
      ([name, { message }]) => `${name}: ${String(message)}`,
    );
    return [body.message.replace(/\.$/, ''), ...fields].join('; ').slice(0, LONGEST_MESSAGE);
  } catch {
    return null; // an error page of something in between: the status says enough
  }
}
