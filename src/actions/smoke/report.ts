import type { Observation } from './drive.js';

/** Bounds that a smoke test holds a server to. */
export interface Thresholds {
  /** 95th percentile of the time from a question to the end of its answer, ms. */
  maxP95Ms: number;
  /** 95th percentile of the time to the first piece of an answer, ms. */
  maxFirstTokenMs: number;
  /** Share of questions none of whose first pages answers. */
  maxMiss: number;
}

export interface SmokeCheck {
  name: 'health' | 'answers' | 'latency' | 'first-token' | 'retrieval' | 'quotes';
  ok: boolean;
  /** What was measured, raw: ms or a share; null when it could not be. */
  value: number | null;
  /** The bound that it is held to, in the same unit. */
  bound: number;
  unit: 'ms' | 'share';
  /** For people. */
  detail: string;
}

export interface SmokeReport {
  ok: boolean;
  checks: SmokeCheck[];
  /** ms; null when nothing was answered. */
  latency: Percentiles | null;
  firstToken: Percentiles | null;
  /** Answers that were prepared by night, of all. */
  cache: { hits: number; latency: Percentiles | null };
  observations: readonly Observation[];
}

export interface Percentiles {
  p50: number;
  p95: number;
  p99: number;
}

export function report(
  health: { ok: boolean; status: string; mode: string },
  observations: readonly Observation[],
  thresholds: Thresholds,
): SmokeReport {
  const turns = observations.flatMap(({ turn }) => (turn ? [turn] : []));
  const hits = turns.filter(({ route }) => route === 'cache');
  const latency = percentiles(turns.map(({ latencyMs }) => latencyMs));
  const firstToken = percentiles(turns.map(({ firstTokenMs }) => firstTokenMs));
  const checks: SmokeCheck[] = [
    share('health', Number(health.ok), 1, [health.status, health.mode].filter(Boolean).join(', ')),
    answered(observations),
    within('latency', latency, thresholds.maxP95Ms),
    within('first-token', firstToken, thresholds.maxFirstTokenMs),
    missed(observations, thresholds.maxMiss),
    verbatim(observations),
  ];
  const cache = { hits: hits.length, latency: percentiles(hits.map((turn) => turn.latencyMs)) };
  const ok = checks.every((check) => check.ok);
  return { ok, checks, latency, firstToken, cache, observations };
}

/** By the nearest rank: the least value that so many per cent do not exceed; null for none. */
export function percentiles(values: readonly number[]): Percentiles | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

function share(name: SmokeCheck['name'], value: number, bound: number, detail: string): SmokeCheck {
  return { name, ok: value >= bound, value, bound, unit: 'share', detail };
}

function answered(observations: readonly Observation[]): SmokeCheck {
  const done = observations.filter(({ problem }) => problem === null).length;
  const detail = `${done} of ${observations.length} questions answered`;
  return share('answers', done / observations.length, 1, detail);
}

function within(name: SmokeCheck['name'], measured: Percentiles | null, bound: number): SmokeCheck {
  const value = measured?.p95 ?? null;
  const ok = value !== null && value <= bound;
  const [p50, p95, p99] = [measured?.p50, measured?.p95, measured?.p99].map((ms = NaN) =>
    ms.toFixed(0),
  );
  const detail = measured ? `p50 ${p50}, p95 ${p95}, p99 ${p99} ms` : 'nothing was answered';
  return { name, ok, value, bound, unit: 'ms', detail };
}

function missed(observations: readonly Observation[], bound: number): SmokeCheck {
  const misses = observations.filter(({ rank }) => rank === null).length;
  const value = misses / observations.length;
  const detail = `${misses} of ${observations.length} questions without an answer among the first pages`;
  return { name: 'retrieval', ok: value <= bound, value, bound, unit: 'share', detail };
}

function verbatim(observations: readonly Observation[]): SmokeCheck {
  const all = observations.reduce((sum, { quotes }) => sum + quotes, 0);
  const wrong = observations.reduce((sum, each) => sum + each.wrong.length, 0);
  if (all === 0) return { ...share('quotes', 0, 1, 'no quote was seen'), value: null };
  return share('quotes', (all - wrong) / all, 1, `${all - wrong} of ${all} quotes verbatim`);
}
