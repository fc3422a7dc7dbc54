/** What a finished or planned run looks like: to people as a table, to programs as the documented JSON. */
import { emphasis } from './emphasis.js';
import { ERRORS } from '../lib/domain/errors.js';
import type { Run, StageRecord } from '../lib/domain/run.js';
import type { Tally } from '../lib/engine/tally.js';
import { columns } from './columns.js';
import { brief, count, day, duration, momentSince, plural } from './format.js';

const FAILURES_SHOWN = 5;

export function runJson(run: Run) {
  return {
    run_id: run.runId,
    status: run.status,
    stages: run.stages.map(stageJson),
    models: {
      calls: run.models.calls,
      tokens: run.models.tokens,
      cost_usd: run.models.costUsd,
    },
    warnings: run.warnings,
    ...(run.error ? { error: run.error } : {}),
  };
}

function stageJson(stage: StageRecord) {
  return {
    name: stage.name,
    status: stage.status,
    duration_ms: stage.durationMs,
    processed: stage.processed,
    skipped: stage.skipped,
    failed: stage.failed,
    ...(stage.reason ? { reason: stage.reason } : {}),
    ...(stage.removed ? { removed: stage.removed } : {}),
    ...(stage.failures.length > 0 ? { failures: stage.failures } : {}),
  };
}

/** One line says what happened, a table where the time went, then what failed. */
export function runText(run: Run, title: string, generation: number | null): string {
  const elapsed = run.durationMs;
  const skipped = run.stages.reduce((sum, stage) => sum + stage.skipped, 0);
  if (run.status === 'unchanged') {
    const rest = `${plural(skipped, 'unit')} skipped, no model called, ${duration(elapsed)}.`;
    return `${emphasis('strong', 'Nothing changed')}: ${rest}`;
  }
  const publishing = run.stages.find(({ name }) => name === 'publish');
  const shown =
    publishing?.status === 'success' && generation !== null
      ? ` · generation ${generation} published`
      : '';
  const lead = emphasis('strong', `${title} of ${day(run.startedAt)}`);
  const headline = `${lead} · ${shownStatus(run.status)} in ${duration(elapsed)}${shown}`;
  return [headline, '', stageTable(run.stages), ...failureLines(run.stages)].join('\n');
}

/** What did not go well: nothing of a run that was a success. */
export function wrongText(run: Run, title: string): string {
  if (run.status === 'success' || run.status === 'unchanged') return '';
  const reasons = run.stages.flatMap(({ name, status, reason }) =>
    reason && (status === 'failed' || status === 'partial' || status === 'blocked')
      ? [`  ${name}  ${reason}`]
      : [],
  );
  const status = shownStatus(run.status);
  const headline = `${title} of ${day(run.startedAt)} · ${status}: gibsey runs ${run.runId}`;
  return [headline, ...reasons, ...failureLines(run.stages)]
    .filter((line) => line !== '')
    .join('\n');
}

/** Only what is not as it should be stands out. */
const shownStatus = (status: Run['status']): string =>
  status === 'failed'
    ? emphasis('bad', status)
    : status === 'partial'
      ? emphasis('warning', status)
      : status;

function stageTable(stages: readonly StageRecord[]): string {
  const rows = stages.map((stage) => [
    stage.name,
    count(stage.processed),
    count(stage.skipped),
    stage.failed > 0 ? emphasis('bad', count(stage.failed)) : '0',
    duration(stage.durationMs),
    stage.reason ?? removedText(stage.removed ?? {}),
  ]);
  return columns(rows, {
    head: ['stage', 'run', 'skip', 'failed', 'time', ''],
    right: [1, 2, 3, 4],
  });
}

function removedText(removed: Readonly<Record<string, number>>): string {
  const rows = Object.entries(removed).map(([name, n]) => `${count(n)} ${name}`);
  return rows.length === 0 ? '' : `removed: ${rows.join(', ')}`;
}

function failureLines(stages: readonly StageRecord[]): string[] {
  return stages.flatMap((stage) => {
    if (stage.failed === 0) return [];
    const shown = stage.failures
      .slice(0, FAILURES_SHOWN)
      .map(({ key, message }) => `  ${key}  ${message}`);
    const more = stage.failed - shown.length;
    const [first] = stage.failures;
    return [
      '',
      ...shown,
      ...(more > 0 ? [`  …and ${count(more)} more in ${stage.name}`] : []),
      ...(first ? [`  ${sentence(ERRORS[first.code].hint)}`] : []),
    ];
  });
}

const sentence = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

/** A run whose stages had no unit to look at. */
export const sawNothing = ({ status, stages }: Run) =>
  status === 'unchanged' && stages.every(({ skipped }) => skipped === 0);

export function planJson(tallies: readonly Tally[]) {
  const stages = tallies.map(({ stage, skipReasons, ...rest }) => {
    return { name: stage, ...rest, skip_reasons: skipReasons };
  });
  return { dry_run: true, stages };
}

export function planText(tallies: readonly Tally[]): string {
  const rows = tallies.flatMap(planRows);
  return rows.length > 0 ? columns(rows) : '  nothing to do';
}

function planRows(tally: Tally): string[][] {
  const { stage, run, skip, reject, certainty, most, examples } = tally;
  const rows: string[][] = [];
  if (certainty === 'at most') {
    const units = most === null ? 'to be seen' : `at most ${count(most)}`;
    return [[units, stage, 'depends on an earlier stage; unchanged units will be skipped']];
  }
  if (run > 0) rows.push(['run', stage, plural(run, 'unit')]);
  if (reject > 0) rows.push(['reject', stage, plural(reject, 'unit')]);
  for (const { action, key, reason } of examples)
    rows.push(['', '', `${action} ${action === 'run' ? brief(key) : key}: ${reason}`]);
  const hidden = run + reject - examples.length;
  if (hidden > 0 && examples.length > 0) rows.push(['', '', `…and ${count(hidden)} more`]);
  if (skip > 0) rows.push(['skip', stage, `${plural(skip, 'unit')}, ${whyOf(tally)}`]);
  return rows;
}

/** `unchanged`; with several reasons, how many for each. */
function whyOf({ skipReasons }: Tally): string {
  const reasons = Object.entries(skipReasons);
  if (reasons.length === 1) return reasons[0]![0];
  return reasons.map(([reason, units]) => `${count(units)} ${reason}`).join(', ');
}

/** One line a run, the newest first; why it ended early stands below. */
export function runsText(runs: readonly Run[], now = Date.now()): string {
  if (runs.length === 0) return 'No runs yet: gibsey nightly';
  const rows = runs.map((run) => [
    run.runId,
    momentSince(run.startedAt, now),
    run.command,
    shownStatus(run.status),
    run.endedAt === null ? '' : duration(run.durationMs),
  ]);
  const head = ['run', 'started', 'command', 'status', 'time'];
  return columns(rows, { head, right: [4], below: runs.map(({ error }) => error?.message ?? '') });
}

/** 0 success or unchanged, 3 partial; a fatal error brings its own. */
export function exitCodeOf(run: Run): number {
  return run.status === 'partial' ? 3 : run.status === 'failed' ? 1 : 0;
}
