import { describe, expect, it } from 'vitest';
import type { Run } from '../lib/domain/run.js';
import { runsText } from './run.js';

const RUN: Run = {
  ...{ runId: '01JD8XJ4V3N8Q5W2R7T9Y1Z3B6', command: 'nightly', status: 'success' },
  ...{ startedAt: 1_795_000_000_000, endedAt: 1_795_000_345_000, durationMs: 345_000 },
  ...{ stages: [], models: { calls: 0, tokens: 0, costUsd: 0 }, warnings: [], published: null },
  ...{ configHash: 'c', versions: {}, error: null },
};

describe('the list of runs', () => {
  it('fits a terminal of 80 columns; why a run ended early stands below it', () => {
    const error = { code: 'STORE_FULL', message: 'The disk of the store is full.' } as const;
    const lines = runsText([RUN, { ...RUN, status: 'failed', error }, RUN]).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(lines[3]).toBe(`    ${error.message}`);
    expect(lines).toHaveLength(5);
  });
});
