/** All of `count` rows once, in random order, `size` at a time; the last of them are left out unless they fill a batch. */
export function* shuffledBatches(
  count: number,
  size: number,
  random: () => number,
): Generator<Int32Array> {
  const rows = Int32Array.from({ length: count }, (_, i) => i);
  const step = Math.max(1, Math.min(size, count));
  for (let from = 0; from + step <= count; from += step) {
    for (let at = from; at < from + step; at++) {
      const other = at + Math.floor(random() * (count - at));
      const row = rows[other]!;
      rows[other] = rows[at]!;
      rows[at] = row;
    }
    yield rows.subarray(from, from + step);
  }
}

/**
 * When to stop: the exponentially weighted mean of the inertia has not fallen, by more than a share of it, for
 * some steps. With a share of 0 this is the rule of scikit-learn.
 */
export class Patience {
  private readonly most: number;
  private readonly share: number;
  /** Weight of the newest value. */
  private readonly weight: number;
  private smoothed: number | null = null;
  /** The mean that the next ones must fall below by the share. */
  private mark = Infinity;
  private waited = 0;
  private first = true;

  constructor(most: number, weight: number, share = 0) {
    this.most = most;
    this.share = share;
    this.weight = Math.min(1, weight);
  }

  /** Takes the mean inertia of a batch. That of the first is the start centres' and says nothing. */
  isSpent(inertia: number): boolean {
    if (this.first) {
      this.first = false;
      return false;
    }
    const { smoothed, weight } = this;
    this.smoothed = smoothed === null ? inertia : smoothed + weight * (inertia - smoothed);
    this.waited++;
    if (this.smoothed < this.mark * (1 - this.share)) {
      this.waited = 0;
      this.mark = this.smoothed;
    }
    return this.waited >= this.most;
  }
}
