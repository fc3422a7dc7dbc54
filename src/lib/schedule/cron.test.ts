import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isDue, lastTime, nextTimes, parse } from './cron.js';
import { offsetMinutes } from './zones.js';

const utc = (text: string) => Date.parse(`${text}Z`);
const next = (cron: string, zone: string, from: string, count = 3) =>
  nextTimes(cron, zone, utc(from), count).map((at) => new Date(at).toISOString().slice(0, 16));

describe('nextTimes', () => {
  it('is the wall clock of the zone: 03:00 in Chicago is 08:00 UTC in summer, 09:00 in winter', () => {
    expect(next('0 3 * * *', 'America/Chicago', '2026-03-07T00:00')).toEqual([
      '2026-03-07T09:00',
      '2026-03-08T08:00',
      '2026-03-09T08:00',
    ]);
    expect(next('0 3 * * *', 'America/Chicago', '2026-10-31T00:00')).toEqual([
      '2026-10-31T08:00',
      '2026-11-01T09:00',
      '2026-11-02T09:00',
    ]);
  });

  // 8 March 2026, Chicago: 01:59:59 is followed by 03:00. 29 March, Rome: the same, Athens: 04:00 after 02:59:59.
  it.each([
    ['30 2 * * *', 'America/Chicago', '2026-03-08T00:00', ['2026-03-08T08:00', '2026-03-09T07:30']],
    ['30 2 * * *', 'Europe/Rome', '2026-03-29T00:00', ['2026-03-29T01:00', '2026-03-30T00:30']],
    ['0 3 * * *', 'Europe/Athens', '2026-03-29T00:00', ['2026-03-29T01:00', '2026-03-30T00:00']],
  ])('%s in %s: a time that does not exist is the next that does', (cron, zone, from, times) => {
    expect(next(cron, zone, from, 2)).toEqual(times);
  });

  // 1 November 2026, Chicago: 01:00–02:00 comes twice. 25 October, Rome: 02:00–03:00, Athens: 03:00–04:00.
  it.each([
    ['30 1 * * *', 'America/Chicago', '2026-11-01T00:00', ['2026-11-01T06:30', '2026-11-02T07:30']],
    ['30 2 * * *', 'Europe/Rome', '2026-10-24T12:00', ['2026-10-25T00:30', '2026-10-26T01:30']],
    ['0 3 * * *', 'Europe/Athens', '2026-10-24T12:00', ['2026-10-25T00:00', '2026-10-26T01:00']],
  ])('%s in %s: a time that comes twice runs once, the first time', (cron, zone, from, times) => {
    expect(next(cron, zone, from, 2)).toEqual(times);
  });

  it('goes by the time that passes where every hour matches', () => {
    const times = nextTimes('*/30 * * * *', 'Europe/Rome', utc('2026-10-24T22:00'), 12);
    expect(new Set(times.slice(1).map((at, i) => at - (times[i] ?? 0)))).toEqual(
      new Set([1_800_000]),
    );
  });

  it('takes either the day of the month or the day of the week, where both are given', () => {
    expect(next('0 0 13 * fri', 'UTC', '2026-03-01T00:00', 4)).toEqual(
      ['06', '13', '20', '27'].map((day) => `2026-03-${day}T00:00`),
    );
  });
});

describe('lastTime', () => {
  it('includes the minute at hand and nothing of the next', () => {
    const at = utc('2026-05-01T03:00');
    expect(lastTime('0 3 * * *', 'UTC', at)).toBe(at);
    expect(lastTime('0 3 * * *', 'UTC', at + 59_999)).toBe(at);
    expect(lastTime('0 3 * * *', 'UTC', at - 1)).toBe(at - 86_400_000);
  });

  it('is null for a day that does not exist', () => {
    expect(lastTime('0 0 30 2 *', 'UTC', utc('2026-05-01T00:00'))).toBeNull();
  });

  it('is the newest of the times that come: nothing lies between it and the next', () => {
    const zones = ['America/Chicago', 'Europe/Rome', 'Australia/Lord_Howe', 'Asia/Kolkata', 'UTC'];
    const year = { min: utc('2026-01-01T00:00'), max: utc('2027-01-01T00:00') };
    const input = fc.tuple(fc.nat(59), fc.nat(23), fc.constantFrom(...zones), fc.integer(year));
    fc.assert(
      fc.property(input, ([minute, hour, zone, at]) => {
        const cron = `${minute} ${hour} * * *`;
        const last = lastTime(cron, zone, at) ?? NaN;
        expect(last).toBeLessThanOrEqual(at);
        const [following = NaN] = nextTimes(cron, zone, last, 1);
        expect(following).toBeGreaterThan(at);
      }),
    );
  });
});

describe('isDue', () => {
  const job = { cron: '0 3 * * *', timezone: 'America/Chicago' };
  it.each([
    ['2026-07-01T08:00', true],
    ['2026-07-01T08:09', true],
    ['2026-07-01T08:10', false],
    ['2026-07-01T07:59', false],
    ['2026-07-01T09:00', false],
    ['2026-01-01T09:00', true],
    ['2026-01-01T08:00', false],
  ])('at %s UTC: %s', (at, due) => expect(isDue(job, utc(at))).toBe(due));
});

describe('parse', () => {
  it.each([
    '0 3 * *',
    '0 3 * * * *',
    '61 * * * *',
    '* 24 * * *',
    '@daily',
    '0 0 L * *',
    '0 0 1W * *',
    '10-5 * * * *',
    'a * * * *',
    '',
  ])('refuses "%s" by name', (cron) =>
    expect(() => parse(cron, 'UTC')).toThrow(/is not a cron expression/),
  );

  it.each(['*/5 0-6,22 1 jan-mar mon-fri', '0 0 * * 7'])('takes "%s"', (cron) => {
    expect(parse(cron, 'UTC').nextRun()).not.toBeNull();
  });
});

describe('offsetMinutes', () => {
  it.each([
    ['2026-07-01T00:00', 'America/Chicago', -300],
    ['2026-01-01T00:00', 'America/Chicago', -360],
    ['2026-07-01T00:00', 'Asia/Kolkata', 330],
    ['2026-01-01T00:00', 'Australia/Lord_Howe', 660],
  ])('%s in %s is %i', (at, zone, minutes) => expect(offsetMinutes(utc(at), zone)).toBe(minutes));
});
