import type { GibseyError } from '../domain/errors.js';
import type { StageRecord } from '../domain/run.js';
import { stoppedEarly } from './run-stage.js';

/** Time for a service to come back before a stage that failed is tried once more. */
export const RETRY_STAGE_AFTER_MS = 2_000;

/** Whether a stage that ended so may do better a moment later: not when it was stopped, or lost its lock. */
export function mayPass(fatal: GibseyError): boolean {
  if (stoppedEarly(fatal) || fatal.code === 'LOCK_LOST') return false;
  return fatal.retryable || fatal.code === 'INTERNAL';
}

/** Two attempts as one record. The second skips what the first has finished: that counts as processed. */
export function joined(first: StageRecord, second: StageRecord, durationMs: number): StageRecord {
  const processed = first.processed + second.processed;
  return {
    ...second,
    status: second.status === 'unchanged' && processed > 0 ? 'success' : second.status,
    durationMs: Math.round(durationMs),
    processed,
    skipped: Math.max(0, second.skipped - first.processed),
    slowestUnitMs: Math.max(first.slowestUnitMs, second.slowestUnitMs),
  };
}

/** What is recorded of a stage that ended before its first unit. */
export function endedBefore(
  name: StageRecord['name'],
  fatal: GibseyError,
  durationMs: number,
): StageRecord {
  return {
    name,
    status: stoppedEarly(fatal) ? 'partial' : 'failed',
    durationMs: Math.round(durationMs),
    processed: 0,
    skipped: 0,
    failed: 0,
    reason: fatal.message,
    failures: [],
    slowestUnitMs: 0,
  };
}
