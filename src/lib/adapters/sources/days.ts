import { GibseyError } from '../../domain/errors.js';
import type { DayWindow } from '../../ports/index.js';

const DAY_MS = 24 * 60 * 60 * 1000;

/** A stretch of time, epoch seconds, without its end. */
export interface Stretch {
  from: number;
  until: number;
}

/** Days of the window in ascending order, none after that of `now`. @throws USAGE */
export async function* daysOf(
  { from, to }: DayWindow,
  now: number,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const last = Math.min(startOf(to), now);
  for (let at = startOf(from); at <= last; at += DAY_MS) {
    signal.throwIfAborted();
    yield dayOf(at);
  }
}

/** The day of a moment, `YYYY-MM-DD` in UTC. */
export const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** A day in seconds. @throws USAGE when it is none */
export function stretchOf(day: string): Stretch {
  const from = startOf(day) / 1000;
  return { from, until: from + DAY_MS / 1000 };
}

function startOf(day: string): number {
  const start = /^\d{4}-\d\d-\d\d$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : NaN;
  if (!Number.isNaN(start) && dayOf(start) === day) return start;
  throw new GibseyError('USAGE', `${day} is no day.`, { hint: 'give it as YYYY-MM-DD' });
}

/**
 * The parts of a stretch, in order, for a service that tells no more than its first hits: one that overflows is halved
 * until it does not, or is a second long.
 */
export async function* splitInTime<T extends { overflows: boolean }>(
  whole: Stretch,
  ask: (part: Stretch) => Promise<T>,
): AsyncGenerator<T & Stretch> {
  const open = whole.from < whole.until ? [whole] : [];
  for (let part = open.pop(); part; part = open.pop()) {
    const found = await ask(part);
    const middle = Math.floor((part.from + part.until) / 2);
    if (!found.overflows || middle === part.from) yield { ...found, ...part };
    else open.push({ from: middle, until: part.until }, { from: part.from, until: middle });
  }
}
