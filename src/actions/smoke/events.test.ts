import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventParser, serverEvents, type ServerEvent } from './events.js';

const parse = (text: string) => new EventParser().push(text);

async function inPieces(bytes: Uint8Array, cuts: readonly number[]): Promise<ServerEvent[]> {
  const at = [0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort(
    (a, b) => a - b,
  );
  async function* pieces() {
    for (let i = 1; i < at.length; i++) yield bytes.subarray(at[i - 1], at[i]);
  }
  const events: ServerEvent[] = [];
  for await (const event of serverEvents(pieces())) events.push(event);
  return events;
}

describe('EventParser', () => {
  it.each<[string, string, ServerEvent[]]>([
    ['one event', 'event: a\ndata: b\n\n', [{ type: 'a', data: 'b' }]],
    ['no type', 'data: b\n\n', [{ type: 'message', data: 'b' }]],
    ['several lines of data', 'data: b\ndata\ndata:c\n\n', [{ type: 'message', data: 'b\n\nc' }]],
    ['comments', ': hush\ndata: b\n: hush\n\n: hush\n\n', [{ type: 'message', data: 'b' }]],
    ['one space only', 'data:  b \n\n', [{ type: 'message', data: ' b ' }]],
    ['a colon in the data', 'data: {"a":1}\n\n', [{ type: 'message', data: '{"a":1}' }]],
    ['no data', 'event: a\n\n', []],
    ['a type is of one event', 'event: a\n\ndata: b\n\n', [{ type: 'message', data: 'b' }]],
    ['other fields', 'id: 1\nretry: 2\nfoo: 3\ndata: b\n\n', [{ type: 'message', data: 'b' }]],
    ['an end that is missing', 'data: b\n\ndata: c\n', [{ type: 'message', data: 'b' }]],
    ['CRLF', 'event: a\r\ndata: b\r\n\r\n', [{ type: 'a', data: 'b' }]],
    ['CR', 'event: a\rdata: b\r\r', [{ type: 'a', data: 'b' }]],
  ])('%s', (_, text, events) => expect(parse(text)).toEqual(events));

  it('refuses an event without an end', () => {
    const parser = new EventParser();
    const endless = () => {
      for (let i = 0; i < 20; i++) parser.push('x'.repeat(1_000_000));
    };
    expect(endless).toThrow(/without an end/);
    const lines = new EventParser();
    const heap = () => {
      for (let i = 0; i < 20; i++) lines.push(`data: ${'x'.repeat(1_000_000)}\n`);
    };
    expect(heap).toThrow(/without an end/);
  });

  it('reads what was written, with any line ends, cut anywhere', async () => {
    const line = fc.string({ unit: 'binary' }).map((text) => text.replace(/[\r\n]/g, '¶'));
    const event = fc.record({ type: line.filter((type) => type !== ''), data: line });
    await fc.assert(
      fc.asyncProperty(
        fc.array(event),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.array(fc.nat()),
        async (events, end, cuts) => {
          const text = events.map(({ type, data }) =>
            [`event: ${type}`, ': beat', `data: ${data}`, '', ''].join(end),
          );
          const bytes = new TextEncoder().encode(text.join(''));
          expect(await inPieces(bytes, cuts)).toEqual(
            events.map(({ type, data }) => ({ type: wellFormed(type), data: wellFormed(data) })),
          );
        },
      ),
    );
  });

  it('makes the same of any bytes, however they are cut', async () => {
    const soup = fc
      .array(fc.constantFrom('data', 'event', ':', ' ', '\r', '\n', '\r\n', 'é', '{"a":1}', '\0'))
      .map((parts) => new TextEncoder().encode(parts.join('')));
    await fc.assert(
      fc.asyncProperty(soup, fc.array(fc.nat()), async (bytes, cuts) => {
        expect(await inPieces(bytes, cuts)).toEqual(await inPieces(bytes, []));
      }),
    );
  });
});

/** What UTF-8 makes of half a surrogate pair. */
const wellFormed = (text: string) =>
  new TextDecoder('utf-8', { ignoreBOM: true }).decode(new TextEncoder().encode(text));
