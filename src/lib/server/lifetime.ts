import type { FastifyReply } from 'fastify';
import { GibseyError } from '../domain/errors.js';
import type { Clock } from '../ports/index.js';
import { gone } from './log.js';

/** Time for the last words of a reply to be read. */
const LAST_WORDS_MS = 5_000;

/**
 * Aborts when whoever asked has gone before the end of the reply, and after `limitMs`. A connection that nobody reads
 * from is cut soon after: it would keep its turn from ending.
 */
export function lifetimeOf({ raw }: FastifyReply, limitMs: number, clock: Clock): AbortSignal {
  const life = new AbortController();
  const over = new AbortController();
  raw.once('close', () => {
    over.abort();
    if (!raw.writableFinished) life.abort(gone());
  });
  const expire = async () => {
    await clock.sleep(limitMs, over.signal);
    life.abort(late(limitMs));
    await clock.sleep(LAST_WORDS_MS, over.signal);
    raw.destroy();
  };
  void expire().catch(() => undefined); // the reply has ended
  return life.signal;
}

/** What a promise gives, unless the signal aborts first. */
export async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  const heard = new AbortController();
  const aborted = new Promise<never>((_resolve, reject) => {
    const tell = () => reject(signal.reason instanceof Error ? signal.reason : gone());
    signal.addEventListener('abort', tell, { once: true, signal: heard.signal });
  });
  return Promise.race([work, aborted]).finally(() => heard.abort());
}

const late = (ms: number) =>
  new GibseyError('SERVICE_UNREACHABLE', `There was no reply within ${ms} ms.`, {
    hint: 'ask again; GET /health says how the server is',
  });
