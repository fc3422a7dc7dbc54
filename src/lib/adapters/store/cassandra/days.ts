/** How what happens in time is spread over partitions: by day (UTC) and bucket. */
import { createHash } from 'node:crypto';
import { inParallel } from './concurrency.js';
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

/** Partitions of the days before one (whole days since 1970, UTC) on which anything happened: day and bucket. */
export async function partitionsBefore(
  session: Session,
  day: number,
  table: DayTable,
): Promise<{ days: number[]; partitions: [number, number][] }> {
  const days = await daysBetween(session, -Infinity, day * DAY_MS, table);
  const partitions = days.flatMap((each) => bucketsOf(each));
  return { days, partitions };
}

export const bucketsOf = (day: number): [number, number][] =>
  Array.from({ length: BUCKETS }, (_, bucket) => [day, bucket]);

/** Rows of those partitions, counted by the server. */
export async function countBefore(
  session: Session,
  day: number,
  { days, rows }: { days: DayTable; rows: string },
): Promise<number> {
  const { partitions } = await partitionsBefore(session, day, days);
  const cql = `SELECT COUNT(*) AS n FROM ${rows} WHERE day = ? AND bucket = ?`;
  const counted = await inParallel(partitions, (key) => session.read<{ n: bigint }>(cql, key));
  return counted.flat().reduce((sum, { n }) => sum + Number(n), 0);
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
