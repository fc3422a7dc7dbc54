import { serverEvents } from './events.js';
import {
  doneEvent,
  failure,
  invalid,
  metaEvent,
  parse,
  parseJson,
  problem,
  quoteReply,
  tokenEvent,
  type SeenQuote,
} from './replies.js';

export interface TimedTurn {
  answer: string;
  quotes: SeenQuote[];
  route: string;
  /** From the question to the first piece of the answer, and to its end, ms. */
  firstTokenMs: number;
  latencyMs: number;
}

/**
 * Reads a turn's events to their end.
 * @param elapsed ms since the question
 * @throws what its error event says; REPLY_INVALID when it is no turn
 */
export async function readTurn(
  body: AsyncIterable<Uint8Array>,
  elapsed: () => number,
): Promise<TimedTurn> {
  const quotes: SeenQuote[] = [];
  let route: string | null = null;
  let firstTokenMs: number | null = null;
  let said = '';
  for await (const { type, data } of serverEvents(body)) {
    const value = parseJson(data, type);
    if (type === 'meta') ({ route } = parse(metaEvent, value, type));
    if (type === 'quote') quotes.push(parse(quoteReply, value, type));
    if (type === 'token') {
      firstTokenMs ??= elapsed();
      said += parse(tokenEvent, value, type).text;
    }
    if (type === 'error') throw failure(parse(problem, value, type));
    if (type !== 'done') continue;
    const latencyMs = elapsed();
    const { answer } = parse(doneEvent, value, type);
    if (route === null) throw invalid('a turn ended that had not begun');
    if (firstTokenMs === null) throw invalid('the answer is empty');
    if (said !== answer) throw invalid('the pieces of the answer are not the answer');
    return { answer, quotes, route, firstTokenMs, latencyMs };
  }
  throw invalid('the stream ended before the answer did');
}
