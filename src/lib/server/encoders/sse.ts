import { PassThrough } from 'node:stream';
import { once } from 'node:events';
import { cacheJson, quoteJson } from '../../answering/chat/collect.js';
import { redact } from '../../config/redact.js';
import type { TurnEvent } from '../../domain/turn.js';
import type { Clock } from '../../ports/index.js';
import { Encoded } from '../operation.js';

export const EVENT_STREAM = 'text/event-stream; charset=utf-8';

/**
 * One event of a turn in the format of server-sent events (HTML Living Standard, 9.2). JSON has no line breaks, so
 * one `data` line is enough.
 */
export function sse(event: TurnEvent): string {
  return `event: ${event.type}\ndata: ${JSON.stringify(dataOf(event))}\n\n`;
}

function dataOf(event: TurnEvent): object {
  switch (event.type) {
    case 'meta': {
      const { requestId, sessionId, charId, name, colour, route, model, cultural } = event;
      const ids = { request_id: requestId, session_id: sessionId, char_id: charId };
      return { ...ids, name, colour, route, model, cultural, cache: cacheJson(event) };
    }
    case 'quote':
      return { index: event.index, ...quoteJson(event.quote) };
    case 'token':
      return { text: event.text };
    case 'done': {
      const { model, promptTokens, completionTokens } = event.usage;
      return {
        answer: event.answer,
        answered: event.answered,
        nearest: event.nearest.map(quoteJson),
        usage: { model, prompt_tokens: promptTokens, completion_tokens: completionTokens },
        latency_ms: Math.round(event.latencyMs),
        credits_left: event.creditsLeft,
      };
    }
    case 'error':
      return { code: event.code, message: redact(event.message), hint: redact(event.hint) };
  }
}

export interface StreamOptions {
  clock: Clock;
  heartbeatMs: number;
}

/** A reply that writes each event when it comes, and a comment whenever nothing came for `heartbeatMs`. */
export function eventStream<E>(
  events: AsyncIterable<E>,
  encode: (event: E) => string,
  options: StreamOptions,
): Encoded {
  const out = new PassThrough();
  void pump(events, encode, out, options).catch((thrown: unknown) =>
    out.destroy(thrown instanceof Error ? thrown : new Error(String(thrown))),
  );
  return new Encoded(EVENT_STREAM, out);
}

/** Reads to the end even when nobody listens any more: the end is where a turn that failed is refunded. */
async function pump<E>(
  events: AsyncIterable<E>,
  encode: (event: E) => string,
  out: PassThrough,
  { clock, heartbeatMs }: StreamOptions,
): Promise<void> {
  let last = clock.monotonic();
  const write = (text: string) => {
    last = clock.monotonic();
    return out.destroyed || out.write(text);
  };
  const over = new AbortController();
  void beat();
  try {
    for await (const event of events) {
      if (!write(encode(event))) await drained(out);
    }
  } finally {
    over.abort();
    out.end();
  }

  async function beat(): Promise<void> {
    const rested = () =>
      clock.sleep(heartbeatMs, over.signal).then(
        () => true,
        () => false,
      );
    while (await rested()) {
      if (clock.monotonic() - last >= heartbeatMs) write(': still here\n\n');
    }
  }
}

/** Until there is room again, or nobody left to write to. */
async function drained(out: PassThrough): Promise<void> {
  const over = new AbortController();
  const { signal } = over;
  await Promise.race([once(out, 'drain', { signal }), once(out, 'close', { signal })]).catch(
    () => undefined,
  );
  over.abort();
}
