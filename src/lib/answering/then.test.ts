import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HOUR, publishNight } from '../../../test/support/generations.js';
import { temporaryStore } from '../../../test/support/store.js';
import type { Generation } from '../domain/generation.js';
import type { Run } from '../domain/run.js';
import type { Store } from '../ports/index.js';
import { generationThen, type Then } from './then.js';

describe('generationThen', () => {
  let store: Store;
  let newest: Generation;
  const publish = async (number: number) => publishNight(store, number, { 1: { pages: 'abc' } });
  beforeEach(async () => {
    store = await temporaryStore();
    for (const number of [1, 2, 3]) newest = await publish(number);
  });
  afterEach(() => store.close());

  const numberThen = async (then: Then) =>
    (await generationThen(store, newest, then))?.number ?? null;

  it.each<[Then, number | null]>([
    [{ moment: 3 * HOUR }, 3],
    [{ moment: 3 * HOUR - 1 }, 2],
    [{ moment: 1 * HOUR }, 1],
    [{ moment: 1 * HOUR - 1 }, null],
    [{ nights: 1 }, 2],
    [{ nights: 2 }, 1],
    [{ nights: 3 }, null],
    [{ nights: 99 }, null],
  ])('%j: generation %s', async (then, number) => expect(await numberThen(then)).toBe(number));

  it('overlooks what a killed run has left', async () => {
    await store.generations.put({ ...newest, id: 'left', number: 4, createdAt: HOUR });
    await store.generations.put({ ...newest, id: 'left, too', createdAt: HOUR });
    expect(await numberThen({ nights: 1 })).toBe(2);
    expect(await numberThen({ moment: 4 * HOUR })).toBe(3);
  });

  const run = (runId: string, published: string | null): Run => ({
    runId,
    command: 'nightly',
    status: 'success',
    startedAt: 0,
    endedAt: 0,
    durationMs: 0,
    stages: [],
    models: { calls: 0, tokens: 0, costUsd: 0 },
    warnings: [],
    published,
    configHash: '',
    versions: {},
    error: null,
  });

  it('knows what stood there after a run', async () => {
    await store.runs.put(run('second', 'generation-2'));
    await store.runs.put(run('ingest', null));
    expect(await numberThen({ run: 'second' })).toBe(2);
    expect(await numberThen({ run: 'ingest' })).toBeNull();
    await expect(numberThen({ run: 'never' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: 'There is no run never.',
    });
  });

  it('says that a night has been pruned, and which is the oldest', async () => {
    await store.runs.put(run('first', 'generation-1'));
    await store.generations.delete('generation-1');
    const all: Then[] = [{ moment: HOUR }, { moment: 0 }, { nights: 2 }, { run: 'first' }];
    for (const then of all) {
      await expect(numberThen(then)).rejects.toMatchObject({
        code: 'NOT_FOUND',
        message: expect.stringMatching(/pruned; generation 2 is the oldest/) as string,
        hint: 'gibsey status --since 1',
      });
    }
    expect(await numberThen({ moment: 2 * HOUR })).toBe(2);
    expect(await numberThen({ nights: 3 })).toBeNull();
  });
});
