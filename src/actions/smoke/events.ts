import { GibseyError } from '../../lib/domain/errors.js';

/** One server-sent event. */
export interface ServerEvent {
  /** `message` where the server names none. */
  type: string;
  data: string;
}

/** A line or an event beyond this is no answer but a defect, UTF-16 units. */
const MOST = 8_000_000;

/**
 * Reads a text/event-stream that comes in pieces, cut anywhere (HTML Living Standard, 9.2.6 "Interpreting an event
 * stream"). An event that the stream's end cuts off is none. `id` and `retry` matter to those who reconnect: not here.
 */
export class EventParser {
  private rest = '';
  private afterReturn = false;
  private type = '';
  private data: string[] = [];
  private size = 0;

  /**
   * The events that are complete with this piece.
   * @throws REPLY_INVALID when one has no end
   */
  push(piece: string): ServerEvent[] {
    if (piece === '') return [];
    const text = this.afterReturn && piece.startsWith('\n') ? piece.slice(1) : piece;
    this.afterReturn = piece.endsWith('\r');
    const lines = text.split(/\r\n|\n|\r/);
    lines[0] = this.rest + (lines[0] ?? '');
    this.rest = lines.pop() ?? '';
    const events = lines.flatMap((line) => this.line(line));
    if (this.rest.length + this.size > MOST) {
      throw new GibseyError('REPLY_INVALID', 'The server sent an event without an end.');
    }
    return events;
  }

  private line(line: string): ServerEvent[] {
    if (line === '') return this.dispatch();
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') this.type = value;
    if (field === 'data') {
      this.data.push(value);
      this.size += value.length;
    }
    return [];
  }

  private dispatch(): ServerEvent[] {
    const { type, data } = this;
    this.type = '';
    this.data = [];
    this.size = 0;
    return data.length === 0 ? [] : [{ type: type || 'message', data: data.join('\n') }];
  }
}

/** Events of a stream of UTF-8 bytes, as they come. */
export async function* serverEvents(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<ServerEvent> {
  const decoder = new TextDecoder();
  const parser = new EventParser();
  for await (const chunk of bytes) yield* parser.push(decoder.decode(chunk, { stream: true }));
}
