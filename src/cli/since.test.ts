import { describe, expect, it } from 'vitest';
import { parseSince } from './since.js';

const now = new Date(2026, 10, 21, 9, 30).getTime();

describe('parseSince', () => {
  it.each([
    ['3', { nights: 3 }],
    ['01JD8XJ4V3N8Q5W2R7T9Y1Z3B6', { run: '01JD8XJ4V3N8Q5W2R7T9Y1Z3B6' }],
    ['yesterday', { moment: new Date(2026, 10, 20, 9, 30).getTime() }],
    ['2026-11-20', { moment: new Date(2026, 10, 20).getTime() }],
    ['2026-11-20 03:00', { moment: new Date(2026, 10, 20, 3).getTime() }],
    ['2026-11-20T03:00:30', { moment: new Date(2026, 10, 20, 3, 0, 30).getTime() }],
    ['2026-11-20T03:00Z', { moment: Date.UTC(2026, 10, 20, 3) }],
    ['2026-11-20T03:00+02:00', { moment: Date.UTC(2026, 10, 20, 1) }],
  ])('%s', (text, then) => expect(parseSince(text, now)).toEqual(then));

  it.each([
    '',
    '0',
    '-1',
    'last week',
    '2026-02-30',
    '2026-13-01',
    '20.11.2026',
    '2026-11-20T25:00',
  ])('%j is refused, with what is allowed', (text) =>
    expect(() => parseSince(text, now)).toThrow(
      expect.objectContaining({ code: 'USAGE', message: expect.stringContaining(text) as string }),
    ),
  );

  it('refuses what is yet to come', () => {
    expect(() => parseSince('2026-11-22', now)).toThrow('yet to come');
  });
});
