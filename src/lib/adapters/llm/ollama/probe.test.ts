import { createServer as createHttpServer, request as send } from 'node:http';
import { connect, createServer, type AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { MODEL, ollamaHost, type OllamaHost } from '../../../../../test/fixtures/ollama/server.js';
import { systemClock } from '../../clock/system.js';
import { openOllama } from './factory.js';

const never = new AbortController().signal;

describe('a night that looks for its Ollama', () => {
  const closing: (() => unknown)[] = [];
  afterEach(() => Promise.all(closing.splice(0).map((close) => close())));

  /** `rested` is told of each pause, before the next try. */
  const patient = (host: string, expected: boolean, rested: (tries: number) => unknown) => {
    const rests: number[] = [];
    const clock = {
      ...systemClock,
      sleep: async (ms: number) => void (await rested(rests.push(ms))),
    };
    const model = openOllama({ host, model: MODEL, patience: { clock, expected } });
    return { model, rests };
  };
  const freePort = async () => {
    const host = await ollamaHost();
    await host.close();
    return host.host;
  };
  const started = async (at: string): Promise<OllamaHost> => {
    const host = await ollamaHost({ port: Number(at.split(':')[1]) });
    closing.push(() => host.close());
    return host;
  };

  it('takes a refusal by this machine at its word, where nobody named the host', async () => {
    const at = await freePort();
    const { model, rests } = patient(at, false, () => undefined);
    expect(await model.unavailable(never)).toBe(`no LLM at ${at} (connection refused)`);
    expect(rests).toEqual([]);
  });

  it('waits for one that was named and is starting', async () => {
    const at = await freePort();
    const { model, rests } = patient(at, true, (tries) => (tries === 2 ? started(at) : null));
    expect(await model.unavailable(never)).toBeNull();
    expect(rests).toEqual([250, 750]);
  });

  it('gives up on one that was named and stays away', async () => {
    const at = await freePort();
    const { model, rests } = patient(at, true, () => undefined);
    expect(await model.unavailable(never)).toBe(`no LLM at ${at} (connection refused)`);
    expect(rests).toHaveLength(2);
  });

  it('asks one again that breaks off, wherever it is', async () => {
    let broken = true;
    const real = await ollamaHost();
    closing.push(() => real.close());
    const port = Number(real.host.split(':')[1]);
    const between = createServer((socket) => {
      socket.on('error', () => undefined);
      if (broken) return void socket.resetAndDestroy();
      const onward = connect(port, '127.0.0.1');
      socket.pipe(onward).pipe(socket);
      onward.on('error', () => undefined);
    });
    await new Promise<void>((listening) => between.listen(0, '127.0.0.1', listening));
    closing.push(() => between.close());
    const at = `127.0.0.1:${(between.address() as AddressInfo).port}`;
    const { model, rests } = patient(at, false, () => (broken = false));
    expect(await model.unavailable(never)).toBeNull();
    expect(rests).toEqual([250]);
  });

  it('asks one again that is too slow to answer', async () => {
    const deaf = await ollamaHost({ deaf: true });
    closing.push(() => deaf.close());
    const { model, rests } = patient(deaf.host, false, () => undefined);
    expect(await model.unavailable(never)).toBe(`no LLM at ${deaf.host} (no reply within 1200 ms)`);
    expect(rests).toHaveLength(2);
  });

  it('asks one again that is up and cannot serve yet', async () => {
    let starting = true;
    const real = await ollamaHost();
    closing.push(() => real.close());
    const gateway = createHttpServer((request, reply) => {
      if (starting) return void reply.writeHead(503).end();
      const onward = send(`http://${real.host}${request.url}`, { method: request.method }, (from) =>
        from.pipe(reply),
      );
      request.pipe(onward);
    });
    await new Promise<void>((listening) => gateway.listen(0, '127.0.0.1', listening));
    closing.push(() => gateway.close());
    const at = `127.0.0.1:${(gateway.address() as AddressInfo).port}`;
    const { model, rests } = patient(at, false, () => (starting = false));
    expect(await model.unavailable(never)).toBeNull();
    expect(rests).toEqual([250]);
  });

  it('does not ask again what the host has answered', async () => {
    const host = await ollamaHost({ models: [] });
    closing.push(() => host.close());
    const { model, rests } = patient(host.host, true, () => undefined);
    expect(await model.unavailable(never)).toMatch(/^model .* is not on/);
    expect(rests).toEqual([]);
  });

  it('stops waiting when it is told to', async () => {
    const stop = new AbortController();
    const clock = { ...systemClock };
    const patience = { clock, expected: true };
    const model = openOllama({ host: await freePort(), model: MODEL, patience });
    setTimeout(() => stop.abort(), 50);
    await expect(model.unavailable(stop.signal)).rejects.toThrow();
  });

  it('is asked once by who cannot wait', async () => {
    const at = await freePort();
    const model = openOllama({ host: at, model: MODEL });
    expect(await model.unavailable(never)).toBe(`no LLM at ${at} (connection refused)`);
  });
});
