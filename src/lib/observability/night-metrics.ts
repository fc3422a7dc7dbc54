import type { AuditReport } from '../domain/judge.js';
import type { ModelUsage, RunStatus, StageRecord } from '../domain/run.js';
import type { StageName } from '../domain/values.js';
import type { MetricFamily } from './exposition.js';

export interface NightOutcome {
  status: Exclude<RunStatus, 'running'>;
  /** Epoch ms. */
  endedAt: number;
  /** By the monotonic clock: a clock change during the night does not show. */
  durationMs: number;
  stages: readonly StageRecord[];
  models: ModelUsage;
  /** Those of the published generation; null when there is none, or the store cannot be asked. */
  summaries: SummaryCounts | null;
  /** What is known of wrong look-ups; absent or null: nothing. */
  audit?: AuditReport | null;
}

export interface SummaryCounts {
  model: number;
  extractive: number;
  /** Carried forward from an earlier night; counted as `model` or `extractive`, too. */
  stale: number;
}

export const LAST_SUCCESS = 'gibsey_night_last_success_timestamp_seconds';
const STATUSES = ['success', 'unchanged', 'partial', 'failed'] as const;

/** An unchanged night has nothing left to do: a success. A partial one has. */
export const succeeded = ({ status }: Pick<NightOutcome, 'status'>) =>
  status === 'success' || status === 'unchanged';

/** What a night leaves for Prometheus. `LAST_SUCCESS` is absent unless this night was one. */
export function nightMetrics(night: NightOutcome): MetricFamily[] {
  const at = [{ value: night.endedAt / 1000 }];
  return [
    gauge(LAST_SUCCESS, 'When a night last ended well.', succeeded(night) ? at : []),
    gauge('gibsey_night_last_completion_timestamp_seconds', 'When a night last ended.', at),
    gauge('gibsey_night_duration_seconds', 'How long the last night took.', [
      { value: Math.round(night.durationMs) / 1000 },
    ]),
    gauge(
      'gibsey_night_status',
      'How the last night ended: 1 for its status, 0 for the others.',
      STATUSES.map((status) => ({ labels: { status }, value: status === night.status ? 1 : 0 })),
    ),
    ...stageMetrics(byName(night.stages)),
    ...modelMetrics(night.models),
    ...summaryMetrics(night.summaries),
    ...auditMetrics(night.audit ?? null),
  ];
}

type StageTotals = Pick<
  StageRecord,
  'durationMs' | 'slowestUnitMs' | 'processed' | 'skipped' | 'failed'
>;

/** A stage may run more than once a night, e.g. ingest for each source: one series each all the same. */
function byName(stages: readonly StageRecord[]): Map<StageName, StageTotals> {
  const totals = new Map<StageName, StageTotals>();
  for (const stage of stages) {
    const sum = totals.get(stage.name);
    totals.set(stage.name, sum ? added(sum, stage) : stage);
  }
  return totals;
}

function added(a: StageTotals, b: StageTotals): StageTotals {
  return {
    durationMs: a.durationMs + b.durationMs,
    slowestUnitMs: Math.max(a.slowestUnitMs, b.slowestUnitMs),
    processed: a.processed + b.processed,
    skipped: a.skipped + b.skipped,
    failed: a.failed + b.failed,
  };
}

function stageMetrics(stages: ReadonlyMap<StageName, StageTotals>): MetricFamily[] {
  const each = (value: (totals: StageTotals) => number) =>
    [...stages].map(([stage, totals]) => ({ labels: { stage }, value: value(totals) }));
  return [
    gauge(
      'gibsey_stage_duration_seconds',
      'How long each stage of the last night took.',
      each(({ durationMs }) => durationMs / 1000),
    ),
    gauge(
      'gibsey_stage_slowest_unit_seconds',
      'The slowest unit of each stage of the last night, e.g. one summary.',
      each(({ slowestUnitMs }) => slowestUnitMs / 1000),
    ),
    gauge(
      'gibsey_stage_items',
      'Units of each stage of the last night by what became of them.',
      [...stages].flatMap(([stage, totals]) =>
        (['processed', 'skipped', 'failed'] as const).map((result) => ({
          labels: { stage, result },
          value: totals[result],
        })),
      ),
    ),
  ];
}

function modelMetrics({ calls, tokens, costUsd }: ModelUsage): MetricFamily[] {
  return [
    gauge('gibsey_model_calls', 'Calls to language models in the last night.', [{ value: calls }]),
    gauge('gibsey_model_tokens', 'Tokens read and written by language models in the last night.', [
      { value: tokens },
    ]),
    gauge('gibsey_model_cost_usd', 'Cost of language models in the last night, US dollars.', [
      { value: costUsd },
    ]),
  ];
}

function summaryMetrics(counts: SummaryCounts | null): MetricFamily[] {
  if (!counts) return [];
  const { model, extractive, stale } = counts;
  return [
    gauge('gibsey_summaries', 'Published summaries by who wrote them.', [
      { labels: { writer: 'model' }, value: model },
      { labels: { writer: 'extractive' }, value: extractive },
    ]),
    gauge('gibsey_summaries_stale', 'Published summaries carried over from an earlier night.', [
      { value: stale },
    ]),
  ];
}

function auditMetrics(report: AuditReport | null): MetricFamily[] {
  if (!report) return [];
  const { judge, audited, wrong, wrongUpper } = report;
  const known = (value: number | null) => (value === null ? [] : [{ value }]);
  return [
    gauge('gibsey_judge_believed', 'Whether the verdicts of the language model are used.', [
      { value: judge.doubt === null ? 1 : 0 },
    ]),
    gauge('gibsey_answers_audited', 'Prepared answers that an audit drew and the model judged.', [
      { value: audited },
    ]),
    gauge(
      'gibsey_answers_wrong_ratio',
      'Share of look-ups that are answered wrongly, as judged.',
      known(wrong),
    ),
    gauge(
      'gibsey_answers_wrong_upper_ratio',
      'Upper limit of that share, at 95 %.',
      known(wrongUpper),
    ),
  ];
}

const gauge = (name: string, help: string, samples: MetricFamily['samples']): MetricFamily => ({
  name,
  help,
  samples,
});
