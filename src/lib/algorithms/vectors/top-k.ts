/** Indices of the k greatest scores, greatest first, ties to the lower index: one pass with a heap of k. */
export function topK(scores: ArrayLike<number>, k: number): number[] {
  const heap: number[] = [];
  const worse = (a: number, b: number) => {
    const difference = scores[a]! - scores[b]!;
    return difference === 0 ? a > b : difference < 0;
  };
  const most = Math.min(k, scores.length);
  for (let i = 0; i < most; i++) {
    heap.push(i);
    rise(heap, worse);
  }
  if (most === 0) return heap;
  let least = scores[heap[0]!]!;
  for (let i = most; i < scores.length; i++) {
    if (!(scores[i]! > least)) continue;
    heap[0] = i;
    sink(heap, worse);
    least = scores[heap[0]]!;
  }
  return heap.sort((a, b) => (worse(b, a) ? -1 : 1));
}

type Worse = (a: number, b: number) => boolean;

function rise(heap: number[], worse: Worse): void {
  let at = heap.length - 1;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (!worse(heap[at]!, heap[parent]!)) return;
    swap(heap, at, parent);
    at = parent;
  }
}

function sink(heap: number[], worse: Worse): void {
  let at = 0;
  for (;;) {
    const left = 2 * at + 1;
    let child = left;
    if (left + 1 < heap.length && worse(heap[left + 1]!, heap[left]!)) child = left + 1;
    if (child >= heap.length || !worse(heap[child]!, heap[at]!)) return;
    swap(heap, at, child);
    at = child;
  }
}

function swap(heap: number[], a: number, b: number): void {
  [heap[a], heap[b]] = [heap[b]!, heap[a]!];
}
