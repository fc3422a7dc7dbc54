import type { Clock } from '../ports/index.js';

/** Stands for a pause in a stream: what has come so far need not wait for more. */
export const IDLE = Symbol('idle');

/** How long a stream must be silent to be taken for idle, ms. */
const LINGER_MS = 200;

/** The items of a stream, and IDLE once whenever nothing has followed an item for a while. */
export async function* lingering<T>(
  items: AsyncIterable<T>,
  clock: Clock,
): AsyncGenerator<T | typeof IDLE> {
  const iterator = items[Symbol.asyncIterator]();
  try {
    let next = iterator.next();
    let told = true;
    for (;;) {
      const first: IteratorResult<T> | typeof IDLE = told ? await next : await firstOf(next, clock);
      told = first === IDLE;
      if (first === IDLE) yield IDLE;
      else if (first.done) return;
      else {
        yield first.value;
        next = iterator.next();
      }
    }
  } finally {
    await iterator.return?.();
  }
}

async function firstOf<T>(next: Promise<T>, clock: Clock): Promise<T | typeof IDLE> {
  const done = new AbortController();
  const idle = (): typeof IDLE => IDLE;
  const pause = clock.sleep(LINGER_MS, done.signal).then(idle, idle);
  try {
    return await Promise.race([next, pause]);
  } finally {
    done.abort();
  }
}
