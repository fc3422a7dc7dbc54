import { describe, expect, it } from 'vitest';
import type { CulturalChunk } from '../lib/domain/culture.js';
import { chunksText } from './culture.js';
import { scheduleText, type ScheduledJob } from './schedule.js';

const job = (name: string, command: string, more: Partial<ScheduledJob> = {}): ScheduledJob => ({
  ...{ name, command, cron: '0 4 * * 0', timezone: 'America/Chicago' },
  ...{ timeout_s: null, enabled: true, next: [] },
  ...more,
});
const widest = (text: string) => Math.max(...text.split('\n').map((line) => line.length));

describe('tables', () => {
  it('of the schedule fit 80 columns, each flag with its value', () => {
    const long = 'gibsey nightly --days 30 --max-golden 100 --regenerate-cultural';
    const next = ['2026-11-22T09:00:00.000Z', '2026-11-23T09:00:00.000Z'];
    const text = scheduleText([
      job('six-hourly', long, { cron: '0 */6 * * *', enabled: false }),
      job('nightly', 'gibsey nightly --days 7', { next }),
    ]);
    expect(widest(text)).toBeLessThanOrEqual(80);
    expect(text.split('\n').map((line) => line.trim().split(/ {2,}/))).toEqual([
      ['job', 'cron', 'America/Chicago', 'UTC', 'command'],
      ['six-hourly', '0 */6 * * *', 'off', 'gibsey nightly'],
      ['--days 30'],
      ['--max-golden 100'],
      ['--regenerate-cultural'],
      ['nightly', '0 4 * * 0', '22 Nov 03:00', '22 Nov 09:00', 'gibsey nightly'],
      ['23 Nov 03:00', '23 Nov 09:00', '--days 7'],
    ]);
    expect(scheduleText([])).toBe('No jobs.');
  });

  it('of manners fit 80 columns, too', () => {
    const chunk: CulturalChunk = {
      ...{ id: 'an-id-that-somebody-chose-long', topic: 'Face-saving and indirect speech' },
      ...{ content: 'Be kind.', triggerKeyword: 'tidak apa-apa, maaf, '.repeat(9), language: 'id' },
      ...{ whenToUse: '', metadata: {}, usageCount: 1234, lastUsed: Date.UTC(2026, 10, 21, 12) },
      ...{ createdAt: 0, updatedAt: 0 },
    };
    const text = chunksText([chunk, { ...chunk, triggerKeyword: '', lastUsed: null }]);
    expect(widest(text)).toBeLessThanOrEqual(80);
    expect(text.split('\n')).toHaveLength(4); // a heading, two chunks, and what calls for one
    expect(text).toContain('1,234');
    expect(text).toContain('never');
  });
});
