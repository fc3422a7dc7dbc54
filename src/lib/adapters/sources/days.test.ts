import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitInTime, stretchOf, type Stretch } from './days.js';

describe('splitInTime', () => {
  it('tells every moment once and in order, in parts that do not overflow', async () => {
    const posts = fc.array(fc.integer({ min: 0, max: 999 }), { maxLength: 200 });
    await fc.assert(
      fc.asyncProperty(posts, fc.integer({ min: 1, max: 20 }), async (at, most) => {
        const within = ({ from, until }: Stretch) => at.filter((s) => s >= from && s < until);
        const ask = async (part: Stretch) => ({ overflows: within(part).length > most });
        let from = 0;
        for await (const part of splitInTime({ from: 0, until: 1000 }, ask)) {
          expect(part.from).toBe(from);
          expect(part.until).toBeGreaterThan(from);
          if (part.until - part.from > 1) expect(within(part).length).toBeLessThanOrEqual(most);
          from = part.until;
        }
        expect(from).toBe(1000);
      }),
    );
  });

  it('asks nothing of no time at all', async () => {
    const ask = () => Promise.reject(new Error('asked'));
    for await (const part of splitInTime({ from: 7, until: 7 }, ask)) expect(part).toBeUndefined();
  });
});

it('stretchOf is a day in UTC, leap days included', () => {
  expect(stretchOf('2028-02-29')).toEqual({ from: 1_835_395_200, until: 1_835_481_600 });
  for (const none of ['2026-02-29', '2026-2-1', '', '2026-01-01T00:00:00Z', 'today'])
    expect(() => stretchOf(none)).toThrow(/is no day/);
});
