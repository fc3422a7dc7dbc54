import { GibseyError } from '../domain/errors.js';
import type { Clock } from '../ports/index.js';

const LOOK_MS = 20;

/** The answers in the making: how many there may be, and their end when the server stops. */
export class InFlight {
  private readonly running = new Set<AbortController>();

  private readonly most: number;
  private readonly clock: Clock;

  constructor(most: number, clock: Clock) {
    this.most = most;
    this.clock = clock;
  }

  get size(): number {
    return this.running.size;
  }

  /**
   * Counts one more answer until `done` is called.
   * @throws RATE_LIMITED when there are too many
   */
  begin(): { signal: AbortSignal; done: () => void } {
    if (this.running.size >= this.most) {
      throw new GibseyError('RATE_LIMITED', `${this.most} answers are in the making.`, {
        hint: 'try again in a second; server.turns is the limit',
      });
    }
    const controller = new AbortController();
    this.running.add(controller);
    return { signal: controller.signal, done: () => this.running.delete(controller) };
  }

  /** Waits for all of them, then aborts those that are left and waits as long again. */
  async drain(limitMs: number): Promise<void> {
    await this.empty(limitMs);
    for (const controller of this.running) controller.abort(stopping());
    await this.empty(Math.max(limitMs, 1_000));
  }

  private async empty(limitMs: number): Promise<void> {
    const end = this.clock.monotonic() + limitMs;
    while (this.running.size > 0 && this.clock.monotonic() < end) await this.clock.sleep(LOOK_MS);
  }
}

const stopping = () =>
  new GibseyError('SERVICE_UNREACHABLE', 'The server is stopping.', {
    hint: 'ask again in a minute; nothing was charged',
  });
