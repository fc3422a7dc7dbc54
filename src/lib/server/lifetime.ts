import type { FastifyReply } from 'fastify';
import { GibseyError } from '../domain/errors.js';
import type { Clock } from '../ports/index.js';

/** Aborts when whoever asked has gone before the end of the reply, and after `limitMs`. */
export function lifetimeOf({ raw }: FastifyReply, limitMs: number, clock: Clock): AbortSignal {
  const life = new AbortController();
  const over = new AbortController();
  raw.once('close', () => {
    over.abort();
    if (!raw.writableFinished) life.abort(gone());
  });
  clock.sleep(limitMs, over.signal).then(
    () => life.abort(late(limitMs)),
    () => undefined, // the reply has ended
  );
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

const gone = () => new GibseyError('INTERRUPTED', 'Whoever asked has gone.');

const late = (ms: number) =>
  new GibseyError('SERVICE_UNREACHABLE', `There was no reply within ${ms} ms.`, {
    hint: 'ask again; GET /health says how the server is',
  });
