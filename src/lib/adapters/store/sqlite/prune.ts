/** Removing rows after their time: a batch a transaction, so that nobody waits long for the write lock. */
import { setImmediate as others } from 'node:timers/promises';
import type { Connection } from './connection.js';

const DAY_MS = 86_400_000;
const BATCH = 2_000;

/** The moment that a day begins (whole days since 1970, UTC), epoch ms. */
export const startOf = (day: number): number => day * DAY_MS;

/** What `remove` removes is overwritten; else the words would stay in free parts of the file. */
export async function overwriting(db: Connection, remove: () => Promise<number>): Promise<number> {
  db.exec('PRAGMA secure_delete = ON');
  try {
    return await remove();
  } finally {
    db.exec('PRAGMA secure_delete = OFF');
  }
}

/**
 * @param remove takes away so many rows at most, and says how many it took; called until that is fewer
 * @returns how many went
 */
export async function inBatches(
  db: Connection,
  remove: (limit: number) => number,
): Promise<number> {
  let removed = 0;
  for (;;) {
    const batch = db.immediate(() => remove(BATCH));
    removed += batch;
    if (batch < BATCH) return removed;
    await others(); // a heart has to beat meanwhile
  }
}
