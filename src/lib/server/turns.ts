import { GibseyError } from '../domain/errors.js';
import type { TurnEvent } from '../domain/turn.js';
import type { Rooms } from './rooms.js';

/**
 * A turn that the server knows of from its first event to its last: it ends when the server stops, is counted, and
 * its error says why it was aborted.
 * @throws RATE_LIMITED when too many are in the making
 */
export function watched(
  start: (signal: AbortSignal) => AsyncIterable<TurnEvent>,
  asked: AbortSignal,
  rooms: Pick<Rooms, 'metrics' | 'clock' | 'inFlight'>,
): AsyncGenerator<TurnEvent> {
  const { signal: stopped, done } = rooms.inFlight.begin();
  const signal = AbortSignal.any([asked, stopped]);
  return ended(counted(start(signal), rooms, signal), done);
}

async function* ended<E>(events: AsyncIterable<E>, done: () => void): AsyncGenerator<E> {
  try {
    yield* events;
  } finally {
    done();
  }
}

async function* counted(
  events: AsyncIterable<TurnEvent>,
  { metrics, clock }: Pick<Rooms, 'metrics' | 'clock'>,
  signal: AbortSignal,
): AsyncGenerator<TurnEvent> {
  const start = clock.monotonic();
  let silent = true;
  let labels = { route: 'none', model: 'none' };
  for await (const event of events) {
    if (event.type === 'meta') labels = { route: event.route, model: event.model };
    if (event.type === 'token' && silent) {
      metrics.firstTokenSeconds.observe((clock.monotonic() - start) / 1000);
      silent = false;
    }
    if (event.type === 'done') {
      metrics.turns.add({ ...labels, model: event.usage.model, outcome: 'done' });
      if (event.creditsLeft !== null) metrics.charged.add();
    }
    if (event.type === 'error') metrics.turns.add({ ...labels, outcome: event.code });
    yield event.type === 'error' ? explained(event, signal) : event;
  }
}

function explained(
  event: Extract<TurnEvent, { type: 'error' }>,
  { aborted, reason }: AbortSignal,
): TurnEvent {
  if (!aborted || !(reason instanceof GibseyError)) return event;
  const { code, message, hint } = reason;
  return { type: 'error', code, message, hint };
}

/**
 * The same events, once the first one is known: a turn that cannot even begin is an error with an HTTP status of
 * its own, not a stream.
 * @throws what an error as the first event says
 */
export async function opened(events: AsyncGenerator<TurnEvent>): Promise<AsyncIterable<TurnEvent>> {
  const first = await events.next();
  if (first.done) throw new GibseyError('INTERNAL', 'A turn ended without an event.');
  if (first.value.type === 'error') {
    await events.return(undefined);
    const { code, message, hint } = first.value;
    throw new GibseyError(code, message, { hint });
  }
  return behind(first.value, events);
}

async function* behind<E>(first: E, rest: AsyncGenerator<E>): AsyncGenerator<E> {
  try {
    yield first;
    yield* rest;
  } finally {
    await rest.return(undefined);
  }
}
