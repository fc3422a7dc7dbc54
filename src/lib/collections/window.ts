import type { Clock, DayWindow } from '../ports/index.js';

const DAY_MS = 86_400_000;

/** When the window of `days` before now begins, epoch ms. */
export const windowStart = (clock: Pick<Clock, 'now'>, days: number): number =>
  clock.now() - days * DAY_MS;

const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** The day before that of now, in UTC: the last one that is over. */
export const yesterday = (clock: Pick<Clock, 'now'>): string => dayOf(clock.now() - DAY_MS);

/** Days of a window in ascending order. */
export function daysIn({ from, to }: DayWindow): string[] {
  const days: string[] = [];
  for (let at = Date.parse(from); at <= Date.parse(to); at += DAY_MS) days.push(dayOf(at));
  return days;
}

/** When a day is over, epoch ms. */
export const endOf = (day: string): number => Date.parse(day) + DAY_MS;
