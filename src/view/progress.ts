/** What a run shows while it works, on stderr: one living line on a terminal, plain lines in a log. */
import { redact } from '../lib/config/redact.js';
import type { StageRecord } from '../lib/domain/run.js';
import { logLines } from '../lib/observability/log-lines.js';
import type { Reporter, RunEvent } from '../lib/ports/index.js';
import { emphasis } from './emphasis.js';
import type { Screen } from './screen.js';
import { folded } from './folding.js';
import { count, duration } from './format.js';

/** Characters of a bar: as many as there is room for, none where it would say nothing. */
const WIDEST_BAR = 28;
const NARROWEST_BAR = 6;
const GAP = '  ';

export interface ProgressOptions {
  format: 'text' | 'json';
  quiet: boolean;
  screen: Screen;
}

export function progressReporter({ format, quiet, screen }: ProgressOptions): Reporter {
  if (quiet) return () => undefined;
  if (format === 'json') return jsonLines(screen);
  return screen.living ? livingLine(screen) : plainLines(screen);
}

/** Every event but progress within a stage: a log does not need each batch. */
function jsonLines(screen: Screen): Reporter {
  const lineOf = logLines(() => Date.now());
  return (event) => {
    if (event.type !== 'progress') screen.say(JSON.stringify(lineOf(event)));
  };
}

function plainLines(screen: Screen): Reporter {
  return (event) => {
    if (event.type === 'stage-start') screen.say(`${event.stage}: started`);
    if (event.type === 'stage-end') screen.say(`${event.record.name}: ${ended(event.record)}`);
    if (event.type === 'warning') screen.say(`warning: ${event.message}`);
  };
}

function livingLine(screen: Screen): Reporter {
  let started = 0;
  return (event: RunEvent) => {
    switch (event.type) {
      case 'stage-start':
        started = performance.now();
        screen.show((width) => event.stage.slice(0, width));
        break;
      case 'progress': {
        const elapsed = performance.now() - started;
        screen.show((width) => progressText(event, elapsed, width));
        break;
      }
      case 'stage-end':
        screen.clear();
        break;
      case 'warning':
        screen.say(warning(event.message, screen.width));
        break;
      case 'run-start':
      case 'run-end': // the table that follows says it
        break;
    }
  };
}

/** Credentials go before it is folded: in two lines they would not be known for what they are. */
const warning = (message: string, width: number): string =>
  folded(redact(`warning: ${message}`), width - GAP.length)
    .map((line) => GAP + emphasis('warning', line))
    .join('\n');

/**
 * `embed  ━━━━━╸━━━  3,120 of 4,655 · 21 s left`. On a narrow terminal the bar gives way first, then the time.
 * @param width the most characters that it may take
 */
export function progressText(
  { stage, done, total }: Extract<RunEvent, { type: 'progress' }>,
  elapsedMs: number,
  width: number,
): string {
  if (!total) return `${stage}${GAP}${count(done)}`.slice(0, width);
  const counts = `${count(done)} of ${count(total)}`;
  const left = done > 0 ? ` · ${duration((elapsedMs / done) * (total - done))} left` : '';
  const short = [stage, counts].join(GAP);
  const long = short + left;
  const room = Math.min(WIDEST_BAR, width - long.length - GAP.length);
  if (room >= NARROWEST_BAR) return [stage, bar(done / total, room), counts + left].join(GAP);
  return (long.length <= width ? long : short).slice(0, width);
}

function bar(share: number, width: number): string {
  const filled = Math.min(width, Math.floor(width * share));
  const done = `${'━'.repeat(filled)}╸`.slice(0, width);
  return emphasis('accent', done) + emphasis('faint', '┈'.repeat(width - done.length));
}

function ended(record: StageRecord): string {
  const { status, processed, skipped, failed, durationMs, reason } = record;
  const counts = `${count(processed)} run, ${count(skipped)} skipped, ${count(failed)} failed`;
  return `${status}, ${counts}, ${duration(durationMs)}${reason ? `: ${reason}` : ''}`;
}
