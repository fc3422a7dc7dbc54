/** What a run shows while it works, on stderr: one living line on a terminal, plain lines in a log. */
import ora, { type Ora } from 'ora';
import type { StageRecord } from '../lib/domain/run.js';
import { logLines } from '../lib/observability/log-lines.js';
import type { Reporter, RunEvent } from '../lib/ports/index.js';
import { count, duration } from './format.js';

const BAR = 28;

export function progressReporter(options: {
  format: 'text' | 'json';
  terminal: boolean;
  quiet: boolean;
  write: (line: string) => void;
}): Reporter {
  if (options.quiet) return () => undefined;
  if (options.format === 'json') return jsonLines(options.write);
  return options.terminal ? livingLine() : plainLines(options.write);
}

/** Every event but progress within a stage: a log does not need each batch. */
function jsonLines(write: (line: string) => void): Reporter {
  const lineOf = logLines(() => Date.now());
  return (event) => {
    if (event.type !== 'progress') write(JSON.stringify(lineOf(event)));
  };
}

function plainLines(write: (line: string) => void): Reporter {
  return (event) => {
    if (event.type === 'stage-start') write(`${event.stage}: started`);
    if (event.type === 'stage-end') write(`${event.record.name}: ${ended(event.record)}`);
    if (event.type === 'warning') write(`warning: ${event.message}`);
  };
}

function livingLine(): Reporter {
  let spinner: Ora | null = null;
  let started = 0;
  return (event: RunEvent) => {
    switch (event.type) {
      case 'stage-start':
        started = performance.now();
        spinner = ora({ text: event.stage, indent: 2 }).start();
        break;
      case 'progress':
        if (spinner) spinner.text = progressText(event, performance.now() - started);
        break;
      case 'stage-end':
        spinner?.stop();
        spinner = null;
        break;
      case 'warning':
        spinner?.clear();
        process.stderr.write(`  ${event.message}\n`);
        break;
      case 'run-start':
      case 'run-end': // the table that follows says it
        break;
    }
  };
}

/** `embed  ━━━━━╸━━━  3,120 of 4,655 · 21 s left`. */
export function progressText(
  { stage, done, total }: Extract<RunEvent, { type: 'progress' }>,
  elapsedMs: number,
): string {
  if (!total) return `${stage}  ${count(done)}`;
  const filled = Math.min(BAR, Math.floor((BAR * done) / total));
  const bar = `${'━'.repeat(filled)}╸`.slice(0, BAR).padEnd(BAR, '┈');
  const left = done > 0 ? ` · ${duration((elapsedMs / done) * (total - done))} left` : '';
  return `${stage}  ${bar}  ${count(done)} of ${count(total)}${left}`;
}

function ended(record: StageRecord): string {
  const { status, processed, skipped, failed, durationMs, reason } = record;
  const counts = `${count(processed)} run, ${count(skipped)} skipped, ${count(failed)} failed`;
  return `${status}, ${counts}, ${duration(durationMs)}${reason ? `: ${reason}` : ''}`;
}
