/** What the fields of a cron expression stand for, as numbers. Expects an expression that `parse` accepts. */
export interface CronFields {
  /** Each sorted; null stands for every value. */
  minutes: number[] | null;
  hours: number[] | null;
  days: number[] | null;
  months: number[] | null;
  /** 0 is Sunday. */
  weekdays: number[] | null;
}

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const WEEKDAYS = 'sun mon tue wed thu fri sat'.split(' ');

export function fieldsOf(cron: string): CronFields {
  const [minute = '', hour = '', day = '', month = '', weekday = ''] = cron.trim().split(/\s+/);
  const weekdays = valuesOf(weekday, 0, 7, WEEKDAYS, 0)?.map((value) => value % 7);
  return {
    minutes: valuesOf(minute, 0, 59),
    hours: valuesOf(hour, 0, 23),
    days: valuesOf(day, 1, 31),
    months: valuesOf(month, 1, 12, MONTHS, 1),
    weekdays: weekdays ? distinct(weekdays) : null,
  };
}

function valuesOf(
  field: string,
  first: number,
  last: number,
  names: readonly string[] = [],
  base = 0,
): number[] | null {
  if (field === '*') return null;
  const numberOf = (text: string) => {
    const index = names.indexOf(text.toLowerCase());
    return index < 0 ? Number(text) : index + base;
  };
  return distinct(
    field.split(',').flatMap((part) => {
      const [range = '', step = '1'] = part.split('/');
      const [from = '', to = from] = range.split('-');
      const [low, high] = range === '*' ? [first, last] : [numberOf(from), numberOf(to)];
      return steps(low, high, Number(step));
    }),
  );
}

function steps(low: number, high: number, step: number): number[] {
  return Array.from({ length: Math.floor((high - low) / step) + 1 }, (_, i) => low + i * step);
}

export function distinct(values: readonly number[]): number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}
