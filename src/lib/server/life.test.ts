/** A server over its life: what opens late, who leaves early, and how it ends. Chats here are as slow as it takes. */
import { request } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import {
  PAGES,
  serving,
  type Serving,
  type ServingOptions,
} from '../../../test/support/serving.js';
import { temporaryStore } from '../../../test/support/store.js';
import { systemClock } from '../adapters/clock/system.js';
import type { Chat } from '../answering/chat/turn.js';
import { GibseyError } from '../domain/errors.js';
import type { TurnEvent } from '../domain/turn.js';
import { openServer } from './server.js';

const META: TurnEvent = {
  type: 'meta',
  requestId: 'r',
  sessionId: null,
  charId: 'c',
  name: 'C',
  colour: '#000000',
  route: 'knowledge',
  model: 'slow',
  cultural: [],
};
const usage = { model: 'slow', promptTokens: 0, completionTokens: 0 };
const DONE: TurnEvent = {
  ...{ type: 'done', answer: 'One.', answered: true, nearest: [] },
  ...{ usage, latencyMs: 1, creditsLeft: 9 },
};

/** Begins, waits for `go` or for the signal, then ends; `ends` gets how. */
function slowChat() {
  const ends: string[] = [];
  let go = () => undefined as void;
  const told = new Promise<void>((resolve) => (go = resolve));
  const chat: Chat = {
    characters: () => Promise.resolve([]),
    async *turn(_question, _who, signal) {
      try {
        yield META;
        yield { type: 'token', text: 'One.' };
        const aborted = new Promise((resolve) => signal.addEventListener('abort', resolve));
        await Promise.race([told, aborted]);
        if (!signal.aborted) yield DONE;
        else yield { type: 'error', code: 'INTERRUPTED', message: 'Stopped.', hint: 'ask again' };
      } finally {
        ends.push(signal.aborted ? 'refunded' : 'done');
      }
    },
  };
  return { chat, ends, go };
}

const open: Serving[] = [];
async function started(options: ServingOptions) {
  const server = await serving(options);
  open.push(server);
  await server.http.listen({ port: 0, host: '127.0.0.1' });
  const address = server.http.server.address();
  return { server, port: typeof address === 'object' ? (address?.port ?? 0) : 0 };
}
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

/** Asks over a socket of its own; `text` grows. */
function ask(port: number, stream = true) {
  const answer = {
    text: '',
    status: 0,
    leave: () => void asked.destroy(),
    ended: Promise.resolve(),
  };
  const asked = request({
    port,
    host: '127.0.0.1',
    method: 'POST',
    path: '/api/chat',
    agent: false,
    headers: { 'content-type': 'application/json' },
  });
  answer.ended = new Promise((resolve) => {
    asked.on('response', (response) => {
      answer.status = response.statusCode ?? 0;
      response.on('data', (data: Buffer) => (answer.text += data.toString()));
      response.on('close', resolve);
    });
    asked.on('error', () => resolve());
  });
  asked.end(JSON.stringify({ question: 'Who?', stream }));
  return answer;
}

const until = async (holds: () => boolean) => {
  while (!holds()) await systemClock.sleep(5);
};

describe('a reader who leaves', () => {
  it.each([true, false])('ends the turn, which is refunded (stream: %s)', async (stream) => {
    const { chat, ends } = slowChat();
    const { server, port } = await started({ chat });
    const answer = ask(port, stream);
    await until(() => server.rooms.inFlight.size === 1);
    if (stream) await until(() => answer.text.includes('One.'));
    answer.leave();
    await until(() => ends.length > 0);
    expect(ends).toEqual(['refunded']);
    await until(() => server.rooms.inFlight.size === 0);
  });
});

describe('a stream that is silent', () => {
  it('gets comments', async () => {
    const { chat, go } = slowChat();
    const { port } = await started({ chat, settings: { heartbeatMs: 20 } });
    const answer = ask(port);
    await until(() => answer.text.split('\n: still here\n').length > 2);
    go();
    await answer.ended;
    expect(answer.text).toMatch(/event: done\n/);
  });

  it('ends with an error when its time is up', async () => {
    const { chat, ends } = slowChat();
    const { port } = await started({ chat, settings: { turnTimeoutMs: 200 } });
    const answer = ask(port);
    await answer.ended;
    expect(answer.text).toMatch(/event: error\ndata: \{"code":"SERVICE_UNREACHABLE"/);
    expect(ends).toEqual(['refunded']);
  });
});

describe('a server with as many answers in the making as it may', () => {
  it('says so, and takes the next one when one has ended', async () => {
    const { chat, go } = slowChat();
    const { server, port } = await started({ chat, settings: { turns: 1 } });
    const first = ask(port);
    await until(() => server.rooms.inFlight.size === 1);
    const second = ask(port);
    await second.ended;
    expect(second.status).toBe(429);
    go();
    await first.ended;
    const third = ask(port);
    await third.ended;
    expect(third.status).toBe(200);
  });
});

/** A server of its own, to be closed by the test. */
async function listening(chat: Chat, shutdownMs: number) {
  const { retriever, store, access, deps } = await serving({ chat, settings: { shutdownMs } });
  const server = openServer({ ...deps, settings: { ...deps.settings, port: 0 } });
  const { url } = await server.listen();
  const port = Number(new URL(url).port);
  return { server, port, retriever, store, access };
}

describe('a server that is told to stop', () => {
  it('lets answers in the making end, and takes no more', async () => {
    const { chat, ends, go } = slowChat();
    const { server, port } = await listening(chat, 60_000);
    const answer = ask(port);
    await until(() => answer.text.includes('One.'));
    const closed = server.close();
    const late = ask(port);
    await late.ended;
    expect(late.status).not.toBe(200);
    go();
    await Promise.all([closed, answer.ended]);
    expect(answer.text).toMatch(/event: done\n/);
    expect(ends).toEqual(['done']);
  });

  it('aborts those that take too long, with an error event and a refund', async () => {
    const { chat, ends } = slowChat();
    const { server, port } = await listening(chat, 50);
    const answer = ask(port);
    await until(() => answer.text.includes('One.'));
    await Promise.all([server.close(), answer.ended]);
    expect(answer.text).toMatch(/event: error\ndata: .*"The server is stopping\."/);
    expect(ends).toEqual(['refunded']);
  });
});

describe('a store that cannot be opened at first', () => {
  it('leaves a server that says so, and that serves once it can', async () => {
    const store = await temporaryStore();
    await store.pages.put(PAGES);
    let away = true;
    const gone = new GibseyError('STORE_UNREACHABLE', 'cassandra at 10.0.0.9 does not answer.');
    const openStore = () => (away ? Promise.reject(gone) : Promise.resolve(store));
    const server = await serving({ openStore });
    open.push(server);
    const chat = await server.call({
      method: 'POST',
      url: '/api/chat',
      payload: { query: 'Who?' },
    });
    expect(chat.statusCode).toBe(503);
    expect(chat.headers['retry-after']).toBe('1');
    const health = await server.call({ url: '/health' });
    expect(health.statusCode).toBe(503);
    expect(health.json()).toMatchObject({ status: 'unavailable', mode: 'none' });
    expect(health.body).not.toContain('10.0.0.9');
    expect((await server.call({ url: '/' })).statusCode).toBe(200);
    expect(server.lines).toContainEqual(
      expect.objectContaining({ event: 'not-ready', part: 'store' }),
    );
    away = false;
    await until(() => server.parts.answering.state.phase === 'ready');
    expect((await server.call({ url: '/pages/tower' })).statusCode).toBe(200);
    await store.close();
  });
});

describe('where a server listens', () => {
  const opened = async (settings: ServingOptions['settings']) => {
    const { deps } = await serving();
    return openServer({ ...deps, settings: { ...deps.settings, port: 0, ...settings } });
  };

  it('is not an address that others reach, while nobody has a token', async () => {
    const server = await opened({ host: '0.0.0.0' });
    const hint = expect.stringContaining('--allow-anonymous') as string;
    await expect(server.listen()).rejects.toMatchObject({ code: 'USAGE', hint });
    await server.close();
  });

  it('is no port of another process', async () => {
    const { port } = await started({});
    const server = await opened({ port });
    await expect(server.listen()).rejects.toMatchObject({ code: 'ADDRESS_TAKEN' });
    await server.close();
  });

  it('is an address of this machine', async () => {
    const server = await opened({ host: '127.0.0.1.example.invalid' });
    await expect(server.listen()).rejects.toMatchObject({ code: 'USAGE' });
    await server.close();
  });
});
