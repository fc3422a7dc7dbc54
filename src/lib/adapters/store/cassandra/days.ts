/** How what happens in time is spread over partitions: by day (UTC) and bucket. */
import { createHash } from 'node:crypto';
import type { Session } from './session.js';

const DAY_MS = 86_400_000;
/** Partitions that a day is spread over. */
export const BUCKETS = 8;

export const dayOf = ({ createdAt }: { createdAt: number }) => Math.floor(createdAt / DAY_MS);

export const bucketOf = (id: string) =>
  createHash('sha256').update(id).digest().readUInt32BE(0) % BUCKETS;

/** A table of the days on which anything happened. */
type DayTable = 'conversation_days' | 'lookup_days' | 'audit_days';

/** The days on which anything happened between two times (epoch ms), the second excluded; in order. */
export async function daysBetween(
  session: Session,
  from: number,
  to: number,
  table: DayTable,
): Promise<number[]> {
  const rows = await session.read<{ day: number }>(`SELECT day FROM ${table}`);
  const days = rows.map(({ day }) => day).filter((day) => (day + 1) * DAY_MS > from);
  return days.filter((day) => day * DAY_MS < to).sort((a, b) => a - b);
}

/** How the rows of one bucket of a day are read. */
export interface Reading {
  days: DayTable;
  /** Takes `key`, day, bucket, and the two times. */
  cql: string;
  /** What comes before the day in the key of a partition. */
  key?: string[];
}

/** Rows created in `from` ≤ t < `to` (epoch ms), day by day, bucket by bucket; only days that have any are asked for. */
export async function* rowsBetween<Row>(
  session: Session,
  { days, cql, key = [] }: Reading,
  from: number,
  to: number,
): AsyncGenerator<Row[]> {
  for (const day of await daysBetween(session, from, to, days)) {
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      const values = [...key, day, bucket, new Date(from), new Date(to)];
      yield* session.stream<Row>(cql, values);
    }
  }
}
