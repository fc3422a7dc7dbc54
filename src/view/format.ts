/** How numbers, durations and times look to people. Raw values are for `--json`. */

/** 4655 → `4,655`. */
export function count(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `0.9 s`, `2 min 05 s`, `1 h 02 min`. */
export function duration(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${two(whole % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${two(minutes % 60)} min`;
}

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** `21 Nov 2026`, local time. */
export function day(epochMs: number): string {
  return `${dayOfYear(epochMs)} ${new Date(epochMs).getFullYear()}`;
}

/** `21 Nov 2026 03:00`, local time. */
export const moment = (epochMs: number): string => `${day(epochMs)} ${timeOfDay(epochMs)}`;

/** `21 Nov 03:00`, local time; with the year where it is not that of `now`. */
export function momentSince(epochMs: number, now: number): string {
  const near = new Date(epochMs).getFullYear() === new Date(now).getFullYear();
  return near ? `${dayOfYear(epochMs)} ${timeOfDay(epochMs)}` : moment(epochMs);
}

function dayOfYear(epochMs: number): string {
  const date = new Date(epochMs);
  return `${date.getDate()} ${MONTHS[date.getMonth()]}`;
}

function timeOfDay(epochMs: number): string {
  const date = new Date(epochMs);
  return `${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** `1 page`, `2 pages`. */
export function plural(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/** At most `width` characters, cut at a word with an ellipsis. */
export function shorten(text: string, width: number): string {
  const flat = text.replace(/\s+/g, ' ').trim();
  if (flat.length <= width) return flat;
  const cut = flat.slice(0, width - 1);
  const space = cut.lastIndexOf(' ');
  return `${space > width / 2 ? cut.slice(0, space) : cut}…`;
}

const KEY_WIDTH = 40;

/** A long key, which nobody types, by its beginning and its end. */
export const brief = (key: string): string =>
  key.length <= KEY_WIDTH ? key : `${key.slice(0, KEY_WIDTH / 2)}…${key.slice(1 - KEY_WIDTH / 2)}`;

const two = (value: number) => String(value).padStart(2, '0');

/** A share of 1, e.g. `0.4 %`. */
export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
