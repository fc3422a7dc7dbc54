import type { Clock } from '../../ports/index.js';
import { CallFailure, StatusError } from './failure.js';

export interface Patience {
  clock: Clock;
  signal: AbortSignal;
  /** What to wait before the next try, ms; null: there is none. `tried` counts from 1. */
  pauseMs: (thrown: unknown, tried: number) => number | null;
}

/**
 * Calls until it works or is given up on.
 * @throws what the last call threw; AbortError when `signal` aborts in a pause
 */
export async function patiently<T>(
  { clock, signal, pauseMs }: Patience,
  call: () => Promise<T>,
): Promise<T> {
  for (let tried = 1; ; tried++) {
    try {
      return await call();
    } catch (thrown) {
      const pause = pauseMs(thrown, tried);
      if (pause === null) throw thrown;
      await clock.sleep(pause, signal);
    }
  }
}

/** Whether the same call may succeed by itself: no connection, a cut one, too slow, overloaded. */
export function mayPass(thrown: unknown): boolean {
  if (!(thrown instanceof CallFailure)) return false;
  if (!(thrown instanceof StatusError)) return thrown.kind === 'cut' || thrown.kind === 'late';
  const { status } = thrown;
  return status === 408 || status === 425 || status === 429 || (status >= 500 && status !== 501);
}

/** Exponential back-off: each pause is twice the one before, ms. */
export const backOff = (firstMs: number, tried: number): number => firstMs * 2 ** (tried - 1);

/** `Retry-After` of a refusal, in seconds or as a date (RFC 9110, 10.2.3), as ms from `now`; null: it has none. */
export function askedPause(thrown: unknown, now: number): number | null {
  const header = thrown instanceof StatusError ? thrown.headers.get('retry-after') : null;
  if (header === null) return null;
  const pause = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isNaN(pause) ? null : Math.max(0, pause);
}
