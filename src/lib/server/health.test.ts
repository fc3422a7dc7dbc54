import { afterEach, describe, expect, it } from 'vitest';
import { serving, type Serving, type ServingOptions } from '../../../test/support/serving.js';
import { temporaryStore } from '../../../test/support/store.js';
import type { Answering } from './answering.js';

const open: Serving[] = [];
const started = async (options: ServingOptions) => {
  const server = await serving(options);
  open.push(server);
  await server.rooms.answering().catch(() => null);
  return server;
};
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

const reported = async (options: ServingOptions) => {
  const { statusCode, body } = await (await started(options)).call({ url: '/health' });
  return { statusCode, report: JSON.parse(body) as { status: string; reasons: string[] } };
};

/** What answers in a server, changed. */
const answeringWith = async (more: Partial<Answering>): Promise<ServingOptions> => {
  const { deps } = await started({});
  return { openAnswering: async () => ({ ...(await deps.openAnswering()), ...more }) };
};

describe('the health of a server', () => {
  it('is degraded while a configured model is away', async () => {
    const { statusCode, report } = await reported({ wantsModel: true });
    expect(statusCode).toBe(200);
    expect(report).toMatchObject({ status: 'degraded', mode: 'extractive' });
    expect(report.reasons).toHaveLength(1);
  });

  it('names the model and the worker among what is there', async () => {
    const model = () => Promise.resolve('llama');
    const options = await answeringWith({ model, workerLag: () => Promise.resolve(3) });
    const { report } = await reported({ ...options, wantsModel: true });
    expect(report).toMatchObject({ status: 'healthy', mode: 'model' });
    expect(report).toMatchObject({
      available_services: ['store', 'retrieval', 'chat', 'llm', 'worker'],
    });
  });

  it('is degraded while no question can be embedded, and names the embedder when one can', async () => {
    const { deps } = await started({});
    const { retriever } = await deps.openAnswering();
    const withMeaning = (meaning: 'away' | 'ready') =>
      answeringWith({
        retriever: { ...retriever, stats: () => ({ ...retriever.stats(), meaning }) },
      });
    const away = await reported(await withMeaning('away'));
    expect(away).toMatchObject({ statusCode: 200, report: { status: 'degraded' } });
    expect(away.report.reasons.join()).toContain('words alone');
    const ready = await reported(await withMeaning('ready'));
    expect(ready.report).toMatchObject({
      status: 'healthy',
      available_services: ['store', 'retrieval', 'embedding', 'chat'],
    });
  });

  it('is told in time when neither model nor store answer', async () => {
    const never = () => new Promise<never>(() => undefined);
    const store = await temporaryStore();
    const silent = { ...store, generations: { ...store.generations, published: never } };
    const options = await answeringWith({ model: never, workerLag: never });
    const { statusCode, report } = await reported({
      ...options,
      openStore: () => Promise.resolve(silent),
    });
    expect(statusCode).toBe(503);
    expect(report.status).toBe('unavailable');
    expect(report.reasons.join()).toContain('STORE_UNREACHABLE');
    await store.close();
  });

  it('is unavailable while the index is being loaded', async () => {
    const server = await serving({ openAnswering: () => new Promise(() => undefined) });
    open.push(server);
    await server.rooms.store();
    const { statusCode, body } = await server.call({ url: '/health' });
    expect(statusCode).toBe(503);
    expect(body).toContain('the index is being loaded');
    expect((await server.call({ url: '/pages/tower' })).statusCode).toBe(200);
  });
});
