import type { Clock } from '../ports/index.js';

interface Bucket {
  tokens: number;
  /** Monotonic ms. */
  at: number;
}

const MOST_BUCKETS = 10_000;
const MINUTE_MS = 60_000;

/** A token bucket for each key: a minute's worth at once, then as many as a minute allows. */
export class RateLimit {
  private readonly buckets = new Map<string, Bucket>();

  private readonly perMinute: number;
  private readonly clock: Clock;

  constructor(perMinute: number, clock: Clock) {
    this.perMinute = perMinute;
    this.clock = clock;
  }

  /** Takes one; 0 when it was there, else the ms until the next one is. */
  take(key: string): number {
    const now = this.clock.monotonic();
    const bucket = this.filled(key, now);
    if (bucket.tokens >= 1) {
      bucket.tokens -= 1;
      return 0;
    }
    return Math.ceil(((1 - bucket.tokens) * MINUTE_MS) / this.perMinute);
  }

  private filled(key: string, now: number): Bucket {
    const old = this.buckets.get(key) ?? { tokens: this.perMinute, at: now };
    const gained = ((now - old.at) * this.perMinute) / MINUTE_MS;
    const bucket = { tokens: Math.min(this.perMinute, old.tokens + gained), at: now };
    this.buckets.delete(key); // so that the map is in order of use
    this.buckets.set(key, bucket);
    if (this.buckets.size > MOST_BUCKETS) this.forgetOldest();
    return bucket;
  }

  private forgetOldest(): void {
    const [oldest] = this.buckets.keys();
    if (oldest !== undefined) this.buckets.delete(oldest);
  }
}
