/** A token bucket: what was not used is saved up for one second at most. */
export class TokenBucket {
  private readonly perMs: number;
  /** When everything taken so far is paid for. */
  private paidAt = -Infinity;

  constructor(perSecond: number) {
    this.perMs = perSecond / 1000;
  }

  /**
   * Takes so many.
   * @param now monotonic, ms
   * @returns ms to wait until they keep within the rate
   */
  take(tokens: number, now: number): number {
    this.paidAt = Math.max(this.paidAt, now - 1000) + tokens / this.perMs;
    return Math.max(0, this.paidAt - now);
  }
}
