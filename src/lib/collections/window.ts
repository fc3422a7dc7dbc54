import type { Clock } from '../ports/index.js';

const DAY_MS = 86_400_000;

/** When the window of `days` before now begins, epoch ms. */
export const windowStart = (clock: Pick<Clock, 'now'>, days: number): number =>
  clock.now() - days * DAY_MS;
