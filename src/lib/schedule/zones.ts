/** Wall clocks of time zones. */
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

export interface WallTime {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
}

/** What a clock in the zone shows at the moment. */
export function wallTime(at: number, timezone: string): WallTime {
  const parts = formatter(timezone).formatToParts(at);
  const part = (type: string) => Number(parts.find((each) => each.type === type)?.value);
  return {
    year: part('year'),
    month: part('month'),
    day: part('day'),
    hour: part('hour'),
    minute: part('minute'),
  };
}

/** Making one takes a hundred times as long as using it. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known) return known;
  const numeric = 'numeric';
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: numeric,
    month: numeric,
    day: numeric,
    hour: numeric,
    minute: numeric,
  });
  formatters.set(timeZone, made);
  return made;
}

/** Minutes by which the zone is ahead of UTC at the moment. */
export function offsetMinutes(at: number, timezone: string): number {
  const { year, month, day, hour, minute } = wallTime(at, timezone);
  const shown = Date.UTC(year, month - 1, day, hour, minute);
  return Math.round((shown - Math.floor(at / MINUTE_MS) * MINUTE_MS) / MINUTE_MS);
}

/** Whether both zones show the same time on every day of the year from `from`. */
export function sameClock(one: string, other: string, from: number): boolean {
  return shiftChanges(one, other, from).length === 1 && shift(one, other, from) === 0;
}

/** The first day of the year from `from`, and every day after which the zones stand differently to each other. */
export function shiftChanges(one: string, other: string, from: number): number[] {
  const days = Array.from({ length: 366 }, (_, i) => from + i * DAY_MS);
  return days.filter(
    (day, i) => i === 0 || shift(one, other, day) !== shift(one, other, day - DAY_MS),
  );
}

const shift = (one: string, other: string, at: number) =>
  offsetMinutes(at, other) - offsetMinutes(at, one);
