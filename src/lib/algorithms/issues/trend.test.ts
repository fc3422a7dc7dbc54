import { describe, expect, it } from 'vitest';
import { trendOf } from './trend.js';

const days = (...counts: number[]) =>
  new Map(counts.map((items, i) => [`2026-10-${String(i + 1).padStart(2, '0')}`, items]));

describe('the trend of an issue', () => {
  it.each([
    ['new', 'it began this week', days(0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 1)],
    [
      'growing',
      'twice as much as in the week before',
      days(2, 1, 2, 1, 2, 1, 1, 3, 4, 3, 2, 3, 3, 2),
    ],
    ['steady', 'about as much', days(2, 1, 2, 1, 2, 1, 1, 1, 2, 2, 2, 1, 1, 2)],
    ['fading', 'much less', days(4, 4, 4, 4, 4, 4, 4, 2, 1, 1, 0, 1, 0, 1)],
    ['fading', 'nothing any more', days(1)],
    ['steady', 'one item more is chance', days(1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1)],
  ])('is %s where there is %s', (trend, _, counts) => {
    expect(trendOf(counts, '2026-10-14')).toBe(trend);
  });

  it('does not know what comes behind the day', () => {
    const counts = days(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 90);
    expect(trendOf(counts, '2026-10-14')).toBe('steady');
    expect(trendOf(new Map(), '2026-10-14')).toBe('steady');
  });
});
