import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { AGAIN, contend, IN_FLIGHT, inParallel, turnstile } from './concurrency.js';

describe('inParallel', () => {
  it('keeps the order of the items, and never more than the limit on the way', async () => {
    let now = 0;
    let most = 0;
    const items = Array.from({ length: 200 }, (_, i) => i);
    const results = await inParallel(items, async (i) => {
      most = Math.max(most, ++now);
      await delay(i % 3);
      now--;
      return i * 2;
    });
    expect(results).toEqual(items.map((i) => i * 2));
    expect(most).toBe(IN_FLIGHT);
  });

  it('begins nothing new after a failure, and waits for what is on the way', async () => {
    let begun = 0;
    let ended = 0;
    const work = async (i: number) => {
      begun++;
      await delay(i === 5 ? 1 : 10);
      ended++;
      if (i === 5) throw new Error('five');
    };
    const items = Array.from({ length: 1000 }, (_, i) => i);
    await expect(inParallel(items, work)).rejects.toThrow('five');
    expect(begun).toBe(IN_FLIGHT);
    expect(ended).toBe(begun);
  });

  it('has nothing to do for nothing', async () => {
    expect(await inParallel([], () => Promise.reject(new Error('never')))).toEqual([]);
  });
});

describe('contend', () => {
  it('tries until something is decided', async () => {
    let tries = 0;
    expect(await contend('it', async () => (++tries < 4 ? AGAIN : tries))).toBe(4);
  });

  it('gives up, and says on what', async () => {
    const never = contend('the account x', async () => AGAIN, 3);
    await expect(never).rejects.toMatchObject({
      code: 'STORE_UNREACHABLE',
      message: expect.stringContaining('the account x') as string,
    });
  });
});

describe('turnstile', () => {
  it('lets one key through at a time, other keys beside it, also after a failure', async () => {
    const inTurn = turnstile();
    const log: string[] = [];
    const visit = (key: string, name: string, ms: number) =>
      inTurn(key, async () => {
        log.push(`${name} in`);
        await delay(ms);
        log.push(`${name} out`);
        if (name === 'a') throw new Error('a fails');
      });
    const outcomes = await Promise.allSettled([
      visit('k', 'a', 40),
      visit('k', 'b', 1),
      visit('other', 'c', 5),
    ]);
    expect(log).toEqual(['a in', 'c in', 'c out', 'a out', 'b in', 'b out']);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
  });
});
