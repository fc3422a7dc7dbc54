/** Two clusters that may become one. */
export interface Merge {
  cost: number;
  low: number;
  high: number;
  /** Tells whether the clusters have changed since. */
  version: number;
}

/** A binary heap: the cheapest merge first, ties by `low`, then `high`. */
export class MergeQueue {
  private readonly heap: Merge[] = [];

  push(merge: Merge): void {
    const { heap } = this;
    let at = heap.length;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isBefore(merge, heap[parent]!)) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = merge;
  }

  pop(): Merge | null {
    const { heap } = this;
    const top = heap[0];
    const last = heap.pop();
    if (top === undefined || last === undefined) return null;
    if (heap.length > 0) this.sink(last);
    return top;
  }

  private sink(merge: Merge): void {
    const { heap } = this;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child++;
      if (!isBefore(heap[child]!, merge)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = merge;
  }
}

function isBefore(a: Merge, b: Merge): boolean {
  return (a.cost - b.cost || a.low - b.low || a.high - b.high) < 0;
}
