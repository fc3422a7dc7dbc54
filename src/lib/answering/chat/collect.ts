import { GibseyError } from '../../domain/errors.js';
import type { Quote } from '../../domain/quote.js';
import type { TurnEvent } from '../../domain/turn.js';

type Meta = Omit<Extract<TurnEvent, { type: 'meta' }>, 'type' | 'model'>;
type Done = Omit<Extract<TurnEvent, { type: 'done' }>, 'type'>;

/** A whole turn as one value. */
export type CollectedTurn = Meta & Done & { quotes: Quote[] };

/**
 * Reads a turn to its end.
 * @throws what its error event says
 */
export async function collect(events: AsyncIterable<TurnEvent>): Promise<CollectedTurn> {
  const quotes: Quote[] = [];
  let meta: Meta | null = null;
  for await (const event of events) {
    switch (event.type) {
      case 'meta': {
        const { requestId, sessionId, charId, name, colour, route } = event;
        meta = { requestId, sessionId, charId, name, colour, route };
        break;
      }
      case 'quote':
        quotes.push(event.quote);
        break;
      case 'token':
        break;
      case 'done': {
        const { answer, usage, latencyMs, creditsLeft } = event;
        if (meta) return { ...meta, answer, usage, latencyMs, creditsLeft, quotes };
        break;
      }
      case 'error':
        throw new GibseyError(event.code, event.message, { hint: event.hint });
    }
  }
  throw new GibseyError('INTERNAL', 'A turn ended without an answer.');
}
