import type { Clock } from '../../ports/index.js';

export interface BatchLimit {
  /** Calls a batch. */
  size: number;
  /** ms */
  windowMs: number;
}

/**
 * Strict batches: so many calls, then the whole window without any, counted from the last of them. No stretch of time as
 * long as the window holds more calls than a batch, wherever it is laid; a token bucket lets nearly twice as many through.
 */
export class Batches {
  private readonly limit: BatchLimit;
  private readonly clock: Clock;
  private sent = 0;
  private lastAt = -Infinity;
  private queue: Promise<void> = Promise.resolve();

  constructor(limit: BatchLimit, clock: Clock) {
    this.limit = limit;
    this.clock = clock;
  }

  /** Resolves when the next call may be sent, in the order of asking. @throws AbortError */
  turn(signal: AbortSignal): Promise<void> {
    const turn = this.queue.then(() => this.next(signal));
    this.queue = turn.catch(() => undefined);
    return turn;
  }

  private async next(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const { size, windowMs } = this.limit;
    const idleMs = this.clock.monotonic() - this.lastAt;
    if (this.sent === size && idleMs < windowMs) await this.clock.sleep(windowMs - idleMs, signal);
    if (this.sent === size || idleMs >= windowMs) this.sent = 0;
    this.sent++;
    this.lastAt = this.clock.monotonic();
  }
}
