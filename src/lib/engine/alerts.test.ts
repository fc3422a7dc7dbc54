import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { GibseyError } from '../domain/errors.js';
import type { Run, StageRecord } from '../domain/run.js';
import { alertOf, alertOfThrown, type AlertPolicy } from './alerts.js';

const policy = (more: Partial<AlertPolicy> = {}): AlertPolicy => ({
  partial: false,
  command: 'nightly',
  argv: [],
  host: 'night-1',
  ...more,
});
const stage = (more: Partial<StageRecord>): StageRecord => ({
  name: 'embed',
  status: 'success',
  durationMs: 1,
  processed: 1,
  skipped: 0,
  failed: 0,
  failures: [],
  slowestUnitMs: 1,
  ...more,
});
const run = (more: Partial<Run> = {}): Run => ({
  runId: '01RUN',
  command: 'nightly',
  status: 'failed',
  startedAt: 1000,
  endedAt: 2000,
  durationMs: 5,
  stages: [stage({}), stage({ name: 'cluster', status: 'failed' })],
  models: { calls: 0, tokens: 0, costUsd: 0 },
  warnings: [],
  published: null,
  configHash: '',
  versions: {},
  error: { code: 'STORE_FULL', message: 'The disk is full.' },
  ...more,
});

describe('alertOf', () => {
  it('names run, stage, cause and the command that resumes', () => {
    expect(alertOf(run(), policy({ argv: ['-k', '4'] }))).toEqual({
      command: 'nightly',
      runId: '01RUN',
      status: 'failed',
      stage: 'cluster',
      code: 'STORE_FULL',
      cause: 'The disk is full.',
      resume: 'gibsey nightly -k 4 --run-id 01RUN',
      host: 'night-1',
      at: 2000,
    });
  });

  it('names another command that was run', () => {
    const other = { command: 'classify', argv: ['--limit', '9'] };
    expect(alertOf(run(), policy(other))).toMatchObject({
      command: 'classify',
      resume: 'gibsey classify --limit 9 --run-id 01RUN',
    });
  });

  it.each(['success', 'unchanged', 'partial'] as const)(
    'is silent after a night that is %s',
    (status) => {
      expect(alertOf(run({ status, error: null }), policy())).toBeNull();
    },
  );

  it('tells of a partial night where that is asked for, with its first failure', () => {
    const failures = [{ key: 'c7', code: 'REPLY_INVALID' as const, message: 'empty reply' }];
    const stages = [
      stage({}),
      stage({ name: 'summarize', status: 'partial', failed: 3, failures }),
    ];
    const partial = run({ status: 'partial', error: null, stages });
    expect(alertOf(partial, policy({ partial: true }))).toMatchObject({
      status: 'partial',
      stage: 'summarize',
      code: 'REPLY_INVALID',
      cause: '3 failed, the first: c7: empty reply',
    });
  });

  it('leaves --force and an old run id out of the command, and keeps the rest word for word', () => {
    const resume = (...argv: string[]) => alertOf(run(), policy({ argv }))?.resume;
    expect(resume('--force', '--only', 'embed')).toBe('gibsey nightly --only embed --run-id 01RUN');
    expect(resume('--run-id', '01OLD', '--days=7')).toBe('gibsey nightly --days=7 --run-id 01RUN');
    expect(resume('--run-id=01OLD')).toBe('gibsey nightly --run-id 01RUN');
  });

  it('quotes words as a shell reads them', () => {
    const argv = ['--config', 'it\'s a "file".json', '$HOME', '*'];
    const command = alertOf(run(), policy({ argv }))!.resume.replace(
      /^gibsey nightly/,
      "printf '%s\\n'",
    );
    const read = execFileSync('sh', ['-c', command], { encoding: 'utf8' }).trimEnd().split('\n');
    expect(read).toEqual([...argv, '--run-id', '01RUN']);
  });
});

describe('alertOfThrown', () => {
  const of = (thrown: unknown) => alertOfThrown(thrown, { ...policy(), at: 5 });

  it('tells of a night that could not begin', () => {
    expect(of(new GibseyError('STORE_UNREACHABLE', 'No Cassandra.'))).toEqual({
      command: 'nightly',
      runId: null,
      status: 'failed',
      stage: null,
      code: 'STORE_UNREACHABLE',
      cause: 'No Cassandra.',
      resume: 'gibsey nightly',
      host: 'night-1',
      at: 5,
    });
    expect(of(new TypeError('a defect'))).toMatchObject({ code: 'INTERNAL', cause: 'a defect' });
  });

  it.each(['LOCKED', 'INTERRUPTED'] as const)('is silent about %s', (code) => {
    expect(of(new GibseyError(code, 'x'))).toBeNull();
  });
});
