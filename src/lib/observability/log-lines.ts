import type { RunEvent } from '../ports/index.js';

export interface LogLine {
  /** ISO 8601, UTC. */
  ts: string;
  level: 'info' | 'warning' | 'error';
  event: string;
  run_id?: string;
  [field: string]: unknown;
}

/** Makes events of a run structured: every line behind `run-start` carries the run's id. */
export function logLines(now: () => number): (event: RunEvent) => LogLine {
  let runId: string | undefined;
  return (event) => {
    if (event.type === 'run-start') runId = event.runId;
    const { level = 'info', ...fields } = fieldsOf(event);
    return {
      ts: new Date(now()).toISOString(),
      level,
      event: event.type,
      ...(runId === undefined ? {} : { run_id: runId }),
      ...fields,
    };
  };
}

function fieldsOf(event: RunEvent): { level?: LogLine['level']; [field: string]: unknown } {
  switch (event.type) {
    case 'run-start':
      return { command: event.command };
    case 'stage-start':
      return { stage: event.stage };
    case 'progress':
      return { stage: event.stage, done: event.done, total: event.total };
    case 'stage-end': {
      const { name, status, durationMs, processed, skipped, failed, reason } = event.record;
      const counts = { processed, skipped, failed };
      return {
        level: levelOf(status),
        stage: name,
        status,
        duration_ms: durationMs,
        ...counts,
        reason,
      };
    }
    case 'run-end': {
      const { status, models, published, error } = event.run;
      const { calls, tokens, costUsd } = models;
      return { level: levelOf(status), status, calls, tokens, cost_usd: costUsd, published, error };
    }
    case 'warning':
      return { level: 'warning', message: event.message };
  }
}

function levelOf(status: string): LogLine['level'] {
  return status === 'failed' ? 'error' : status === 'partial' ? 'warning' : 'info';
}
