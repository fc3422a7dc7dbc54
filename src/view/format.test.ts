import { describe, expect, it } from 'vitest';
import { brief, count, duration, moment, momentSince, plural, shorten } from './format.js';

describe('format', () => {
  it('separates thousands', () => {
    expect([0, 999, 1000, 1234567].map(count)).toEqual(['0', '999', '1,000', '1,234,567']);
  });

  it('says durations as people do', () => {
    expect([50, 59_900, 59_960, 125_000, 3_725_000].map(duration)).toEqual([
      '0.1 s',
      '59.9 s',
      '1 min 00 s',
      '2 min 05 s',
      '1 h 02 min',
    ]);
  });

  it('leaves the year out where it is this one', () => {
    const at = (year: number) => new Date(year, 10, 2, 3, 5).getTime();
    expect(moment(at(2026))).toBe('2 Nov 2026 03:05');
    expect(momentSince(at(2026), at(2026))).toBe('2 Nov 03:05');
    expect(momentSince(at(2025), at(2026))).toBe('2 Nov 2025 03:05');
  });

  it('counts nouns', () => {
    expect([plural(1, 'page'), plural(2000, 'page')]).toEqual(['1 page', '2,000 pages']);
  });

  it('cuts at a word', () => {
    expect(shorten('Call me\n Ishmael.  Some years ago', 18)).toBe('Call me Ishmael.…');
    expect(shorten('short', 18)).toBe('short');
  });

  it('shortens a key in its middle', () => {
    expect(brief(`${'0123456789'.repeat(7)}/1`)).toBe('01234567890123456789…34567890123456789/1');
    expect(brief('page 7')).toBe('page 7');
  });
});
