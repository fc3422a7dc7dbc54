import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import { Pool } from './pool.js';
import { EmbeddingThread } from './thread.js';

/** Real threads with a stand-in for the model: the vector of a text is [its id, how many this thread did]. */
const COUNTING = `
  const { parentPort } = require('node:worker_threads');
  let done = 0;
  parentPort.on('message', (message) => {
    if (message.type === 'close') return parentPort.close();
    const [id] = message.ids;
    if (id === 666) throw new Error('out of luck');
    if (id === 667) process.exit(7);
    if (id === 668) return parentPort.postMessage({ type: 'failed', reason: 'bad text' });
    setTimeout(() => parentPort.postMessage({ type: 'vector', vector: Float32Array.of(id, ++done) }), 5);
  });`;

const pools: Pool[] = [];
afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
});

function openPool({ threads = 2, queueLimit = 10 } = {}) {
  const started: EmbeddingThread[] = [];
  const startThread = () => {
    const thread = new EmbeddingThread(new Worker(COUNTING, { eval: true }));
    started.push(thread);
    return thread;
  };
  const encode = (text: string) => Int32Array.of(Number(text));
  const pool = new Pool({ threads, queueLimit, startThread, encode });
  pools.push(pool);
  return { pool, started };
}

const numbers = (count: number) => Array.from({ length: count }, (_, i) => String(i));
const ids = (vectors: Float32Array[]) => vectors.map(([id]) => String(id));

describe('Pool', () => {
  it('deals one text to each thread', async () => {
    const { pool, started } = openPool({ threads: 3 });
    const vectors = await pool.embed(['7', '8', '9']);
    expect(vectors).toEqual([7, 8, 9].map((id) => Float32Array.of(id, 1)));
    expect(started).toHaveLength(3);
  });

  it('keeps the order of texts over several threads', async () => {
    const { pool } = openPool({ threads: 3 });
    expect(ids(await pool.embed(numbers(30)))).toEqual(numbers(30));
  });

  it('starts no more threads than there are texts, and none for no text', async () => {
    const { pool, started } = openPool({ threads: 4 });
    expect(await pool.embed([])).toEqual([]);
    expect(started).toHaveLength(0);
    await pool.embed(['1']);
    await pool.embed(['2']);
    expect(started).toHaveLength(1);
  });

  it('lets calls take turns', async () => {
    const { pool } = openPool({ threads: 1 });
    const night = pool.embed(numbers(20));
    const [question] = await pool.embed(['99']);
    expect(question?.[1]).toBeLessThanOrEqual(3);
    expect(await night).toHaveLength(20);
  });

  it.each([
    ['666', 'out of luck'],
    ['667', 'exit code 7'],
  ])('survives the end of a thread (%s)', async (text, reason) => {
    const { pool, started } = openPool({ threads: 1 });
    const broken = pool.embed([text, '1']);
    const other = pool.embed(['2']);
    await expect(broken).rejects.toMatchObject({
      code: 'INTERNAL',
      message: expect.stringContaining(reason) as string,
    });
    expect(ids(await other)).toEqual(['2']);
    expect(started).toHaveLength(2);
  });

  it('reports a failure of the model and keeps the thread', async () => {
    const { pool, started } = openPool({ threads: 1 });
    await expect(pool.embed(['668'])).rejects.toThrow('bad text');
    expect(ids(await pool.embed(['3']))).toEqual(['3']);
    expect(started).toHaveLength(1);
  });

  it('turns a call away when too many are under way', async () => {
    const { pool } = openPool({ queueLimit: 1 });
    const first = pool.embed(['1']);
    await expect(pool.embed(['2'])).rejects.toMatchObject({ code: 'SERVICE_UNREACHABLE' });
    await first;
    expect(ids(await pool.embed(['3']))).toEqual(['3']);
  });

  it('finishes the text at hand when it is closed, and takes no more', async () => {
    const { pool, started } = openPool({ threads: 1 });
    const call = pool.embed(numbers(50));
    const closed = pool.close();
    await expect(call).rejects.toMatchObject({ code: 'INTERRUPTED' });
    await closed;
    await pool.close();
    expect(started.map((thread) => thread.alive)).toEqual([false]);
    await expect(pool.embed(['1'])).rejects.toMatchObject({ code: 'INTERRUPTED' });
  });
});
