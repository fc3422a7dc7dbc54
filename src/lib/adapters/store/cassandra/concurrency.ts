import { setTimeout as delay } from 'node:timers/promises';
import { GibseyError } from '../../../domain/errors.js';

/** Requests of one call that are on the way at once: enough to fill a node, few enough not to swamp it. */
export const IN_FLIGHT = 32;

/** `work` for every item, at most `IN_FLIGHT` at once, results in order. After a failure nothing new begins. */
export async function inParallel<T, R>(
  items: readonly T[],
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = new Array<R>(items.length);
  let next = 0;
  let failed = false;
  const lane = async () => {
    while (next < items.length && !failed) {
      const at = next++;
      try {
        results[at] = await work(items[at] as T);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  const lanes = Array.from({ length: Math.min(IN_FLIGHT, items.length) }, lane);
  const outcomes = await Promise.allSettled(lanes);
  const failure = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failure) throw failure.reason;
  return results;
}

export const AGAIN = Symbol('try again');
const ATTEMPTS = 60;
const LONGEST_PAUSE_MS = 500;

/**
 * Repeats an optimistic attempt (read, decide, compare-and-set) until it decides something. Pauses grow and are
 * random, so that rivals do not meet again.
 * @throws STORE_UNREACHABLE after `attempts`, by default some 15 s of pauses
 */
export async function contend<T>(
  what: string,
  attempt: () => Promise<T | typeof AGAIN>,
  attempts = ATTEMPTS,
): Promise<T> {
  for (let tries = 0; tries < attempts; tries++) {
    const result = await attempt();
    if (result !== AGAIN) return result;
    await delay(Math.random() * Math.min(LONGEST_PAUSE_MS, 10 * 2 ** Math.min(tries, 10)));
  }
  const message = `Cassandra could not settle who writes ${what} in ${attempts} attempts.`;
  throw new GibseyError('STORE_UNREACHABLE', message, { hint: 'run the same command again' });
}

/** Lets calls with the same key through one after another: rivals within one process need no Paxos rounds. */
export function turnstile(): <T>(key: string, work: () => Promise<T>) => Promise<T> {
  const last = new Map<string, Promise<unknown>>();
  return async (key, work) => {
    const turn = (last.get(key) ?? Promise.resolve()).then(work, work);
    const settled = turn.catch(() => undefined);
    last.set(key, settled);
    try {
      return await turn;
    } finally {
      if (last.get(key) === settled) last.delete(key);
    }
  };
}
