import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nightMetrics } from './night-metrics.js';

const OPS = resolve(import.meta.dirname, '../../../ops/prometheus');

describe('rules and dashboard', () => {
  const models = { calls: 0, tokens: 0, costUsd: 0 };
  const night = { status: 'success' as const, endedAt: 0, durationMs: 0, stages: [], models };
  const produced = nightMetrics({ ...night, summaries: null }).map(({ name }) => name);
  const summaries = ['gibsey_summaries', 'gibsey_summaries_stale'];
  const answers = ['audited', 'wrong_ratio', 'wrong_upper_ratio'].map(
    (it) => `gibsey_answers_${it}`,
  );
  const all = [...produced, ...summaries, 'gibsey_judge_believed', ...answers];

  it.each(['alerts.yml', 'alerts.test.yml', 'dashboard.json', 'docs'])(
    'metrics that %s names are left by a night',
    (file) => {
      const path = file === 'docs' ? join(OPS, '../../docs/monitoring.md') : join(OPS, file);
      const named = readFileSync(path, 'utf8').match(/\bgibsey_\w+/g) ?? [];
      expect(named.length).toBeGreaterThan(5);
      for (const name of named) expect(all).toContain(name);
    },
  );

  it('every metric is on the dashboard and in the documentation', () => {
    for (const file of ['ops/prometheus/dashboard.json', 'docs/monitoring.md']) {
      const text = readFileSync(join(OPS, '../..', file), 'utf8');
      for (const name of all) expect(text, file).toContain(name);
    }
  });
});
