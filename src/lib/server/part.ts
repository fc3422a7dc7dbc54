import { asGibseyError, GibseyError } from '../domain/errors.js';
import type { Clock } from '../ports/index.js';

export type PartState<T> =
  { phase: 'opening' } | { phase: 'ready'; value: T } | { phase: 'failed'; error: GibseyError };

export interface PartOptions<T> {
  /** For people: `store`. */
  name: string;
  open: () => Promise<T>;
  clock: Clock;
  /** No more attempts once it aborts. */
  signal: AbortSignal;
  /** Told after each attempt. */
  told?: (state: PartState<T>) => void;
}

const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 5_000;

/** Something the server needs that is opened in the background, again and again while that fails. */
export class Part<T> {
  private readonly options: PartOptions<T>;
  private readonly settled: Promise<void>;
  private now: PartState<T> = { phase: 'opening' };

  constructor(options: PartOptions<T>) {
    this.options = options;
    this.settled = this.attempt();
    void this.settled.then(() => this.retry()).catch(() => undefined); // stopped while it rested
  }

  get state(): PartState<T> {
    return this.now;
  }

  /**
   * Waits for the first attempt, at most `waitMs`.
   * @throws the error of the last attempt; SERVICE_UNREACHABLE while the first one goes on
   */
  async get(waitMs: number): Promise<T> {
    if (this.now.phase === 'opening') await this.orTimeout(waitMs);
    if (this.now.phase === 'ready') return this.now.value;
    if (this.now.phase === 'failed') throw this.now.error;
    throw new GibseyError(
      'SERVICE_UNREACHABLE',
      `The ${this.options.name} is still being opened.`,
      {
        hint: 'try again in a few seconds; GET /health says how far it is',
      },
    );
  }

  private async orTimeout(waitMs: number): Promise<void> {
    const over = new AbortController();
    const timeout = this.options.clock.sleep(waitMs, over.signal).catch(() => undefined);
    await Promise.race([this.settled, timeout]);
    over.abort();
  }

  private async attempt(): Promise<void> {
    const { open, signal, told } = this.options;
    this.now = await open().then(
      (value): PartState<T> => ({ phase: 'ready', value }),
      (thrown: unknown): PartState<T> => ({ phase: 'failed', error: asGibseyError(thrown) }),
    );
    if (!signal.aborted) told?.(this.now);
  }

  private async retry(): Promise<void> {
    const { clock, signal } = this.options;
    for (let rest = FIRST_RETRY_MS; this.now.phase !== 'ready'; rest *= 2) {
      await clock.sleep(Math.min(rest, LONGEST_RETRY_MS), signal);
      await this.attempt();
    }
  }
}
