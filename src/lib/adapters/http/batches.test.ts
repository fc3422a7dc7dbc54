import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { steppedClock } from '../../../../test/support/clock.js';
import { Batches } from './batches.js';

const idle = new AbortController().signal;

describe('Batches', () => {
  it('sends a batch at once, waits out the window, sends the next', async () => {
    const clock = steppedClock(0);
    const batches = new Batches({ size: 3, windowMs: 60_000 }, clock);
    const at: number[] = [];
    for (let i = 0; i < 7; i++) await batches.turn(idle).then(() => at.push(clock.now()));
    expect(at).toEqual([0, 0, 0, 60_000, 60_000, 60_000, 120_000]);
  });

  it('never lets more than a batch into any stretch as long as the window', async () => {
    const pauses = fc.array(fc.integer({ min: 0, max: 1_500 }), { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(pauses, fc.integer({ min: 1, max: 5 }), async (between, size) => {
        const clock = steppedClock(0);
        const batches = new Batches({ size, windowMs: 1_000 }, clock);
        const at: number[] = [];
        for (const pause of between) {
          clock.step(pause);
          await batches.turn(idle);
          at.push(clock.now());
        }
        for (const from of at)
          expect(at.filter((ms) => ms >= from && ms < from + 1_000).length).toBeLessThanOrEqual(
            size,
          );
      }),
    );
  });

  it('serves those who ask at once in order', async () => {
    const clock = steppedClock(0);
    const batches = new Batches({ size: 1, windowMs: 1_000 }, clock);
    const order: [string, number][] = [];
    const ask = (name: string) => batches.turn(idle).then(() => order.push([name, clock.now()]));
    await Promise.all([ask('a'), ask('b'), ask('c')]);
    expect(order).toEqual([
      ['a', 0],
      ['b', 1_000],
      ['c', 2_000],
    ]);
  });

  it('lets nobody wait who is told to stop, nor those behind', async () => {
    const clock = steppedClock(0);
    const batches = new Batches({ size: 1, windowMs: 1_000 }, clock);
    await batches.turn(idle);
    await expect(batches.turn(AbortSignal.abort())).rejects.toThrow(/abort/i);
    await batches.turn(idle);
    expect(clock.slept).toEqual([1_000]);
  });
});
