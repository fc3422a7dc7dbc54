import { setImmediate as turn } from 'node:timers/promises';
import type { Clock } from '../../ports/index.js';

/** Work that never waits gives way after so long, ms. */
const STRETCH_MS = 50;

/**
 * Lets signals and timers in between two steps of work that never waits by itself: a file that is read whole,
 * and parsed for seconds, would be deaf to Ctrl-C.
 */
export class Pace {
  private since: number;
  private readonly clock: Pick<Clock, 'monotonic'>;
  private readonly signal: AbortSignal;

  constructor(clock: Pick<Clock, 'monotonic'>, signal: AbortSignal) {
    this.clock = clock;
    this.signal = signal;
    this.since = clock.monotonic();
  }

  /** Whether it is time for a `turn`. */
  due(): boolean {
    return this.clock.monotonic() - this.since >= STRETCH_MS;
  }

  /** A turn of the event loop. @throws what `signal` was aborted with */
  async turn(): Promise<void> {
    await turn();
    this.signal.throwIfAborted();
    this.since = this.clock.monotonic();
  }

  /** Takes all steps of a piece of work, with turns in between. */
  async through<T>(steps: Iterator<unknown, T>): Promise<T> {
    let step = steps.next();
    for (; !step.done; step = steps.next()) if (this.due()) await this.turn();
    return step.value;
  }
}
