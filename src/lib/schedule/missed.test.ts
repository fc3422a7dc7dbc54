import { describe, expect, it } from 'vitest';
import type { Run, StageRecord } from '../domain/run.js';
import type { StageName } from '../domain/values.js';
import { nightSince } from './missed.js';

const job = { cron: '0 3 * * *', timezone: 'America/Chicago' };
/** Five in the morning in Chicago, two hours after the night's time. */
const NOW = Date.parse('2026-07-02T10:00Z');
const HOUR_MS = 3_600_000;

const stage = (name: StageName): StageRecord => ({
  name,
  status: 'success',
  durationMs: 1,
  processed: 1,
  skipped: 0,
  failed: 0,
  failures: [],
  slowestUnitMs: 1,
});

const night = (endedHoursAgo: number, changes: Partial<Run> = {}): Run => ({
  runId: `run ${endedHoursAgo} h ago`,
  command: 'nightly',
  status: 'success',
  startedAt: NOW - endedHoursAgo * HOUR_MS - 1,
  endedAt: NOW - endedHoursAgo * HOUR_MS,
  durationMs: 5,
  stages: (['embed', 'cluster', 'summarize', 'publish'] as const).map(stage),
  models: { calls: 0, tokens: 0, costUsd: 0 },
  warnings: [],
  published: null,
  configHash: '',
  versions: {},
  error: null,
  ...changes,
});

const found = (...runs: Run[]) => nightSince(runs, job, NOW)?.runId ?? null;

describe('nightSince', () => {
  it('finds the success since 03:00', () => expect(found(night(1.9))).toBe('run 1.9 h ago'));

  it('counts a night that found nothing to do', () =>
    expect(found(night(1, { status: 'unchanged' }))).toBe('run 1 h ago'));

  it('misses a night that ended before 03:00, even by a minute', () =>
    expect(found(night(2 + 1 / 60))).toBeNull());

  it('counts a night that began before 03:00 and ended behind it', () =>
    expect(found(night(1.9, { startedAt: NOW - 3 * HOUR_MS }))).toBe('run 1.9 h ago'));

  it.each([
    { status: 'partial' },
    { status: 'failed' },
    { status: 'running', endedAt: null },
    { command: 'embed' },
    { stages: [stage('embed'), stage('publish')] },
  ] as const)('does not count %j', (changes) =>
    expect(found(night(1, changes as Partial<Run>))).toBeNull(),
  );

  it('counts a success behind a later failure: its work is published', () =>
    expect(found(night(0.5, { status: 'failed' }), night(1.5))).toBe('run 1.5 h ago'));

  it('names the newest', () => expect(found(night(1.5), night(0.5))).toBe('run 0.5 h ago'));

  it('counts a success from before the clock was set back', () =>
    expect(found(night(-1))).toBe('run -1 h ago'));

  it('does not count a success that a wrong clock put into next year', () =>
    expect(found(night(-24 * 365))).toBeNull());

  it('has the border at 26 hours ahead', () => {
    expect(found(night(-26))).toBe('run -26 h ago');
    expect(found(night(-26.01))).toBeNull();
  });

  it('looks back a day when the job never comes', () => {
    const never = { cron: '0 0 30 2 *', timezone: 'UTC' };
    expect(nightSince([night(23)], never, NOW)).not.toBeNull();
    expect(nightSince([night(25)], never, NOW)).toBeNull();
  });
});
