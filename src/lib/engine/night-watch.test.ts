import { describe, expect, it } from 'vitest';
import { GibseyError, type ErrorCode } from '../domain/errors.js';
import type { Run } from '../domain/run.js';
import type { Alert, Clock } from '../ports/index.js';
import { NightWatch } from './night-watch.js';

const run = (more: Partial<Run> = {}): Run => ({
  runId: '01RUN',
  command: 'nightly',
  status: 'success',
  startedAt: 1_000,
  endedAt: 2_000,
  durationMs: 1_000,
  stages: [],
  models: { calls: 0, tokens: 0, costUsd: 0 },
  warnings: [],
  published: null,
  configHash: '',
  versions: {},
  error: null,
  ...more,
});

/** A watch over listeners that remember; `failing` ones fail that many times before they listen. */
function watched({
  partial = false,
  failing = {},
}: { partial?: boolean; failing?: Record<string, Error[]> } = {}) {
  const heard = { pings: [] as string[], alerts: [] as Alert[], texts: [] as string[] };
  const kept: (readonly string[])[] = [];
  const warnings: string[] = [];
  const slept: number[] = [];
  let elapsed = 0;
  const clock: Clock = {
    now: () => 5_000,
    monotonic: () => (elapsed += 1_500) - 1_500,
    sleep: async (ms) => void slept.push(ms),
  };
  const attempt = (name: string) => {
    const error = failing[name]?.shift();
    if (error) throw error;
  };
  const watch = new NightWatch({
    notifiers: ['Slack', 'mail'].map((name) => ({
      name,
      notify: async (alert: Alert) => {
        attempt(name);
        heard.alerts.push(alert);
      },
    })),
    heartbeat: {
      name: 'ping',
      send: async (event) => {
        attempt('ping');
        heard.pings.push(event);
      },
    },
    sinks: [
      {
        name: 'file',
        write: async (text, { keep }) => {
          attempt('file');
          heard.texts.push(text);
          kept.push(keep);
        },
      },
    ],
    policy: { partial, command: 'nightly', argv: [], host: 'night-1' },
    clock,
    report: (event) => void (event.type === 'warning' && warnings.push(event.message)),
  });
  return { watch, heard, kept, warnings, slept };
}
const error = (code: ErrorCode) => ({ code, message: 'why' });
const down = () => new GibseyError('SERVICE_UNREACHABLE', 'Slack at host: no connection.');

describe('NightWatch', () => {
  it.each([
    { ended: run(), ping: 'success', alerts: 0, keeps: false },
    { ended: run({ status: 'unchanged' }), ping: 'success', alerts: 0, keeps: false },
    { ended: run({ status: 'partial' }), ping: 'success', alerts: 0, keeps: true },
    {
      ended: run({ status: 'partial', error: error('INTERRUPTED') }),
      ping: 'fail',
      alerts: 0,
      keeps: true,
    },
    {
      ended: run({ status: 'failed', error: error('STORE_FULL') }),
      ping: 'fail',
      alerts: 2,
      keeps: true,
    },
  ])(
    'after $ended.status ($ended.error.code): $ping, $alerts alerts',
    async ({ ended, ping, alerts, keeps }) => {
      const { watch, heard, kept, warnings } = watched();
      await watch.ended(ended, { summaries: null });
      expect(heard.pings).toEqual(['start', ping]);
      expect(heard.alerts).toHaveLength(alerts);
      expect(kept).toEqual([keeps ? ['gibsey_night_last_success_timestamp_seconds'] : []]);
      expect(heard.texts[0]).toContain('gibsey_night_duration_seconds 1.5\n');
      expect([warnings, ended.warnings]).toEqual([[], []]);
    },
  );

  it('takes a partial night for a failure where that is asked for', async () => {
    const { watch, heard } = watched({ partial: true });
    await watch.ended(run({ status: 'partial' }), { summaries: null });
    expect([heard.pings, heard.alerts.length]).toEqual([['start', 'fail'], 2]);
  });

  it.each([
    { code: 'STORE_UNREACHABLE', pings: ['start', 'fail'], alerts: 2, texts: 1 },
    { code: 'INTERRUPTED', pings: ['start', 'fail'], alerts: 0, texts: 1 },
    { code: 'LOCKED', pings: ['start'], alerts: 0, texts: 0 },
  ] as const)(
    'of a night that ends with $code before it is recorded',
    async ({ code, ...told }) => {
      const { watch, heard } = watched();
      await watch.failed(new GibseyError(code, 'why'));
      expect(heard.pings).toEqual(told.pings);
      expect(heard.alerts).toHaveLength(told.alerts);
      expect(heard.texts).toHaveLength(told.texts);
    },
  );

  it('tells once', async () => {
    const { watch, heard } = watched();
    await watch.ended(run({ status: 'failed', error: error('STORE_FULL') }), { summaries: null });
    await watch.failed(new GibseyError('STORE_FULL', 'why'));
    expect([heard.pings.length, heard.alerts.length, heard.texts.length]).toEqual([2, 2, 1]);
  });

  it('tries once more, and is content when that is heard', async () => {
    const { watch, heard, warnings, slept } = watched({ failing: { Slack: [down()] } });
    await watch.ended(run({ status: 'failed', error: error('STORE_FULL') }), { summaries: null });
    expect([heard.alerts.length, warnings, slept]).toEqual([2, [], [500]]);
  });

  it('warns once of each listener that cannot be told, and tells the others', async () => {
    const many = () => Array.from({ length: 9 }, down);
    const failing = { Slack: many(), ping: many() };
    const { watch, heard, warnings } = watched({ failing });
    const ended = run({ status: 'failed', error: error('STORE_FULL') });
    await watch.ended(ended, { summaries: null });
    expect([heard.alerts.length, heard.texts.length, heard.pings]).toEqual([1, 1, []]);
    expect(warnings).toEqual(['could not tell of this night: Slack at host: no connection.']);
    expect(ended.warnings).toEqual(warnings);
  });

  it('does not repeat the words of a stranger’s error', async () => {
    const strange = new TypeError('Failed to parse URL from https://hooks/s3cr3t');
    const { watch, warnings } = watched({ failing: { file: [strange, strange] } });
    await watch.ended(run(), { summaries: null });
    expect(warnings).toEqual(['could not tell of this night: file: a defect.']);
  });
});
