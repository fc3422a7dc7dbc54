import { expect, it } from 'vitest';
import { Throttle } from './throttle.js';

const never = new AbortController().signal;

function manualClock() {
  const clock = {
    ms: 5_000,
    slept: [] as number[],
    now: () => clock.ms,
    monotonic: () => clock.ms,
    sleep: async (ms: number) => {
      clock.slept.push(ms);
      clock.ms += ms;
    },
  };
  return clock;
}

it('lets a second’s worth through at once, then keeps the rate', async () => {
  const clock = manualClock();
  const throttle = new Throttle(clock, 1000);
  await throttle.take(1000, never);
  expect(clock.slept).toEqual([]);
  await throttle.take(500, never);
  await throttle.take(250, never);
  expect(clock.slept).toEqual([500, 250]);
});

it('saves up one second at most', async () => {
  const clock = manualClock();
  const throttle = new Throttle(clock, 1000);
  await throttle.take(1000, never);
  clock.ms += 60_000;
  await throttle.take(1500, never);
  expect(clock.slept).toEqual([500]);
});

it('is abortable while it waits', async () => {
  const { systemClock } = await import('../../adapters/clock/system.js');
  const throttle = new Throttle(systemClock, 1000);
  const controller = new AbortController();
  const waiting = throttle.take(1e9, controller.signal);
  controller.abort();
  await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
});
