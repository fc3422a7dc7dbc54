import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { serving, type Serving } from '../../../test/support/serving.js';
import { systemClock } from '../adapters/clock/system.js';
import type { Chat } from '../answering/chat/turn.js';
import type { TurnEvent } from '../domain/turn.js';

const TIMEOUT_MS = 300;
const HOST = 'Host: 127.0.0.1\r\n';
const POST = `POST /api/chat HTTP/1.1\r\n${HOST}Content-Type: application/json\r\n`;
const HEALTH = `GET /health HTTP/1.1\r\n${HOST}\r\n`;
const HALF = `${POST}Content-Length: 100\r\n\r\n{"question":`;
const BODY = JSON.stringify({ question: 'Who?', stream: true });
const STREAM = `${POST}Content-Length: ${BODY.length}\r\n\r\n${BODY}`;
const META: TurnEvent = {
  ...{ type: 'meta', requestId: 'r', sessionId: null, charId: 'ann', name: 'Ann' },
  ...{ colour: '#fff', route: 'knowledge', model: 'm', cultural: [] },
};

/** A word at once, the rest when the test says so; it ends when the asker has gone. */
function slowChat() {
  let go = () => undefined as void;
  const gate = new Promise<void>((open) => (go = open));
  let running = 0;
  const chat: Chat = {
    async *turn(_question, _who, signal): AsyncGenerator<TurnEvent> {
      running++;
      try {
        yield META;
        yield { type: 'token', text: 'One.' };
        const left = new Promise<void>((end) => signal.addEventListener('abort', () => end()));
        await Promise.race([gate, left]);
        yield { type: 'error', code: 'INTERRUPTED', message: 'That is all.', hint: 'none' };
      } finally {
        running--;
      }
    },
    characters: async () => [],
  };
  return { chat, go: () => go(), running: () => running };
}

async function listening(options: Parameters<typeof serving>[0]) {
  const server = await serving(options);
  await server.http.listen({ port: 0, host: '127.0.0.1' });
  const address = server.http.server.address();
  return { server, port: typeof address === 'object' ? (address?.port ?? 0) : 0 };
}

/** A connection that has sent these bytes; `text` grows. */
async function open(port: number, bytes: string) {
  const it = { text: '', socket: undefined as unknown as Socket, closed: Promise.resolve() };
  it.socket = connect(port, '127.0.0.1');
  it.socket.on('data', (data) => (it.text += data.toString()));
  it.socket.on('error', () => undefined); // reset, by either side
  it.closed = new Promise((resolve) => it.socket.on('close', () => resolve()));
  await new Promise((resolve) => it.socket.once('connect', resolve));
  if (bytes !== '') await new Promise((resolve) => it.socket.write(bytes, resolve));
  return it;
}

describe('a connection that brings no whole request', () => {
  let server: Serving;
  let port: number;
  const slow = slowChat();
  beforeAll(async () => {
    const settings = { requestTimeoutMs: TIMEOUT_MS, bodyBytes: 2_000 };
    ({ server, port } = await listening({ chat: slow.chat, settings }));
  });
  afterAll(() => server.close());
  beforeEach(() => void server.lines.splice(0));

  const told = () => server.lines.filter(({ event }) => event !== 'ready');
  const toldOnce = async (line: object) => {
    await vi.waitFor(() => expect(told()).toHaveLength(1), 10_000);
    expect(told()).toEqual([expect.objectContaining(line)]);
  };
  const statuses = (text: string) => [...text.matchAll(/^HTTP\/1\.1 (\d+)/gm)].map(([, s]) => s);

  const chunked = `${POST}Transfer-Encoding: chunked\r\n\r\n`;
  const cases: [what: string, bytes: string, status: number, code: string, reason: string][] = [
    [
      'has a strange method',
      'FROB / HTTP/1.1\r\nHost: x\r\n\r\n',
      405,
      'METHOD_NOT_ALLOWED',
      'no method',
    ],
    ['is not HTTP', 'NOT HTTP AT ALL\r\n\r\n', 400, 'REQUEST_MALFORMED', 'Invalid method'],
    ['never ends its headers', 'GET / HTTP/1.1\r\nX: y\r\n', 408, 'REQUEST_TIMEOUT', 'in time'],
    ['never ends its body', HALF, 408, 'REQUEST_TIMEOUT', 'in time'],
    [
      ...([
        'has endless headers',
        `GET / HTTP/1.1\r\n${HOST}X: ${'y'.repeat(40_000)}\r\n`,
      ] as const),
      ...([431, 'HEADERS_TOO_LARGE', 'headers are longer'] as const),
    ],
    [
      ...([
        'has many headers',
        `GET / HTTP/1.1\r\n${HOST}${'X: yyyyyyyy\r\n'.repeat(3_000)}`,
      ] as const),
      ...([431, 'HEADERS_TOO_LARGE', 'headers are longer'] as const),
    ],
    ['breaks its chunks', `${chunked}zz\r\n`, 400, 'REQUEST_MALFORMED', 'chunk size'],
    [
      ...(['extends a chunk for ever', `${chunked}1;${'x'.repeat(20_000)}`] as const),
      ...([413, 'REQUEST_TOO_LARGE', 'extensions of a chunk'] as const),
    ],
    [
      ...(['sends more than is read', `${chunked}bb8\r\n${'x'.repeat(3_000)}\r\n`] as const),
      ...([413, 'REQUEST_TOO_LARGE', 'longer than the server reads'] as const),
    ],
    [
      ...([
        'has two lengths',
        `${POST}Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0`,
      ] as const),
      ...([400, 'REQUEST_MALFORMED', 'Content-Length'] as const),
    ],
    [
      ...(['has two names', `GET /health HTTP/1.1\r\n${HOST}Host: evil.example\r\n\r\n`] as const),
      ...([400, 'REQUEST_MALFORMED', 'one Host header'] as const),
    ],
    ['has no name', 'GET /health HTTP/1.1\r\n\r\n', 400, 'REQUEST_MALFORMED', 'one Host header'],
  ];
  it.each(cases)('%s', async (_what, bytes, status, code, reason) => {
    const it = await open(port, bytes);
    await vi.waitFor(() => expect(it.text).toContain('\r\n\r\n{'), 10_000);
    it.socket.end();
    await it.closed;
    expect(statuses(it.text)).toEqual([String(status)]);
    const [, body = ''] = it.text.split('\r\n\r\n');
    const { error } = JSON.parse(body) as { error: Record<string, string> };
    expect(error).toMatchObject({ code, message: expect.stringContaining(reason) as string });
    await toldOnce({ status, code, reason: error.message });
  });

  it.each([
    ['headers', 'GET /health HTTP/1.1\r\nHo'],
    ['body', HALF],
  ])('closes its half in its %s', async (_where, bytes) => {
    const it = await open(port, bytes);
    it.socket.end();
    await it.closed;
    await toldOnce({ status: 400, reason: 'The request ends in the middle.' });
  });

  it.each([
    ['headers', 'GET /health HTTP/1.1\r\nHo'],
    ['body', HALF],
  ])('is reset in its %s', async (_where, bytes) => {
    const { socket } = await open(port, bytes);
    await systemClock.sleep(50); // so that the bytes arrive before the reset
    socket.resetAndDestroy();
    await toldOnce({ status: 499, code: 'INTERRUPTED' });
  });

  it('is reset before it says anything: that is nothing to tell', async () => {
    const { socket } = await open(port, '');
    await systemClock.sleep(50);
    socket.resetAndDestroy();
    await systemClock.sleep(200);
    expect(told()).toEqual([]);
  });

  it.each(['resetAndDestroy', 'end'] as const)('leaves in mid-stream (%s)', async (how) => {
    const it = await open(port, STREAM);
    await vi.waitFor(() => expect(slow.running()).toBe(1), 10_000);
    it.socket[how]();
    await it.closed;
    await vi.waitFor(() => expect(slow.running()).toBe(0), 10_000);
    await toldOnce({ status: 200, code: 'INTERRUPTED', reason: 'Whoever asked has gone.' });
  });

  it('is gone before its request is looked at', async () => {
    const cut = (request: { socket: Socket }) => void request.socket.destroy();
    server.http.server.prependOnceListener('request', cut);
    const { closed } = await open(port, `GET /account HTTP/1.1\r\n${HOST}\r\n`);
    await closed;
    await toldOnce({ status: 499, code: 'INTERRUPTED' });
  });

  it('brings garbage behind a good request: that one is answered first', async () => {
    const it = await open(port, `${HEALTH}GARBAGE\r\n\r\nMORE\r\n\r\n`);
    await it.closed;
    expect(it.socket.destroyed).toBe(true);
    expect(statuses(it.text.replaceAll('}HTTP', '}\r\nHTTP'))).toEqual(['200', '400']);
    expect(told().map(({ event, status }) => [event, status])).toEqual(
      expect.arrayContaining([
        ['request', 200],
        ['refused', 400],
      ]),
    );
    expect(told()).toHaveLength(2);
  });

  it('does not spoil a stream that is under way on it', async () => {
    const it = await open(port, `${STREAM}GARBAGE\r\n\r\n`);
    await vi.waitFor(() => expect(it.text).toContain('One.'), 10_000);
    await systemClock.sleep(50);
    slow.go();
    await it.closed;
    expect(it.text).toMatch(/^HTTP\/1\.1 200[^]*That is all\.[^]*HTTP\/1\.1 400/);
  });

  it('expects what nobody knows: the request is taken all the same', async () => {
    const asked = `GET /health HTTP/1.1\r\n${HOST}Expect: a miracle\r\nConnection: close\r\n\r\n`;
    const it = await open(port, asked);
    await it.closed;
    expect(statuses(it.text)).toEqual(['200']);
  });

  it('leaves a server that answers, and no defect', async () => {
    const many = await Promise.all(
      Array.from({ length: 40 }, (_, i) => open(port, STREAM.slice(0, (i * STREAM.length) / 40))),
    );
    many.forEach(({ socket }, i) => (i % 2 ? socket.resetAndDestroy() : socket.end()));
    await Promise.all(many.map(({ closed }) => closed));
    expect((await server.call({ url: '/health' })).statusCode).toBe(200);
    expect(told().filter(({ event }) => event === 'defect')).toEqual([]);
  });
});

describe('a reader who does not read', () => {
  it('keeps no turn from ending', { timeout: 120_000 }, async () => {
    let running = 0;
    const chat: Chat = {
      async *turn(): AsyncGenerator<TurnEvent> {
        running++;
        try {
          yield META;
          for (let i = 0; i < 1_000; i++) yield { type: 'token', text: 'x'.repeat(100_000) };
        } finally {
          running--;
        }
      },
      characters: async () => [],
    };
    const { server, port } = await listening({ chat, settings: { turnTimeoutMs: 200 } });
    const { socket } = await open(port, '');
    socket.pause();
    socket.write(STREAM);
    await vi.waitFor(() => expect(running).toBe(1), 10_000);
    await vi.waitFor(() => expect(running).toBe(0), 60_000);
    expect(server.rooms.inFlight.size).toBe(0);
    socket.destroy();
    await server.close();
  });
});
