import { asGibseyError, GibseyError } from '../domain/errors.js';
import type { Clock } from '../ports.js';

export type PartState<T> =
  { phase: 'opening' } | { phase: 'ready'; value: T } | { phase: 'failed'; error: GibseyError };

const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 5_000;

/** Something the server needs that is opened in the background, again and again while that fails. */
export class Part<T> {
  private now: PartState<T> = { phase: 'opening' };
  private readonly settled: Promise<void>;

  private readonly name: string;
  private readonly open: () => Promise<T>;
  private readonly clock: Clock;
  private readonly told: (state: PartState<T>) => void;

  constructor(
    name: string,
    open: () => Promise<T>,
    clock: Clock,
    signal: AbortSignal,
    told: (state: PartState<T>) => void = () => undefined,
  ) {
    this.name = name;
    this.open = open;
    this.clock = clock;
    this.told = told;

    this.settled = this.attempt();
    void this.settled.then(() => this.retry(signal)).catch(() => undefined); // stopped while it rested
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
    throw new GibseyError('SERVICE_UNREACHABLE', `The ${this.name} is still being opened.`, {
      hint: 'try again in a few seconds; GET /health says how far it is',
    });
  }

  private async orTimeout(waitMs: number): Promise<void> {
    const over = new AbortController();
    const timeout = this.clock.sleep(waitMs, over.signal).catch(() => undefined);
    await Promise.race([this.settled, timeout]);
    over.abort();
  }

  private async attempt(): Promise<void> {
    this.now = await this.open().then(
      (value): PartState<T> => ({ phase: 'ready', value }),
      (thrown: unknown): PartState<T> => ({ phase: 'failed', error: asGibseyError(thrown) }),
    );
    this.told(this.now);
  }

  private async retry(signal: AbortSignal): Promise<void> {
    for (let rest = FIRST_RETRY_MS; this.now.phase !== 'ready'; rest *= 2) {
      await this.clock.sleep(Math.min(rest, LONGEST_RETRY_MS), signal);
      await this.attempt();
    }
  }
}
