import type { Clock } from '../../../ports/index.js';

export interface TodoistOptions {
  /** Address of the service, e.g. `https://api.todoist.com`. */
  url: string;
  /** Of all users together. */
  callsPerMinute: number;
  clock: Clock;
  timeoutMs?: number | undefined;
}

/** Longest reply: a user with more tasks than fit is refused alone, bytes. */
export const REPLY_BYTES = 16 * 2 ** 20;
export const WINDOW_MS = 60_000;
