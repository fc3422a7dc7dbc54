import { describe, expect, it } from 'vitest';
import type { Run, StageRecord } from '../domain/run.js';
import { logLines } from './log-lines.js';

const stage: StageRecord = {
  name: 'embed',
  status: 'failed',
  durationMs: 1200,
  processed: 3,
  skipped: 2,
  failed: 1,
  reason: 'disk full',
  failures: [],
  slowestUnitMs: 4,
};
const run: Run = {
  runId: '01RUN',
  command: 'nightly',
  status: 'partial',
  startedAt: 0,
  endedAt: 1,
  durationMs: 5,
  stages: [stage],
  models: { calls: 2, tokens: 30, costUsd: 0.5 },
  warnings: [],
  published: 'g1',
  configHash: '',
  versions: {},
  error: null,
};

describe('logLines', () => {
  it('carries the run id from the start of the run on', () => {
    const line = logLines(() => Date.UTC(2026, 10, 21, 8));
    expect(line({ type: 'warning', message: 'no LLM' })).toEqual({
      ts: '2026-11-21T08:00:00.000Z',
      level: 'warning',
      event: 'warning',
      message: 'no LLM',
    });
    expect(line({ type: 'run-start', runId: '01RUN', command: 'nightly' })).toMatchObject({
      level: 'info',
      event: 'run-start',
      run_id: '01RUN',
      command: 'nightly',
    });
    expect(line({ type: 'stage-start', stage: 'embed' })).toMatchObject({
      event: 'stage-start',
      run_id: '01RUN',
      stage: 'embed',
    });
  });

  it('gives ends the level of their status, and figures as numbers', () => {
    const line = logLines(() => 0);
    expect(line({ type: 'stage-end', record: stage })).toMatchObject({
      level: 'error',
      stage: 'embed',
      duration_ms: 1200,
      processed: 3,
      skipped: 2,
      failed: 1,
      reason: 'disk full',
    });
    expect(line({ type: 'run-end', run })).toMatchObject({
      level: 'warning',
      status: 'partial',
      calls: 2,
      tokens: 30,
      cost_usd: 0.5,
      published: 'g1',
    });
    const whole = { ...run, status: 'unchanged' as const };
    expect(line({ type: 'run-end', run: whole }).level).toBe('info');
  });
});
