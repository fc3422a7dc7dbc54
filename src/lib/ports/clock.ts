/** Time. */

export interface Clock {
  /** Wall clock, epoch ms. It may jump; never measure with it. */
  now(): number;
  /** Monotonic clock, ms since an arbitrary moment. */
  monotonic(): number;
  /** Resolves after `ms`; rejects with an AbortError as soon as `signal` aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}
