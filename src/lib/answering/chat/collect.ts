import { GibseyError } from '../../domain/errors.js';
import type { Quote } from '../../domain/quote.js';
import type { TurnEvent } from '../../domain/turn.js';

type Event<T extends TurnEvent['type']> = Extract<TurnEvent, { type: T }>;

/** A whole turn as one JSON document. */
export type TurnJson = ReturnType<typeof turnJson>;

/**
 * Reads a turn to its end.
 * @throws what its error event says
 */
export async function collect(events: AsyncIterable<TurnEvent>): Promise<TurnJson> {
  const quotes: Quote[] = [];
  let meta: Event<'meta'> | null = null;
  for await (const event of events) {
    if (event.type === 'meta') meta = event;
    else if (event.type === 'quote') quotes.push(event.quote);
    else if (event.type === 'done' && meta) return turnJson(meta, quotes, event);
    else if (event.type === 'error') {
      throw new GibseyError(event.code, event.message, { hint: event.hint });
    }
  }
  throw new GibseyError('INTERNAL', 'A turn ended without an answer.');
}

function turnJson(meta: Event<'meta'>, quotes: readonly Quote[], done: Event<'done'>) {
  const { model, promptTokens, completionTokens } = done.usage;
  return {
    answer: done.answer,
    answered: done.answered,
    nearest: done.nearest.map(quoteJson),
    quotes: quotes.map(quoteJson),
    route: meta.route,
    model,
    cache: cacheJson(meta),
    cultural: meta.cultural,
    credits_left: done.creditsLeft,
    latency_ms: done.latencyMs,
    request_id: meta.requestId,
    session_id: meta.sessionId,
    character: { char_id: meta.charId, name: meta.name, colour: meta.colour },
    usage: { prompt_tokens: promptTokens, completion_tokens: completionTokens },
  };
}

/** Which prepared answer was served, if any was. */
export const cacheJson = ({ prepared }: Pick<Event<'meta'>, 'prepared'>) => ({
  hit: prepared !== undefined,
  answer_id: prepared?.answerId ?? null,
  cluster_id: prepared?.clusterId ?? null,
  references: prepared?.references ?? [],
});

/** A quote as it stands in every JSON document. */
export const quoteJson = ({ pageId, ...quote }: Quote) => ({
  text: quote.text,
  page_id: pageId,
  title: quote.title,
  chapter: quote.chapter,
  position: quote.position,
  start: quote.start,
  end: quote.end,
  score: quote.score,
  context: quote.context,
});
