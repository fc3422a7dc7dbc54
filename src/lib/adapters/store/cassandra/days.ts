/** How what happens in time is spread over partitions: by day (UTC) and bucket. */
import { createHash } from 'node:crypto';
import type { Session } from './session.js';

const DAY_MS = 86_400_000;
/** Partitions that a day is spread over. */
export const BUCKETS = 8;

export const dayOf = ({ createdAt }: { createdAt: number }) => Math.floor(createdAt / DAY_MS);

export const bucketOf = (id: string) =>
  createHash('sha256').update(id).digest().readUInt32BE(0) % BUCKETS;

/** The days on which anything happened between two times (epoch ms), the second excluded; in order. */
export async function daysBetween(
  session: Session,
  from: number,
  to: number,
  table: 'conversation_days' | 'lookup_days' | 'audit_days' = 'conversation_days',
): Promise<number[]> {
  const rows = await session.read<{ day: number }>(`SELECT day FROM ${table}`);
  const days = rows.map(({ day }) => day).filter((day) => (day + 1) * DAY_MS > from);
  return days.filter((day) => day * DAY_MS < to).sort((a, b) => a - b);
}
