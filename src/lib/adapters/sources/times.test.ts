import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTime } from './times.js';

const NOW = Date.UTC(2026, 2, 1);
const parse = (value: unknown): number => parseTime(value, 'updated_at', NOW);

describe('parseTime', () => {
  it.each([
    [0, 0],
    [-1, -1],
    [NOW + 86_400_000, NOW + 86_400_000],
    ['1969-12-31', -86_400_000],
    ['2024-02-29', Date.UTC(2024, 1, 29)],
    ['2025-06-01T12:30', Date.UTC(2025, 5, 1, 12, 30)],
    ['2025-06-01 12:30:15Z', Date.UTC(2025, 5, 1, 12, 30, 15)],
    ['2025-06-01T12:30:15.123456+05:30', Date.UTC(2025, 5, 1, 7, 0, 15, 123)],
    ['2025-06-01T00:30:00-0130', Date.UTC(2025, 5, 1, 2)],
    ['2025-06-01T00:30:00+01', Date.UTC(2025, 4, 31, 23, 30)],
    ['0099-01-01', new Date('0099-01-01T00:00:00Z').getTime()],
  ])('%s', (value, at) => {
    expect(parse(value)).toBe(at);
  });

  it.each([
    '',
    'now',
    '2025',
    '2025-1-1',
    '2025-13-01',
    '2025-00-10',
    '2023-02-29',
    '1700000000000',
    true,
    NaN,
  ])('refuses %s', (value) => {
    expect(() => parse(value)).toThrow(/not epoch ms or an ISO 8601 date/);
  });

  it('agrees with Date on every moment that Date writes', () => {
    const moments = fc.date({ min: new Date(0), max: new Date(NOW), noInvalidDate: true });
    fc.assert(fc.property(moments, (date) => parse(date.toISOString()) === date.getTime()));
  });
});
