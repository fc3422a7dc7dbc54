import { excerpt, Rejected } from './rejected.js';

const DAY = 24 * 60 * 60 * 1000;
/** The last moment that a Date can hold, epoch ms. */
const LATEST = 8.64e15;
const ISO =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?(Z|[+-]\d\d(?::?\d\d)?)?$/i;

/**
 * Epoch ms of a moment given as epoch ms or ISO 8601; without an offset it is UTC.
 * @throws Rejected for anything else, and for moments more than a day after `now`.
 */
export function parseTime(value: unknown, key: string, now: number): number {
  const at = typeof value === 'string' ? parseIso(value.trim()) : value;
  if (typeof at !== 'number' || !Number.isInteger(at) || Math.abs(at) > LATEST) {
    const shown = excerpt(JSON.stringify(value) ?? typeof value, 40);
    throw new Rejected(`${key} is ${shown}, not epoch ms or an ISO 8601 date`);
  }
  if (at > now + DAY) {
    throw new Rejected(`${key} lies in the future: ${new Date(at).toISOString()}`);
  }
  return at;
}

/** NaN when it is no such date. Date.parse is of no use: it takes local time and the 30th of February. */
function parseIso(text: string): number {
  const match = ISO.exec(text);
  if (!match) return NaN;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  const date = new Date(Date.UTC(2000, month - 1, day));
  date.setUTCFullYear(year, month - 1, day);
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  if (!exists || hour > 23 || minute > 59 || second > 59) return NaN;
  const ms = Math.floor(Number(`0.${match[7] ?? 0}`) * 1000);
  const clock = ((hour * 60 + minute) * 60 + second) * 1000 + ms;
  return date.getTime() + clock - offsetMs(match[8]);
}

function offsetMs(offset = 'Z'): number {
  if (/z/i.test(offset)) return 0;
  const sign = offset.startsWith('-') ? -1 : 1;
  return (
    sign * (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(3).replace(':', ''))) * 60_000
  );
}
