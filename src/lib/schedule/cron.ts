/**
 * Times of a cron expression in a time zone. Over a clock change: a time that does not exist runs at the next
 * moment that does, a time that exists twice runs once, the first time. Expressions of which every hour matches
 * follow the real time that passes.
 */
import { Cron } from 'croner';
import { GibseyError } from '../domain/errors.js';

const MINUTE_MS = 60_000;
/** What every cron understands; croner alone knows more. */
const FIELD = /^[0-9*,/-]+$|^([a-z]{3}|[0-9,/-])+$/i;
const FIELDS = 5;

/** The next times after `from`, epoch ms; fewer than `count` when there are no more. */
export function nextTimes(cron: string, timezone: string, from: number, count: number): number[] {
  return parse(cron, timezone)
    .nextRuns(count, new Date(from))
    .map((date) => date.getTime());
}

/** The newest time at or before `at`, epoch ms; null when there is none. */
export function lastTime(cron: string, timezone: string, at: number): number | null {
  // croner looks for times strictly before; a time counts from its own minute on
  const behind = Math.floor(at / MINUTE_MS) * MINUTE_MS + 1_000;
  const [date] = parse(cron, timezone).previousRuns(1, new Date(behind));
  return date ? date.getTime() : null;
}

/** Whether the time came within the last `withinMs`. */
export function isDue(
  job: { cron: string; timezone: string },
  at: number,
  withinMs = 10 * MINUTE_MS,
): boolean {
  const last = lastTime(job.cron, job.timezone, at);
  return last !== null && at - last < withinMs;
}

/** @throws CONFIG_INVALID naming the expression and what is wrong with it */
export function parse(cron: string, timezone: string): Cron {
  const fields = cron.trim().split(/\s+/);
  if (fields.length !== FIELDS || !fields.every((field) => FIELD.test(field))) {
    throw invalid(cron, 'five fields are allowed: minute, hour, day, month, day of week');
  }
  try {
    return new Cron(fields.join(' '), { timezone, mode: '5-part', paused: true });
  } catch (cause) {
    throw invalid(cron, cause instanceof Error ? cause.message : String(cause));
  }
}

function invalid(cron: string, reason: string): GibseyError {
  return new GibseyError('CONFIG_INVALID', `"${cron}" is not a cron expression: ${reason}.`, {
    hint: 'write for example "0 3 * * *" for every day at 03:00',
  });
}
