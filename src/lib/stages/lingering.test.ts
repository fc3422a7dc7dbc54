import { describe, expect, it } from 'vitest';
import { systemClock } from '../adapters/clock/system.js';
import { IDLE, lingering } from './lingering.js';

const pause = () => new Promise((done) => setTimeout(done, 350));

async function collect<T>(items: AsyncIterable<T>) {
  const seen = [];
  for await (const item of lingering(items, systemClock)) seen.push(item);
  return seen;
}

describe('lingering', () => {
  it('passes a steady stream through', async () => {
    async function* steady() {
      yield* [1, 2, 3];
    }
    expect(await collect(steady())).toEqual([1, 2, 3]);
  });

  it('says once that a stream is idle, however long it is', async () => {
    async function* halting() {
      await pause();
      yield 1;
      await pause();
      await pause();
      yield 2;
    }
    expect(await collect(halting())).toEqual([1, IDLE, 2]);
  });

  it('passes errors on', async () => {
    async function* broken() {
      yield 1;
      throw new Error('cut');
    }
    await expect(collect(broken())).rejects.toThrow('cut');
  });

  it('ends its source when it is left early', async () => {
    let ended = false;
    async function* endless() {
      try {
        for (;;) yield 1;
      } finally {
        ended = true;
      }
    }
    for await (const item of lingering(endless(), systemClock)) if (item === 1) break;
    expect(ended).toBe(true);
  });
});
