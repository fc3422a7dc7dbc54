import type { Clock } from '../../../ports/index.js';

export interface RestOptions {
  /** `…/v2/keyspaces/KEYSPACE/TABLE`, or `KEYSPACE/TABLE` at the gateway `base`. */
  target: string;
  /** Address of the gateway, e.g. `http://127.0.0.1:8082`. */
  base?: string;
  /** Sent as `X-Cassandra-Token`. */
  token?: string;
  /** The `source` of the pages; default: `KEYSPACE/TABLE`. */
  name?: string;
  /** Rows a reply. */
  pageSize: number;
  /** Longest wait for one reply with its body, ms. */
  timeoutMs: number;
  clock: Clock;
}

/** Tries of one request, the first included. */
export const TRIES = 5;
/** Pause before the second try, ms; each pause is twice the one before. */
export const BACKOFF_MS = 500;
/** Longest pause, whatever the gateway asks for, ms. */
export const LONGEST_PAUSE_MS = 60_000;
/** Largest reply, bytes. */
export const REPLY_BYTES = 64 * 2 ** 20;
