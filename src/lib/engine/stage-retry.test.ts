import { describe, expect, it } from 'vitest';
import { GibseyError } from '../domain/errors.js';
import type { StageRecord } from '../domain/run.js';
import { endedBefore, joined } from './stage-retry.js';

const record = (more: Partial<StageRecord>): StageRecord => ({
  name: 'summarize',
  status: 'success',
  durationMs: 0,
  processed: 0,
  skipped: 0,
  failed: 0,
  failures: [],
  slowestUnitMs: 0,
  ...more,
});

describe('joined', () => {
  it('counts what the first attempt finished once, as processed', () => {
    const first = record({ status: 'failed', processed: 5, skipped: 2, slowestUnitMs: 9 });
    const second = record({ processed: 3, skipped: 7, slowestUnitMs: 4 });
    expect(joined(first, second, 30.4)).toMatchObject({
      status: 'success',
      processed: 8,
      skipped: 2,
      durationMs: 30,
      slowestUnitMs: 9,
    });
  });

  it('is a success when the first attempt had finished everything', () => {
    const second = record({ status: 'unchanged', skipped: 4 });
    expect(joined(record({ processed: 4 }), second, 1).status).toBe('success');
    expect(joined(record({}), second, 1).status).toBe('unchanged');
  });

  it('never counts below zero when everything is computed again', () => {
    expect(joined(record({ processed: 4 }), record({ processed: 6 }), 1).skipped).toBe(0);
  });
});

describe('endedBefore', () => {
  it('tells a stop from a failure', () => {
    const of = (code: 'INTERRUPTED' | 'INTERNAL') =>
      endedBefore('embed', new GibseyError(code, 'why'), 1.6);
    expect(of('INTERRUPTED')).toMatchObject({ status: 'partial', reason: 'why', durationMs: 2 });
    expect(of('INTERNAL').status).toBe('failed');
  });
});
