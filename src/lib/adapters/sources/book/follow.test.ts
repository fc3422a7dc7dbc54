import { appendFileSync, mkdtempSync, renameSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../clock/system.js';
import { openPages } from './factory.js';

const row = (id: string, text = 'A page.') => `${JSON.stringify({ id, text })}\n`;

/** Follows a file until `steps` is empty: after each awaited number of records the next step is taken. */
async function followed(path: string, steps: [after: number, step: () => void][]) {
  const stop = new AbortController();
  const source = await openPages({ path, follow: true, clock: systemClock });
  const seen: string[] = [];
  try {
    for await (const record of source.read(stop.signal)) {
      seen.push('page' in record ? record.page.id : record.problem.reason);
      while (steps[0] && seen.length >= steps[0][0]) steps.shift()?.[1]();
      if (steps.length === 0) stop.abort();
    }
  } catch (error) {
    expect((error as Error).name).toBe('AbortError');
  }
  return seen;
}

describe('a file that is followed', () => {
  const file = () => join(mkdtempSync(join(tmpdir(), 'gibsey-follow-')), 'log.jsonl');

  it('is read on as it grows; a half-written line waits for its end', async () => {
    const path = file();
    writeFileSync(path, row('a'));
    const [head, tail] = [row('b').slice(0, 9), row('b').slice(9)];
    const seen = await followed(path, [
      [1, () => (appendFileSync(path, head), setTimeout(() => appendFileSync(path, tail), 700))],
      [2, () => appendFileSync(path, row('a', 'Another text.'))],
      [3, () => undefined],
    ]);
    expect(seen).toEqual(['a', 'b', 'a']);
  });

  it('is read from its start when it was truncated or replaced', async () => {
    const path = file();
    writeFileSync(path, row('a') + row('b'));
    const seen = await followed(path, [
      [2, () => (truncateSync(path), setTimeout(() => appendFileSync(path, row('c')), 700))],
      [
        3,
        () => (renameSync(path, `${path}.1`), setTimeout(() => writeFileSync(path, row('d')), 700)),
      ],
      [4, () => undefined],
    ]);
    expect(seen).toEqual(['a', 'b', 'c', 'd']);
  });

  it('must be JSON Lines', async () => {
    const path = file().replace('.jsonl', '.txt');
    writeFileSync(path, 'Text.');
    await expect(followed(path, [[1, () => undefined]])).rejects.toThrow();
    const source = await openPages({ path, follow: true, clock: systemClock });
    const reading = source.read(AbortSignal.timeout(1000))[Symbol.asyncIterator]().next();
    await expect(reading).rejects.toMatchObject({ code: 'USAGE' });
  });
});
