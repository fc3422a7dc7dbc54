import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isDue, nextTimes } from './cron.js';
import { fieldsOf } from './fields.js';
import type { Job } from './job.js';
import { machineTimes } from './machine-times.js';

const NOW = Date.parse('2026-05-01T12:00Z');
const DAY_MS = 86_400_000;
const job = (cron: string, timezone: string): Job => ({
  name: 'nightly',
  cron,
  timezone,
  command: 'gibsey nightly',
  enabled: true,
});

describe('machineTimes', () => {
  it.each([
    ['0 3 * * *', 'America/Chicago', 'America/Chicago', '0 3 * * *', false],
    ['0 3 * * 1-5', 'America/Chicago', 'America/Winnipeg', '0 3 * * 1-5', false],
    ['0 3 * * *', 'UTC', 'Etc/UTC', '0 3 * * *', false],
    ['0 3 * * *', 'America/Chicago', 'UTC', '0 8,9 * * *', true],
    ['0 3 * * *', 'Asia/Kolkata', 'UTC', '30 21 * * *', false],
    ['0 3 * * sun', 'Asia/Kolkata', 'UTC', '30 21 * * *', true],
    ['0 */6 * * *', 'Asia/Tokyo', 'UTC', '0 3,9,15,21 * * *', false],
    ['*/30 * * * *', 'Europe/Rome', 'UTC', '0,30 * * * *', false],
    // 03:00 Rome is 20:00 in Chicago but for the weeks between their changes of clock
    ['0 3 * * *', 'Europe/Rome', 'America/Chicago', '0 20,21 * * *', true],
  ])('%s %s on a clock in %s is %s', (cron, zone, machine, expected, guarded) => {
    expect(machineTimes(job(cron, zone), machine, NOW)).toEqual({ cron: expected, guarded });
  });

  it('starts a guarded job once at each of its times in the year, and at no other', () => {
    const zones = ['America/Chicago', 'Europe/Rome', 'Europe/Athens', 'Asia/Kolkata', 'UTC'];
    const minutes = fc.constantFrom(0, 15, 30, 45);
    const input = fc.record({
      minute: minutes,
      hour: fc.nat(23),
      weekday: fc.constantFrom('*', '0', '1-5'),
      zone: fc.constantFrom(...zones),
    });
    fc.assert(
      fc.property(input, ({ minute, hour, weekday, zone }) => {
        const it = job(`${minute} ${hour} * * ${weekday}`, zone);
        const machine = machineTimes(it, 'UTC', NOW);
        const started = nextTimes(machine.cron, 'UTC', NOW, 1_500)
          .filter((at) => at < NOW + 365 * DAY_MS)
          .filter((at) => !machine.guarded || isDue(it, at));
        const wanted = nextTimes(it.cron, zone, NOW, 366).filter((at) => at < NOW + 365 * DAY_MS);
        expect(started).toEqual(wanted);
      }),
      { numRuns: 10 },
    );
  }, 60_000);
});

describe('fieldsOf', () => {
  it('expands lists, ranges, steps and names', () => {
    expect(fieldsOf('*/20 1-3,7 1-31/10 jan,mar-apr fri-7')).toEqual({
      minutes: [0, 20, 40],
      hours: [1, 2, 3, 7],
      days: [1, 11, 21, 31],
      months: [1, 3, 4],
      weekdays: [0, 5, 6],
    });
  });

  it('is null for every value', () => {
    const all = { minutes: null, hours: null, days: null, months: null, weekdays: null };
    expect(fieldsOf('* * * * *')).toEqual(all);
  });
});
