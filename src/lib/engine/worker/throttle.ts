import type { Clock } from '../../ports/index.js';

/** A token bucket: what was not used is saved up for one second at most. */
export class Throttle {
  private readonly clock: Clock;
  private readonly bytesPerMs: number;
  /** When everything taken so far is paid for, by the monotonic clock. */
  private paidAt = -Infinity;

  constructor(clock: Clock, bytesPerSecond: number) {
    this.clock = clock;
    this.bytesPerMs = bytesPerSecond / 1000;
  }

  /** Resolves when `bytes` more keep within the rate. */
  async take(bytes: number, signal: AbortSignal): Promise<void> {
    const now = this.clock.monotonic();
    this.paidAt = Math.max(this.paidAt, now - 1000) + bytes / this.bytesPerMs;
    if (this.paidAt > now) await this.clock.sleep(this.paidAt - now, signal);
  }
}
