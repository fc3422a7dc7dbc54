import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AuditReport, Belief } from '../domain/judge.js';
import type { StageRecord } from '../domain/run.js';
import { exposition } from './exposition.js';
import { LAST_SUCCESS, nightMetrics, type NightOutcome } from './night-metrics.js';

const stage = (more: Partial<StageRecord>): StageRecord => ({
  name: 'embed',
  status: 'success',
  durationMs: 1500,
  processed: 3,
  skipped: 2,
  failed: 1,
  failures: [],
  slowestUnitMs: 250,
  ...more,
});
const night = (more: Partial<NightOutcome> = {}): NightOutcome => ({
  status: 'success',
  endedAt: 1_763_712_061_500,
  durationMs: 61_500,
  stages: [stage({})],
  models: { calls: 4, tokens: 900, costUsd: 0.25 },
  summaries: { model: 40, extractive: 8, stale: 2 },
  ...more,
});
const linesOf = (more: Partial<NightOutcome> = {}) =>
  exposition(nightMetrics(night(more)))
    .split('\n')
    .filter((line) => line && !line.startsWith('#'));

describe('nightMetrics', () => {
  it('says in base units what the run record says', () => {
    expect(linesOf()).toEqual([
      'gibsey_night_last_success_timestamp_seconds 1763712061.5',
      'gibsey_night_last_completion_timestamp_seconds 1763712061.5',
      'gibsey_night_duration_seconds 61.5',
      'gibsey_night_status{status="success"} 1',
      'gibsey_night_status{status="unchanged"} 0',
      'gibsey_night_status{status="partial"} 0',
      'gibsey_night_status{status="failed"} 0',
      'gibsey_stage_duration_seconds{stage="embed"} 1.5',
      'gibsey_stage_slowest_unit_seconds{stage="embed"} 0.25',
      'gibsey_stage_items{stage="embed",result="processed"} 3',
      'gibsey_stage_items{stage="embed",result="skipped"} 2',
      'gibsey_stage_items{stage="embed",result="failed"} 1',
      'gibsey_model_calls 4',
      'gibsey_model_tokens 900',
      'gibsey_model_cost_usd 0.25',
      'gibsey_summaries{writer="model"} 40',
      'gibsey_summaries{writer="extractive"} 8',
      'gibsey_summaries_stale 2',
    ]);
  });

  it.each([
    ['success', true],
    ['unchanged', true],
    ['partial', false],
    ['failed', false],
  ] as const)('a night that ends %s is a success: %s', (status, success) => {
    expect(linesOf({ status }).some((line) => line.startsWith(LAST_SUCCESS))).toBe(success);
  });

  it('adds up a stage that ran once for each source', () => {
    const sources = [
      stage({ name: 'ingest', durationMs: 1000, processed: 5, slowestUnitMs: 10 }),
      stage({ name: 'ingest', durationMs: 500, processed: 6, slowestUnitMs: 40 }),
    ];
    const lines = linesOf({ stages: sources });
    expect(lines).toContain('gibsey_stage_duration_seconds{stage="ingest"} 1.5');
    expect(lines).toContain('gibsey_stage_slowest_unit_seconds{stage="ingest"} 0.04');
    expect(lines).toContain('gibsey_stage_items{stage="ingest",result="processed"} 11');
  });

  it('has no series twice, whatever ran', () => {
    const names = fc.constantFrom('ingest', 'embed', 'cluster', 'summarize', 'publish' as const);
    fc.assert(
      fc.property(fc.array(names, { maxLength: 8 }), (ran) => {
        const stages = ran.map((name) => stage({ name }));
        const series = linesOf({ stages }).map((line) => line.split(' ')[0]);
        expect(new Set(series).size).toBe(series.length);
      }),
    );
  });

  it('tells what audits have found, and not what they have not', () => {
    const judge = { name: 'm/1.1', doubt: null, falseAccepts: 0.07 } as Belief;
    const audit = { judge, audited: 40, wrong: 0.004, wrongUpper: 0.02 } as AuditReport;
    const told = linesOf({ audit });
    expect(told).toContain('gibsey_judge_believed 1');
    expect(told).toContain('gibsey_answers_audited 40');
    expect(told).toContain('gibsey_answers_wrong_ratio 0.004');
    expect(told).toContain('gibsey_answers_wrong_upper_ratio 0.02');
    const doubted = { ...judge, doubt: 'it called 9 of 48 wrong answers right' };
    const none = linesOf({
      audit: { ...audit, judge: doubted, audited: 0, wrong: null, wrongUpper: null },
    });
    expect(none).toContain('gibsey_judge_believed 0');
    expect(none.some((line) => line.includes('wrong'))).toBe(false);
    expect(linesOf({ audit: null }).some((line) => /judge|answers/.test(line))).toBe(false);
  });

  it('says nothing of stages and summaries that it does not know', () => {
    const lines = linesOf({ status: 'failed', stages: [], summaries: null });
    expect(lines.some((line) => /gibsey_(stage|summaries)/.test(line))).toBe(false);
    expect(lines).toContain('gibsey_night_status{status="failed"} 1');
  });
});
