import type { Clock } from '../../src/lib/ports/index.js';

export interface SteppedClock extends Clock {
  /** Pauses so far, ms. */
  slept: number[];
  /** Lets time pass. */
  step: (ms: number) => void;
}

/** A clock that stands still but for its pauses, which take no time. */
export function steppedClock(start: number): SteppedClock {
  let ms = start;
  const slept: number[] = [];
  return {
    slept,
    step: (more) => void (ms += more),
    now: () => ms,
    monotonic: () => ms - start,
    sleep: async (pause, signal) => {
      signal?.throwIfAborted();
      slept.push(pause);
      ms += pause;
    },
  };
}
