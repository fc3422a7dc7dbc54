import { describe, expect, it } from 'vitest';
import { unmarked } from './emphasis.js';
import { Screen } from './screen.js';
import { cellWidth } from './folding.js';
import { progressReporter, progressText } from './progress.js';

const event = { type: 'progress', stage: 'query-clusters', done: 3_120, total: 14_655 } as const;
const MINUTE = 60_000;

describe('the living line', () => {
  it('shows a bar, the counts and the time that is left', () => {
    const embed = { ...event, stage: 'embed', done: 50, total: 200 } as const;
    expect(unmarked(progressText(embed, MINUTE, 80))).toBe(
      'embed  ━━━━━━━╸┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈  50 of 200 · 3 min 00 s left',
    );
    expect(progressText({ ...embed, total: null }, MINUTE, 80)).toBe('embed  50');
  });

  it('fits every width, and gives up the bar first, then the time', () => {
    for (let width = 30; width <= 200; width++) {
      expect(cellWidth(progressText(event, MINUTE, width))).toBeLessThanOrEqual(width);
    }
    expect(progressText(event, MINUTE, 50)).toMatch(
      /^query-clusters {2}3,120 of 14,655 · .* left$/,
    );
    expect(progressText(event, MINUTE, 40)).toBe('query-clusters  3,120 of 14,655');
    expect(progressText({ ...event, done: event.total }, MINUTE, 80)).not.toContain('┈');
  });
});

/** What is written to a stream of that kind in one run. */
function written(stream: { isTTY: boolean; columns?: number }, dumb: boolean): string {
  let text = '';
  const write = (piece: string) => (text += piece);
  const screen = new Screen({ stream: { ...stream, write }, dumb, coloured: false });
  const report = progressReporter({ format: 'text', quiet: false, screen });
  report({ type: 'stage-start', stage: 'embed' });
  report({
    type: 'warning',
    message: 'http://user:secret@host is slow, as slow as nobody has seen',
  });
  report({ ...event, stage: 'embed' });
  const counts = { processed: 1, skipped: 2, failed: 0, durationMs: 3, slowestUnitMs: 1 };
  report({
    type: 'stage-end',
    record: { name: 'embed', status: 'success', ...counts, failures: [] },
  });
  return text;
}

describe('progress', () => {
  it('on a terminal leaves nothing behind but warnings, folded to its width', () => {
    const text = written({ isTTY: true, columns: 40 }, false);
    expect(text).toContain(
      '\r\u001b[K  warning: http://***@host is slow, as\n  slow as nobody has seen\n',
    );
    expect(text).toMatch(/\r\u001b\[K$/);
  });

  it.each([
    [{ isTTY: false }, false],
    [{ isTTY: true, columns: 40 }, true],
  ])('is plain lines where no line can be written over: %o', (stream, dumb) => {
    expect(written(stream, dumb).split('\n')).toEqual([
      'embed: started',
      'warning: http://***@host is slow, as slow as nobody has seen',
      'embed: success, 1 run, 2 skipped, 0 failed, 0.0 s',
      '',
    ]);
  });
});
