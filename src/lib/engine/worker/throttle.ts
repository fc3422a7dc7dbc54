import { TokenBucket } from '../../algorithms/token-bucket.js';
import type { Clock } from '../../ports/index.js';

/** Waits where a token bucket says so. */
export class Throttle {
  private readonly clock: Clock;
  private readonly bucket: TokenBucket;

  constructor(clock: Clock, bytesPerSecond: number) {
    this.clock = clock;
    this.bucket = new TokenBucket(bytesPerSecond);
  }

  /** Resolves when `bytes` more keep within the rate. */
  async take(bytes: number, signal: AbortSignal): Promise<void> {
    const wait = this.bucket.take(bytes, this.clock.monotonic());
    if (wait > 0) await this.clock.sleep(wait, signal);
  }
}
