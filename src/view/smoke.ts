import { emphasis } from './emphasis.js';
import type { Observation } from '../actions/smoke/drive.js';
import type { Percentiles, SmokeCheck, SmokeReport } from '../actions/smoke/report.js';
import { columns } from './columns.js';
import { count, plural } from './format.js';

type Named = SmokeReport & { set: string; url: string };

const SHOWN = 10;
const FAILED = emphasis('bad', 'FAILED');

/** Whether it passed, a line for each check, and the questions behind what is wrong. */
export function smokeText(smoke: Named): string {
  const { ok, url, set, observations, cache } = smoke;
  const asked = `${plural(observations.length, 'question')} of ${set}`;
  const hits = cache.latency
    ? [['cache', '', `${plural(cache.hits, 'answer')} by night, p95 ${ms(cache.latency.p95)}`, '']]
    : [];
  return [
    `Smoke test of ${url}: ${ok ? emphasis('good', 'passed') : FAILED}, ${asked}\n`,
    columns([...smoke.checks.map(row), ...hits]),
    ...blamed(observations),
  ].join('\n');
}

function row({ name, ok, detail, bound, unit }: SmokeCheck): string[] {
  return [name, ok ? 'ok' : FAILED, detail, ok ? '' : boundText(name, bound, unit)];
}

function boundText(name: string, bound: number, unit: SmokeCheck['unit']): string {
  if (unit === 'ms') return `at most ${ms(bound)} at p95`;
  return name === 'retrieval' ? `at most ${bound * 100} %` : 'all';
}

const ms = (value: number) => `${count(Math.round(value))} ms`;

function blamed(observations: readonly Observation[]): string[] {
  const lines = observations.flatMap(({ question: { id, question }, rank, wrong, problem }) => {
    if (problem !== null) return [`  failed  ${id}: ${problem}`];
    if (wrong.length > 0) return wrong.map((each) => `  quote   ${id}: ${each}`);
    return rank === null ? [`  missed  ${id}: ${question}`] : [];
  });
  if (lines.length === 0) return [];
  const more = lines.length - SHOWN;
  const rest = more > 0 ? [`  …${more} more: --json`] : [];
  return ['', ...lines.slice(0, SHOWN), ...rest];
}

export function smokeJson(smoke: Named) {
  const { ok, url, set, checks, latency, firstToken, cache, observations } = smoke;
  return {
    ok,
    url,
    set,
    checks,
    latency_ms: rounded(latency),
    first_token_ms: rounded(firstToken),
    cache: { hits: cache.hits, latency_ms: rounded(cache.latency) },
    questions: observations.map(({ question, rank, turn, quotes, wrong, problem }) => ({
      id: question.id,
      question: question.question,
      rank,
      route: turn?.route ?? null,
      latency_ms: turn ? tenths(turn.latencyMs) : null,
      first_token_ms: turn ? tenths(turn.firstTokenMs) : null,
      quotes,
      wrong,
      problem,
    })),
  };
}

const tenths = (value: number) => Math.round(value * 10) / 10;

function rounded(values: Percentiles | null): Percentiles | null {
  if (!values) return null;
  return { p50: tenths(values.p50), p95: tenths(values.p95), p99: tenths(values.p99) };
}
