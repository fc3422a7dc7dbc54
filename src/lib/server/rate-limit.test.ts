import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Clock } from '../ports/index.js';
import { RateLimit } from './rate-limit.js';

class HandClock implements Clock {
  private ms = 0;
  now = () => this.ms;
  monotonic = () => this.ms;
  sleep = () => Promise.resolve();
  pass(ms: number) {
    this.ms += ms;
  }
}

describe('a limit of requests a minute', () => {
  it('lets a minute’s worth in at once, then one as often as a minute allows', () => {
    const clock = new HandClock();
    const limit = new RateLimit(2, clock);
    expect([limit.take('a'), limit.take('a'), limit.take('a')]).toEqual([0, 0, 30_000]);
    expect(limit.take('b')).toBe(0);
    clock.pass(29_999);
    expect(limit.take('a')).toBe(1);
    clock.pass(1);
    expect(limit.take('a')).toBe(0);
  });

  it('never lets in more than a minute’s worth and what the time has added', () => {
    const steps = fc.array(fc.nat({ max: 20_000 }), { maxLength: 200 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), steps, (perMinute, rests) => {
        const clock = new HandClock();
        const limit = new RateLimit(perMinute, clock);
        let taken = 0;
        for (const rest of rests) {
          clock.pass(rest);
          if (limit.take('a') === 0) taken++;
        }
        expect(taken).toBeLessThanOrEqual(perMinute + (clock.now() * perMinute) / 60_000);
      }),
    );
  });

  it('waits for as long as it says', () => {
    const clock = new HandClock();
    const limit = new RateLimit(7, clock);
    for (let i = 0; i < 7; i++) limit.take('a');
    clock.pass(limit.take('a'));
    expect(limit.take('a')).toBe(0);
  });
});
