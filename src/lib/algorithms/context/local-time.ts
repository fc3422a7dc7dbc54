/** A moment as a user's own clock and calendar show it. */
export interface LocalTime {
  /** `YYYY-MM-DD` */
  day: string;
  /** 0…23 */
  hour: number;
  /** 0 Sunday … 6 Saturday */
  weekday: number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
/** Offsets in minutes by zone and hour: asking for one takes longer than all the rest of a recommendation. */
const offsets = new Map<string, { hour: number; minutes: number }>();

/** @param at epoch ms @param zone IANA name */
export function localTime(at: number, zone: string): LocalTime {
  const shifted = new Date(at + offsetAt(at, zone) * MINUTE_MS);
  return {
    day: shifted.toISOString().slice(0, 10),
    hour: shifted.getUTCHours(),
    weekday: shifted.getUTCDay(),
  };
}

function offsetAt(at: number, zone: string): number {
  const hour = Math.floor(at / HOUR_MS);
  const known = offsets.get(zone);
  if (known?.hour === hour) return known.minutes;
  const minutes = offsetOf(at, zone);
  offsets.set(zone, { hour, minutes });
  return minutes;
}

function offsetOf(at: number, zone: string): number {
  const format = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' });
  const name = format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(name) ?? [];
  const total = Number(hours ?? 0) * 60 + Number(minutes ?? 0);
  return sign === '-' ? -total : total;
}
