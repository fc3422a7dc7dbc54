import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPushgateway } from '../../../src/lib/adapters/metrics/pushgateway/factory.js';
import { openTextfile } from '../../../src/lib/adapters/metrics/textfile/factory.js';
import { exposition } from '../../../src/lib/observability/exposition.js';
import {
  LAST_SUCCESS,
  nightMetrics,
  type NightOutcome,
} from '../../../src/lib/observability/night-metrics.js';
import type { MetricsSink } from '../../../src/lib/ports/index.js';
import { OPS, startServers, type Servers } from './servers.js';

const run = (command: string, ...args: string[]) =>
  execFileSync(command, args, { encoding: 'utf8', stdio: 'pipe' });

describe('promtool and amtool', () => {
  it('accept the rules, and what they fire on', () => {
    expect(run('promtool', 'check', 'rules', join(OPS, 'alerts.yml'))).toContain('SUCCESS');
    expect(run('promtool', 'test', 'rules', join(OPS, 'alerts.test.yml'))).toContain('SUCCESS');
  });

  it('accept the example configurations', () => {
    run('promtool', 'check', 'config', join(OPS, 'prometheus.example.yml'));
    run('amtool', 'check-config', join(OPS, 'alertmanager.example.yml'));
  });

  it('find nothing to mend in the metrics of a night', () => {
    const input = exposition(nightMetrics(night('success')));
    expect(execFileSync('promtool', ['check', 'metrics'], { input, encoding: 'utf8' })).toBe('');
  });
});

describe('a night seen by Prometheus', () => {
  let servers: Servers;
  beforeAll(async () => void (servers = await startServers()));
  afterAll(() => servers?.stop());

  it('fires through the textfile collector when it fails, and keeps its last success', async () => {
    const sink = openTextfile({ path: join(servers.textfiles, 'gibsey.prom') });
    await tells(sink, night('success', 1_700_000_000_000));
    await tells(sink, night('failed'));
    await expect
      .poll(() => firing('textfile'), { timeout: 20_000, interval: 250 })
      .toEqual(['GibseyNightFailed', 'GibseyNoSuccessfulNight', 'GibseySummarizeSlow']);
    expect(await value(`${LAST_SUCCESS}{instance="textfile"}`)).toBe(1_700_000_000);
  });

  it('comes through the Pushgateway under its own instance, and keeps its last success', async () => {
    const config = { url: `${servers.pushgateway}/`, instance: 'rack 1/night' };
    await tells(openPushgateway(config), night('success', 1_700_000_000_000));
    await tells(openPushgateway(config), night('failed'));
    await expect
      .poll(() => firing('rack 1/night'), { timeout: 20_000, interval: 250 })
      .toContain('GibseyNightFailed');
    expect(await value(`${LAST_SUCCESS}{instance="rack 1/night",job="gibsey"}`)).toBe(
      1_700_000_000,
    );
    await tells(openPushgateway(config), { ...night('success'), stages: [] });
    const pushed = await fetch(`${servers.pushgateway}/metrics`).then((reply) => reply.text());
    expect(pushed).not.toContain('gibsey_stage_duration_seconds'); // a good night replaces the whole group
  });

  /** Names of the alerts that Alertmanager holds for an instance. */
  async function firing(instance: string): Promise<string[]> {
    const reply = await fetch(`${servers.alertmanager}/api/v2/alerts`);
    const alerts = (await reply.json()) as { labels: Record<string, string> }[];
    return alerts
      .filter(({ labels }) => labels.instance === instance)
      .map(({ labels }) => labels.alertname ?? '')
      .sort();
  }

  async function value(query: string): Promise<number> {
    const url = `${servers.prometheus}/api/v1/query?query=${encodeURIComponent(query)}`;
    const { data } = (await (await fetch(url)).json()) as {
      data: { result: { value: [number, string] }[] };
    };
    return Number(data.result[0]?.value[1]);
  }
});

function night(status: NightOutcome['status'], endedAt = Date.now()): NightOutcome {
  return {
    status,
    endedAt,
    durationMs: 100_000,
    stages: [
      {
        name: 'summarize',
        status: 'success',
        durationMs: 61_000,
        processed: 48,
        skipped: 0,
        failed: 0,
        failures: [],
        slowestUnitMs: 9_000,
      },
    ],
    models: { calls: 48, tokens: 96_000, costUsd: 0 },
    summaries: { model: 48, extractive: 0, stale: 0 },
  };
}

async function tells(sink: MetricsSink, outcome: NightOutcome): Promise<void> {
  const keep = outcome.status === 'success' ? [] : [LAST_SUCCESS];
  await sink.write(exposition(nightMetrics(outcome)), { keep, signal: AbortSignal.timeout(5_000) });
}
