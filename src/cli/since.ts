import type { Then } from '../lib/answering/then.js';
import { GibseyError } from '../lib/domain/errors.js';

const RUN = /^[0-9A-HJKMNP-TV-Z]{26}$/;
const NIGHTS = /^[1-9]\d{0,3}$/;
const DATE = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?))?(Z|[+-]\d\d:\d\d)?$/;

/**
 * What `--since` means: `yesterday` is this time of the day before, a date is its first moment, a time
 * without an offset is local.
 * @param now epoch ms
 * @throws USAGE
 */
export function parseSince(text: string, now: number): Then {
  if (RUN.test(text)) return { run: text };
  if (NIGHTS.test(text)) return { nights: Number(text) };
  const moment = text === 'yesterday' ? dayBefore(now) : momentOf(text);
  if (Number.isNaN(moment)) {
    throw usage(`--since ${text}: neither yesterday, a date, a run, nor a number of nights.`);
  }
  if (moment > now) throw usage(`--since ${text}: that is yet to come.`);
  return { moment };
}

function dayBefore(now: number): number {
  const date = new Date(now);
  return date.setDate(date.getDate() - 1);
}

/** NaN when it is no such date. */
function momentOf(text: string): number {
  const [, year, month, day, time = '00:00', offset = ''] = DATE.exec(text) ?? [];
  const date = `${year}-${month}-${day}`;
  const exists = Date.parse(date);
  // A 30th of February is taken for a day of March.
  if (Number.isNaN(exists) || !new Date(exists).toISOString().startsWith(date)) return NaN;
  return Date.parse(`${date}T${time}${offset}`);
}

const usage = (message: string) =>
  new GibseyError('USAGE', message, {
    hint: 'e.g. gibsey status --since yesterday, --since 2026-11-20, --since 3, --since RUN',
  });
