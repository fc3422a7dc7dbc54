import type { Table } from '../../ports/store/table.js';
import type { DatedLog } from './stage.js';

const DAY_MS = 86_400_000;

/** Rows of a declared table that each say when they were made. The whole table is read: it has no order of time. */
export function datedRows<R extends { createdAt: number }, K extends keyof R & string, P extends K>(
  table: Table<R, K, P>,
): DatedLog {
  const before = async (day: number, each: (rows: R[]) => Promise<void>) => {
    let count = 0;
    for await (const batch of table.all()) {
      const old = batch.filter(({ createdAt }) => createdAt < day * DAY_MS);
      if (old.length > 0) await each(old);
      count += old.length;
    }
    return count;
  };
  return {
    countBefore: (day) => before(day, async () => undefined),
    prune: (day) => before(day, (rows) => table.delete(rows)),
  };
}
